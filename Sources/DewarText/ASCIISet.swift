/// A set of ASCII bytes, for scanners and quoting rules.
public struct ASCIISet: Sendable, Hashable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// Makes the set of the characters of a text.
    ///
    /// - Parameter characters: ASCII text; other characters are left out.
    public init(_ characters: String = "") {
        for byte in characters.utf8 { insert(byte) }
    }

    /// Tells whether a byte is in the set; bytes from 0x80 never are.
    ///
    /// ```swift
    /// ASCIISet("abc").contains(UInt8(ascii: "b"))  // true
    /// ```
    ///
    /// - SeeAlso: Swift `Set.contains`.
    public func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low & (1 << byte) != 0 : byte < 128 && high & (1 << (byte - 64)) != 0
    }

    /// Adds a byte; bytes from 0x80 are left out.
    ///
    /// ```swift
    /// var digits = ASCIISet("012345678")
    /// digits.insert(UInt8(ascii: "9"))
    /// digits == ASCIISet("0123456789")  // true
    /// ```
    ///
    /// - SeeAlso: Swift `Set.insert`.
    public mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << byte } else if byte < 128 { high |= 1 << (byte - 64) }
    }

    /// Joins two sets.
    ///
    /// ```swift
    /// ASCIISet("ab").union(ASCIISet("bc")) == ASCIISet("abc")  // true
    /// ```
    ///
    /// - SeeAlso: Swift `Set.union`.
    public func union(_ other: ASCIISet) -> ASCIISet {
        var result = self
        result.low |= other.low
        result.high |= other.high
        return result
    }

    /// The bytes RFC 3986 leaves unreserved: letters, digits and `-._~`.
    public static let unreserved = ASCIISet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
