/// What becomes of bytes in HTML.
enum HTMLEscape {
    /// The most bytes that one becomes.
    static let longest = 5

    /// For each byte what is written for it, the first byte lowest; the highest byte is the count.
    ///
    /// Unsafe, because it is made once, never changed and never freed, and an array would be
    /// retained, released and checked at each use.
    nonisolated(unsafe) static let table: UnsafePointer<UInt64> = {
        let table = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
        for byte in UInt64(0)..<256 { table[Int(byte)] = byte | 1 << 56 }
        for (character, entity) in [
            ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;"),
        ] as [(Unicode.Scalar, String)] {
            var entry = UInt64(entity.utf8.count) << 56
            for (index, byte) in entity.utf8.enumerated() {
                entry |= UInt64(byte) << (UInt64(index) * 8)
            }
            table[Int(character.value)] = entry
        }
        return UnsafePointer(table)
    }()

    // MARK: - Writing

    /// Writes a byte, escaped, and up to seven bytes after it that do not count.
    @inline(__always)
    static func write(
        _ byte: UInt8, _ table: UnsafePointer<UInt64>, to target: inout UnsafeMutableRawPointer
    ) {
        let entry = table[Int(byte)]
        target.storeBytes(of: entry.littleEndian, as: UInt64.self)
        target += Int(truncatingIfNeeded: entry &>> 56)
    }

    /// Writes eight bytes, the first of them lowest, and up to eight after them that do not count;
    /// `marks` has the highest bits of those that are escaped.
    @inline(__always)
    static func write(
        _ word: UInt64, marks: UInt64, _ table: UnsafePointer<UInt64>,
        to target: inout UnsafeMutableRawPointer
    ) {
        if marks & (marks &- 1) != 0 {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                write(UInt8(truncatingIfNeeded: word &>> shift), table, to: &target)
            }
            return
        }
        target.storeBytes(of: word.littleEndian, as: UInt64.self)
        guard marks != 0 else {
            target += 8
            return
        }
        // What stands before the only one is there; its entity and what stands behind it follow.
        let last = UInt64(truncatingIfNeeded: marks.trailingZeroBitCount)
        let place = Int(truncatingIfNeeded: last &>> 3)
        let entry = table[Int(truncatingIfNeeded: (word &>> (last &- 7)) & 0xFF)]
        target.storeBytes(of: entry.littleEndian, toByteOffset: place, as: UInt64.self)
        let end = place &+ Int(truncatingIfNeeded: entry &>> 56)
        target.storeBytes(
            of: ((word &>> last) &>> 1).littleEndian, toByteOffset: end, as: UInt64.self)
        target += end &+ 7 &- place
    }

    // MARK: - Finding

    /// Marks the bytes that are escaped by their highest bits, and no others: those of the first
    /// eight and of the other eight, the first of each lowest.
    @inline(__always)
    static func marks(of block: SIMD16<UInt8>) -> (low: UInt64, high: UInt64) {
        // Pairs of characters that differ in one bit, `&'` and `<>`, are found together. There are
        // no comparisons: the compiler makes a loop over the bytes of those.
        let found =
            zeros(in: block ^ SIMD16(repeating: 0x22))
            | zeros(in: (block | SIMD16(repeating: 1)) ^ SIMD16(repeating: 0x27))
            | zeros(in: (block | SIMD16(repeating: 2)) ^ SIMD16(repeating: 0x3E))
        let words = unsafeBitCast(found, to: SIMD2<UInt64>.self)
        let highest: UInt64 = 0x8080_8080_8080_8080
        return (
            UInt64(littleEndian: words[0]) & highest, UInt64(littleEndian: words[1]) & highest
        )
    }

    /// Sets the highest bit of the bytes that are zero and clears that of all others; what the
    /// other bits become has no meaning.
    @inline(__always)
    private static func zeros(in block: SIMD16<UInt8>) -> SIMD16<UInt8> {
        (block &- SIMD16(repeating: 1)) & ~block
    }

    /// Whether one of eight bytes is escaped.
    @inline(__always)
    static func isNeeded(in word: UInt64) -> Bool {
        // As above; that the subtraction borrows from the next byte changes no answer.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let ampersand = (word | ones) ^ (ones &* 0x27)
        let angle = (word | (ones &* 0x02)) ^ (ones &* 0x3E)
        let found =
            (quote &- ones) & ~quote | (ampersand &- ones) & ~ampersand
            | (angle &- ones) & ~angle
        return found & (ones &* 0x80) != 0
    }
}
