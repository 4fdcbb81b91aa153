/// Text in HTML without its markup.
///
/// - SeeAlso: `markupsafe.Markup.striptags`; Python `html.unescape`.
enum HTMLText {
    /// Takes out comments and tags, makes every run of white space one space, and resolves
    /// character references.
    static func strippingTags(_ text: Text) throws -> Text {
        let withoutComments = removing(text, from: "<!--", through: "-->")
        let withoutTags = removing(withoutComments, from: "<", through: ">")
        return unescaped(withoutTags.collapsingSpace())
    }

    /// Takes out everything from a beginning through the next end, until an end is missing.
    ///
    /// What remains of two sides may form a new beginning, as with MarkupSafe.
    private static func removing(_ text: Text, from start: Text, through end: Text) -> Text {
        guard text.contains(start) else { return text }
        if start.byteCount == 1, end.byteCount == 1 { return removingTags(text, start, end) }
        let (start, end) = (start.withBytes { Array($0) }, end.withBytes { Array($0) })
        var kept: [UInt8] = []
        return text.withBytes { bytes in
            var index = 0
            while index < bytes.count {
                kept.append(bytes[index])
                index += 1
                guard bytes[index - 1] == start[start.count - 1], kept.count >= start.count,
                    kept.suffix(start.count).elementsEqual(start)
                else { continue }
                guard let next = Self.end(end, in: bytes, after: kept, start.count, index)
                else { break }
                kept.removeLast(start.count)
                index = next
            }
            if index < bytes.count { kept += bytes[index...] }
            return Text(utf8: kept)
        }
    }

    /// The same where both are one byte: then no two sides form anything.
    private static func removingTags(_ text: Text, _ start: Text, _ end: Text) -> Text {
        text.withBytes { bytes in
            var output = Output(capacity: bytes.count)
            var index = 0
            while index < bytes.count {
                let open = start.withBytes {
                    UTF8Scan.firstOffset(of: $0, in: bytes, from: index)
                }
                let close = open.flatMap { open in
                    end.withBytes { UTF8Scan.firstOffset(of: $0, in: bytes, from: open) }
                }
                guard let open, let close else { break }
                output.append(utf8: UnsafeBufferPointer(rebasing: bytes[index..<open]))
                index = close + 1
            }
            output.append(utf8: UnsafeBufferPointer(rebasing: bytes[index...]))
            return output.text
        }
    }

    /// The offset after the next end; it may share bytes with the beginning, as in `<!-->`.
    private static func end(
        _ end: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, after kept: [UInt8],
        _ startCount: Int, _ index: Int
    ) -> Int? {
        let tail = Array(kept.suffix(startCount)) + bytes[index...].prefix(end.count)
        for offset in 0..<startCount where tail[offset...].starts(with: end) {
            return index + max(offset + end.count - startCount, 0)
        }
        return end.withUnsafeBufferPointer {
            UTF8Scan.firstOffset(of: $0, in: bytes, from: index).map { $0 + end.count }
        }
    }

    /// Resolves `&amp;`, `&#39;`, `&#x27;` and the like, as browsers do.
    static func unescaped(_ text: Text) -> Text {
        text.withBytes { bytes in
            guard bytes.contains(UInt8(ascii: "&")) else { return text }
            var output = Output(capacity: bytes.count)
            var index = 0
            while index < bytes.count {
                guard bytes[index] == UInt8(ascii: "&") else {
                    output.append(ascii: bytes[index])
                    index += 1
                    continue
                }
                let rest = UnsafeBufferPointer(rebasing: bytes[(index + 1)...])
                guard let (replacement, length) = CharacterReference.resolve(rest) else {
                    output.append(ascii: bytes[index])
                    index += 1
                    continue
                }
                output.append(string: replacement)
                index += 1 + length
            }
            return output.text
        }
    }
}

/// What follows an ampersand.
enum CharacterReference {
    /// The replacement and the number of bytes it replaces; nil if this is no reference.
    static func resolve(_ bytes: UnsafeBufferPointer<UInt8>) -> (String, Int)? {
        bytes.first == UInt8(ascii: "#") ? number(bytes) : name(bytes)
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> (String, Int)? {
        let isHexadecimal = bytes.count > 1 && bytes[1] | 0x20 == UInt8(ascii: "x")
        let start = isHexadecimal ? 2 : 1
        let base = isHexadecimal ? 16 : 10
        var index = start
        var code = 0
        while index < bytes.count, let digit = ASCIIDigits.value(bytes[index]), digit < base {
            code = min(code * base + Int(digit), 0x110000)
            index += 1
        }
        guard index > start else { return nil }
        if index < bytes.count, bytes[index] == UInt8(ascii: ";") { index += 1 }
        return (character(code), index)
    }

    /// - SeeAlso: HTML standard, numeric character reference end state.
    private static func character(_ code: Int) -> String {
        if let replaced = replaced[code] { return replaced }
        switch code {
        case 0xD800...0xDFFF, 0x110000...: return "\u{FFFD}"
        case 0x1...0x8, 0xE...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF, 0xB: return ""
        default: break
        }
        if code & 0xFFFE == 0xFFFE { return "" }
        return Unicode.Scalar(UInt32(code)).map { String($0) } ?? "\u{FFFD}"
    }

    private static let replaced: [Int: String] = [
        0x00: "\u{FFFD}", 0x0D: "\r", 0x80: "\u{20AC}", 0x81: "\u{81}", 0x82: "\u{201A}",
        0x83: "\u{192}", 0x84: "\u{201E}", 0x85: "\u{2026}", 0x86: "\u{2020}", 0x87: "\u{2021}",
        0x88: "\u{2C6}", 0x89: "\u{2030}", 0x8A: "\u{160}", 0x8B: "\u{2039}", 0x8C: "\u{152}",
        0x8D: "\u{8D}", 0x8E: "\u{17D}", 0x8F: "\u{8F}", 0x90: "\u{90}", 0x91: "\u{2018}",
        0x92: "\u{2019}", 0x93: "\u{201C}", 0x94: "\u{201D}", 0x95: "\u{2022}",
        0x96: "\u{2013}", 0x97: "\u{2014}", 0x98: "\u{2DC}", 0x99: "\u{2122}", 0x9A: "\u{161}",
        0x9B: "\u{203A}", 0x9C: "\u{153}", 0x9D: "\u{9D}", 0x9E: "\u{17E}", 0x9F: "\u{178}",
    ]

    private static func name(_ bytes: UnsafeBufferPointer<UInt8>) -> (String, Int)? {
        // The longest run that may be a name, in code points, as the pattern of Python has it.
        var ends: [Int] = []
        var index = 0
        while index < bytes.count, ends.count < 32 {
            switch bytes[index] {
            case 0x09, 0x0A, 0x0C, 0x20, UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "#"):
                break
            case UInt8(ascii: ";"): break
            default:
                index += UTF8Scan.width(startingWith: bytes[index])
                ends.append(index)
                continue
            }
            break
        }
        guard !ends.isEmpty else { return nil }
        if index < bytes.count, bytes[index] == UInt8(ascii: ";") { ends.append(index + 1) }
        for end in ends.reversed() {
            let name = String(decoding: bytes[..<end], as: UTF8.self)
            if let replacement = HTMLEntities.table[name] { return (replacement, end) }
        }
        return nil
    }
}
