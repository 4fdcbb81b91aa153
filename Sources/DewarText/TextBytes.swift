/// Pieces of UTF-8 text, cut and trimmed as Python's `str` methods do.
///
/// Fields are taken apart by ASCII characters, so every piece is whole UTF-8 again.
package typealias TextBytes = ArraySlice<UInt8>

extension ArraySlice where Element == UInt8 {
    /// The bytes of a text.
    package init(_ text: String) {
        self = Array(text.utf8)[...]
    }

    /// The bytes as text; those that are not UTF-8 become U+FFFD.
    package var text: String {
        withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// The piece without white space at its ends.
    package var trimmed: TextBytes {
        let (start, end) = withUnsafeBufferPointer { bytes in
            let start = bytes.leadingSpaceCount
            return (start, bytes.trailingSpaceCount(from: start))
        }
        return self[(startIndex + start)..<(endIndex - end)]
    }

    /// The piece without white space at its end.
    package var trimmedEnd: TextBytes {
        dropLast(withUnsafeBufferPointer { $0.trailingSpaceCount(from: 0) })
    }

    /// The piece without white space at its beginning.
    package var trimmedStart: TextBytes {
        dropFirst(withUnsafeBufferPointer { $0.leadingSpaceCount })
    }

    /// The pieces before and after the first of a byte; the second is nil without one.
    package func cut(at byte: UInt8) -> (TextBytes, TextBytes?) {
        guard let index = firstIndex(of: byte) else { return (self, nil) }
        return (self[..<index], self[(index + 1)...])
    }

    /// The pieces between a byte, empty ones too: at least one.
    package func pieces(between byte: UInt8) -> [TextBytes] {
        split(separator: byte, omittingEmptySubsequences: false)
    }

    /// Whether the bytes are those of a text.
    package func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount
            && zip(self, UnsafeBufferPointer(start: text.utf8Start, count: count))
                .allSatisfy { $0 == $1 }
    }

    /// The bytes with ASCII letters in lower case.
    package var lowercasedASCII: TextBytes { map(\.lowercasedASCII)[...] }
}

extension UInt8 {
    /// The byte in lower case, if it is an ASCII letter.
    package var lowercasedASCII: UInt8 {
        self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
    }

    /// Whether this is an ASCII digit.
    package var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// Whether Python takes this ASCII character for white space.
    package var isASCIISpace: Bool {
        self == 0x20 || self >= 0x09 && self <= 0x0D || self >= 0x1C && self <= 0x1F
    }
}

extension String {
    /// Tells whether two texts are the same but for the case of ASCII letters.
    package func equalsIgnoringCase(_ other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy {
                $0 == $1 || $0.lowercasedASCII == $1.lowercasedASCII
            }
    }

    /// The text without white space at its ends, as Python's `str.strip()`.
    package var trimmed: String {
        guard let first = utf8.first, let last = utf8.last else { return self }
        if first > 0x20 && first < 0x7F && last > 0x20 && last < 0x7F { return self }
        return TextBytes(self).trimmed.text
    }

    /// Text read from bytes that must be UTF-8; nil when they are not.
    package init?(utf8 bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.withUnsafeBufferPointer(UTF8Text.isValid) else { return nil }
        self = String(decoding: bytes, as: UTF8.self)
    }
}
