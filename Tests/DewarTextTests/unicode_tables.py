#!/usr/bin/env python3
"""Writes NormalizationTable.swift from the Unicode data of the Python that runs it.

    python3 unicode_tables.py >NormalizationTable.swift

Python 3.11 has Unicode 14. Decompositions are packed as varints: the distance to the
code point before, flags with the number of code points, and these.
"""
import base64
import stringprep
import sys
import unicodedata
from unicodedata import ucd_3_2_0


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def decompositions():
    out, last = bytearray(), 0
    for code in range(sys.maxunicode + 1):
        mapping = unicodedata.decomposition(chr(code))
        if not mapping:
            continue
        words = mapping.split()
        is_compatible = words[0].startswith("<")
        parts = [int(word, 16) for word in words[is_compatible:]]
        text = "".join(map(chr, parts))
        composes = not is_compatible and unicodedata.normalize("NFC", text) == chr(code)
        out += varint(code - last) + bytes([len(parts) | is_compatible << 6 | composes << 7])
        for part in parts:
            out += varint(part)
        last = code
    return bytes(out)


def ranges(belongs):
    out, last, start = bytearray(), 0, None
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and belongs(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            out += varint(start - last) + varint(code - start)
            last, start = code, None
    return bytes(out)


def foldings():
    """Case foldings that neither lower-casing nor normalisation gives."""
    def without(char):
        al = char.lower()
        b = ucd_3_2_0.normalize("NFKC", al)
        c = ucd_3_2_0.normalize("NFKC", "".join(map(stringprep.map_table_b3, b)))
        return c if b != c else al
    out = []
    for code in sorted(stringprep.b3_exceptions):
        out.append((code, stringprep.b3_exceptions[code]))
    return [(c, t) for c, t in out if t != chr(c).lower()]


def packed_foldings():
    out, last = bytearray(), 0
    for code, text in foldings():
        out += varint(code - last) + bytes([len(text)])
        for char in text:
            out += varint(ord(char))
        last = code
    return bytes(out)


def literal(name, comment, data):
    text = base64.b64encode(data).decode()
    print(f"    /// {comment}")
    print(f'    static let {name} = """')
    for start in range(0, len(text), 90):
        print("        " + text[start:start + 90] + " \\" * (start + 90 < len(text)))
    print('        """')


print("/// Unicode data that the standard library keeps to itself; written by\n/// `Tests/DewarTextTests/unicode_tables.py`.")
print("///\n/// - SeeAlso: Unicode Standard Annex #15; RFC 3454, appendices B.3 and D.")
print("enum NormalizationTable {")
literal("decompositions", f"The mappings of Unicode {unicodedata.unidata_version}.", decompositions())
print()
literal("foldings", "RFC 3454, table B.3, where it is not just lower case.", packed_foldings())
print()
literal("rightToLeft", "RFC 3454, table D.1, as distances and lengths.", ranges(stringprep.in_table_d1))
print()
literal("leftToRight", "RFC 3454, table D.2, as distances and lengths.", ranges(stringprep.in_table_d2))
print("}")
