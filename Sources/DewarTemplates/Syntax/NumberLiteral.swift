/// The values of integer literals.
enum NumberLiteral {
    /// The most decimal digits that Python reads.
    static let maximalDigits = 4300

    /// Reads an integer: decimal, or with `0x`, `0o`, `0b`; without underscores.
    ///
    /// - Returns: nil if it has too many digits.
    static func integer(_ text: String) -> Value? {
        let lower = text.lowercased()
        for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] where lower.hasPrefix(prefix) {
            return integer(lower.dropFirst(2), base: base)
        }
        guard text.utf8.count <= maximalDigits else { return nil }
        if let value = Int(text) { return .int(value) }
        return BigInteger(decimal: text).map { Value($0) }
    }

    private static func integer(_ digits: Substring, base: Int) -> Value? {
        if let value = Int(digits, radix: base) { return .int(value) }
        let values = digits.utf8.compactMap {
            Character(Unicode.Scalar($0)).hexDigitValue.map { UInt8($0) }
        }
        return Value(BigInteger(isNegative: false, magnitude: Magnitude.parse(values, base: base)))
    }
}
