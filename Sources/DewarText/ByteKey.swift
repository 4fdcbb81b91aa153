/// Text compared and hashed by its bytes.
///
/// Swift's `String` compares by canonical equivalence: `"é"` equals `"e\u{301}"`. URLs, headers,
/// JSON and templates tell the two apart, and so does every key here.
public struct ByteKey: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The text.
    public let text: String

    /// Makes a key of a text.
    public init(_ text: String) {
        self.text = text
    }

    /// Makes a key of a literal.
    public init(stringLiteral value: String) {
        text = value
    }

    /// Tells whether two texts have the same UTF-8.
    public static func == (left: ByteKey, right: ByteKey) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    /// Hashes the UTF-8.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Tells whether two texts have the same UTF-8, without regard to canonical equivalence.
    package func hasSameBytes(as other: String) -> Bool {
        if isBitwiseEqual(to: other) { return true }
        let count = utf8.count
        guard count == other.utf8.count else { return false }
        let isSame = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in
                for index in 0..<count where left[index] != right[index] { return false }
                return true
            }
        }
        // Text that Foundation made may lie elsewhere than in one piece of memory.
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// Tells whether two texts are made of the same bits, as short ones that lie in the string.
    ///
    /// Nothing is known of texts that are not.
    @inline(__always)
    private func isBitwiseEqual(to other: String) -> Bool {
        #if _pointerBitWidth(_64)
            // Any two values of one type that have the same bits are the same.
            typealias Bits = (UInt64, UInt64)
            return unsafeBitCast(self, to: Bits.self) == unsafeBitCast(other, to: Bits.self)
        #else
            return false
        #endif
    }

    /// Tells whether this text comes before another by code point, as Python orders `str`.
    package func precedesByCodePoint(_ other: String) -> Bool {
        // UTF-8 keeps the order of code points.
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}
