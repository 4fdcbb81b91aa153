import Glibc

/// Pieces of UTF-8 text that lie in somebody else's memory: for hot paths, which they cost neither
/// a copy nor a reference.
///
/// Valid as long as that memory is; never kept.
package typealias ByteView = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer where Element == UInt8 {
    /// The bytes in a range.
    package func part(_ range: Range<Int>) -> ByteView { ByteView(rebasing: self[range]) }

    /// The bytes from a place on.
    package func part(from start: Int) -> ByteView { part(start..<count) }

    /// The bytes before a place.
    package func part(upTo end: Int) -> ByteView { part(0..<end) }

    /// The bytes as text; those that are not UTF-8 become U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }

    /// The bytes as text, made in place where they are few: the shorter way for ASCII.
    ///
    /// Those that are not UTF-8 become U+FFFD, as in ``text``.
    package var shortText: String {
        @inline(__always) get {
            // Up to 15 bytes lie in the string itself.
            guard count <= 15, let source = baseAddress else { return text }
            return String(unsafeUninitializedCapacity: 15) { buffer in
                guard let start = buffer.baseAddress else { return 0 }
                guard count <= 8 else {
                    start.update(from: source, count: count)
                    return count
                }
                // All at once, as the string is then read: the processor would wait for pieces.
                let word = Self.word(of: source, count: count)
                UnsafeMutableRawPointer(start).storeBytes(of: word, as: UInt64.self)
                return count
            }
        }
    }

    /// Up to eight bytes, the first of them lowest in memory, with zeros behind them.
    @inline(__always)
    private static func word(of source: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        let bytes = UnsafeRawPointer(source)
        var word: UInt64 = 0
        if count == 8 {
            word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        } else if count >= 4 {
            let last = bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            word = UInt64(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
            word |= UInt64(UInt32(littleEndian: last)) &<< UInt64(count * 8 - 32)
        } else if count > 0 {
            word = UInt64(source[0]) | UInt64(source[count / 2]) &<< UInt64(count / 2 * 8)
            word |= UInt64(source[count - 1]) &<< UInt64(count * 8 - 8)
        }
        return word.littleEndian
    }

    /// The place of the first of a byte at or after another place; `count` when there is none.
    package func index(of byte: UInt8, from start: Int = 0) -> Int {
        var index = start
        while index < count, self[index] != byte { index += 1 }
        return index
    }

    /// The first place of other bytes at or after a place; nil when they are nowhere as a whole.
    package func place(of bytes: [UInt8], from start: Int = 0) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            guard !bytes.isEmpty else { return start <= count ? start : nil }
            guard let wanted = bytes.baseAddress, let begin = baseAddress else { return nil }
            var place = start
            while place <= count - bytes.count {
                let rest = count - bytes.count - place + 1
                guard let found = memchr(begin + place, Int32(wanted.pointee), rest) else { break }
                place = UnsafeRawPointer(found) - UnsafeRawPointer(begin)
                if memcmp(found, wanted, bytes.count) == 0 { return place }
                place += 1
            }
            return nil
        }
    }

    /// The bytes without white space at their ends, as Python's `str.strip` knows it.
    package var trimmed: ByteView {
        let start = leadingSpaceCount
        return part(start..<(count - trailingSpaceCount(from: start)))
    }

    /// The number of bytes of the white space at the beginning.
    var leadingSpaceCount: Int {
        var start = 0
        while start < count, case let length = spaceLength(at: start), length > 0 {
            start += length
        }
        return start
    }

    /// The number of bytes of the white space at the end.
    ///
    /// - Parameter start: The first place that may belong to it.
    /// - Returns: Bytes.
    func trailingSpaceCount(from start: Int) -> Int {
        var end = count
        while end > start, case let length = spaceLength(before: end, from: start), length > 0 {
            end -= length
        }
        return count - end
    }

    /// Tells whether these are the bytes of a name, letters of ASCII in whatever case.
    ///
    /// - Parameter name: The name in lower case.
    /// - Returns: Whether they are.
    package func isName(_ name: StaticString) -> Bool {
        guard count == name.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index].lowercasedASCII != name.utf8Start[index] {
            return false
        }
        return true
    }

    /// The number of bytes of the white space that begins at a place; 0 when there is none.
    private func spaceLength(at index: Int) -> Int {
        let first = self[index]
        if first < 0x80 { return first.isASCIISpace ? 1 : 0 }
        if first == 0xC2 {
            guard index + 1 < count else { return 0 }
            return self[index + 1] == 0x85 || self[index + 1] == 0xA0 ? 2 : 0
        }
        guard first >= 0xE1, first <= 0xE3, index + 2 < count else { return 0 }
        return isLongSpace(first, self[index + 1], self[index + 2]) ? 3 : 0
    }

    private func spaceLength(before end: Int, from start: Int) -> Int {
        if self[end - 1] < 0x80 { return self[end - 1].isASCIISpace ? 1 : 0 }
        for length in 2...3 where end - length >= start {
            if spaceLength(at: end - length) == length { return length }
        }
        return 0
    }

    /// U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000.
    private func isLongSpace(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (first, second) {
        case (0xE1, 0x9A), (0xE3, 0x80): third == 0x80
        case (0xE2, 0x80):
            third >= 0x80 && third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF
        case (0xE2, 0x81): third == 0x9F
        default: false
        }
    }
}
