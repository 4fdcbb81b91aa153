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
    package var trimmed: TextBytes { trimmedStart.trimmedEnd }

    /// The piece without white space at its end.
    package var trimmedEnd: TextBytes {
        var piece = self
        while let length = piece.trailingSpace { piece.removeLast(length) }
        return piece
    }

    /// The piece without white space at its beginning.
    package var trimmedStart: TextBytes {
        var piece = self
        while let length = piece.leadingSpace { piece.removeFirst(length) }
        return piece
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

    /// The number of bytes of a white space character at the beginning, or nil.
    private var leadingSpace: Int? {
        guard let first else { return nil }
        if first < 0x80 { return first.isASCIISpace ? 1 : nil }
        switch first {
        case 0xC2: return count >= 2 && Self.isSpace(first, self[startIndex + 1]) ? 2 : nil
        case 0xE1...0xE3:
            guard count >= 3 else { return nil }
            return Self.isSpace(first, self[startIndex + 1], self[startIndex + 2]) ? 3 : nil
        default: return nil
        }
    }

    /// The number of bytes of a white space character at the end, or nil.
    private var trailingSpace: Int? {
        guard let last else { return nil }
        if last < 0x80 { return last.isASCIISpace ? 1 : nil }
        if count >= 2, Self.isSpace(self[endIndex - 2], last) { return 2 }
        guard count >= 3 else { return nil }
        return Self.isSpace(self[endIndex - 3], self[endIndex - 2], last) ? 3 : nil
    }

    /// U+0085 and U+00A0.
    private static func isSpace(_ first: UInt8, _ second: UInt8) -> Bool {
        first == 0xC2 && (second == 0x85 || second == 0xA0)
    }

    /// U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000.
    private static func isSpace(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (first, second) {
        case (0xE1, 0x9A): third == 0x80
        case (0xE2, 0x80): (0x80...0x8A).contains(third) || [0xA8, 0xA9, 0xAF].contains(third)
        case (0xE2, 0x81): third == 0x9F
        case (0xE3, 0x80): third == 0x80
        default: false
        }
    }
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
