/// Loops over UTF-8 that the whole engine leans on.
enum UTF8Scan {
    /// The number of bytes that continue a code point.
    static func continuationBytes(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        let ones: UInt64 = 0x0101_0101_0101_0101
        var count = 0
        var index = 0
        while index &+ 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            index &+= 8
            guard word & (ones &* 0x80) != 0 else { continue }
            // The highest bit is set and the next is not; the product adds the eight bytes up.
            let found = (word &>> 7) & ~(word &>> 6) & ones
            count &+= Int(truncatingIfNeeded: (found &* ones) &>> 56)
        }
        while index < bytes.count {
            count &+= bytes[index] & 0xC0 == 0x80 ? 1 : 0
            index &+= 1
        }
        return count
    }

    /// The last `count` bytes, at most eight, in a word: the first of them lowest, zeros above.
    @inline(__always)
    static func lastBytes(of bytes: UnsafeRawBufferPointer, count: Int) -> UInt64 {
        if bytes.count >= 8 {
            let word = bytes.loadUnaligned(fromByteOffset: bytes.count &- 8, as: UInt64.self)
            return UInt64(littleEndian: word) >> UInt64(truncatingIfNeeded: 64 &- count &* 8)
        }
        var word: UInt64 = 0
        var index = bytes.count
        while index > bytes.count &- count {
            index &-= 1
            word = word << 8 | UInt64(bytes[index])
        }
        return word
    }

    /// Whether all of eight bytes are ASCII.
    @inline(__always)
    static func isASCII(_ word: UInt64) -> Bool { word & 0x8080_8080_8080_8080 == 0 }

    /// Whether two buffers hold the same bytes.
    @inline(__always)
    static func areEqual(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard left.count == right.count else { return false }
        let words = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        var index = 0
        while index &+ 8 <= left.count {
            let first = words.0.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard first == words.1.loadUnaligned(fromByteOffset: index, as: UInt64.self) else {
                return false
            }
            index &+= 8
        }
        while index < left.count {
            guard left[index] == right[index] else { return false }
            index &+= 1
        }
        return true
    }

    /// Whether bytes come before others in their lexicographic order.
    static func isLess(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let words = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        let common = min(left.count, right.count)
        var index = 0
        while index &+ 8 <= common {
            let first = words.0.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let second = words.1.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if first != second { return UInt64(bigEndian: first) < UInt64(bigEndian: second) }
            index &+= 8
        }
        while index < common {
            if left[index] != right[index] { return left[index] < right[index] }
            index &+= 1
        }
        return left.count < right.count
    }

    /// The number of bytes of the code point that begins with `byte`.
    @inline(__always)
    static func width(startingWith byte: UInt8) -> Int {
        byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }

    /// The code point at an offset where one begins, with the number of its bytes.
    @inline(__always)
    static func scalar(
        in bytes: UnsafeBufferPointer<UInt8>, at offset: Int
    ) -> (scalar: Unicode.Scalar, width: Int) {
        let first = bytes[offset]
        guard first >= 0x80 else { return (Unicode.Scalar(first), 1) }
        let width = min(width(startingWith: first), bytes.count - offset)
        var value = UInt32(first) & (width == 2 ? 0x1F : width == 3 ? 0x0F : 0x07)
        for index in 1..<max(width, 1) {
            value = value << 6 | UInt32(bytes[offset + index] & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", width)
    }

    /// The offset of the first place of `needle` at or after `start`, or nil.
    static func firstOffset(
        of needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        guard let first = needle.first else { return start <= bytes.count ? start : nil }
        if needle.count == 1 {
            var index = start
            while index < bytes.count {
                if bytes[index] == first { return index }
                index &+= 1
            }
            return nil
        }
        if needle.count > 32 {
            return LongSearch(needle, fromEnd: false).offset(in: bytes, from: start)
        }
        var index = start
        while index &+ needle.count <= bytes.count {
            if bytes[index] == first,
                areEqual(
                    UnsafeBufferPointer(rebasing: bytes[index..<index + needle.count]), needle)
            {
                return index
            }
            index &+= 1
        }
        return nil
    }

    /// The offset of the last place of `needle` that ends at or before `end`, or nil.
    static func lastOffset(
        of needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, before end: Int
    ) -> Int? {
        if needle.count > 32 {
            let reversed = LongSearch(needle, fromEnd: true)
            return reversed.offset(in: bytes, from: bytes.count - end)
                .map { bytes.count - $0 - needle.count }
        }
        var index = end - needle.count
        while index >= 0 {
            if areEqual(
                UnsafeBufferPointer(rebasing: bytes[index..<index + needle.count]), needle)
            {
                return index
            }
            index -= 1
        }
        return nil
    }
}

/// The hash of texts in dictionaries: quick, and seeded anew in every process.
enum TextHash {
    private static let seed = UInt64.random(in: .min ... .max) | 1

    @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var state = seed ^ (UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15)
        var index = 0
        while index &+ 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            state = mix(state ^ word, 0xE703_7ED1_A0B4_28DB)
            index &+= 8
        }
        var tail: UInt64 = 0
        while index < bytes.count {
            tail = tail << 8 | UInt64(bytes[index])
            index &+= 1
        }
        return Int(bitPattern: UInt(mix(state ^ tail, 0x8EBC_6AF0_9C88_C6E3)))
    }

    static func hash(_ integer: Int) -> Int {
        let bits = UInt64(bitPattern: Int64(integer))
        return Int(bitPattern: UInt(mix(bits ^ seed, 0x9E37_79B9_7F4A_7C15)))
    }
}
