import DewarText

/// Eight bytes looked at together, so that a scan takes an eighth of the steps.
///
/// What is sought is marked by the high bit of its byte. A mark may be wrong behind the first right
/// one, and there alone: the first mark can be relied on, and that there is none.
struct ByteWord {
    private let bits: UInt64

    private static let lowBits: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Takes the eight bytes at a place, which must be there.
    @inline(__always)
    init(_ start: UnsafePointer<UInt8>) {
        let word = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
        bits = UInt64(littleEndian: word)
    }

    /// Marks a byte.
    @inline(__always)
    func marks(of byte: UInt8) -> UInt64 {
        let difference = bits ^ (Self.lowBits &* UInt64(byte))
        return (difference &- Self.lowBits) & ~difference & Self.highBits
    }

    /// Marks the bytes below one that is at most 0x80.
    @inline(__always)
    func marks(below byte: UInt8) -> UInt64 {
        (bits &- Self.lowBits &* UInt64(byte)) & ~bits & Self.highBits
    }

    /// Marks the bytes from 0x80 on.
    @inline(__always)
    var marksBeyondASCII: UInt64 { bits & Self.highBits }

    /// How many bytes come before the first that is marked; 8 when none is.
    @inline(__always)
    static func count(before marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }
}
