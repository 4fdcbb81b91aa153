import DewarText

extension NumberText {
    /// Reads an integer.
    ///
    /// - Parameter text: A number in base 10, perhaps signed.
    /// - Returns: `.int` or `.integer`; nil when this is none, or too long.
    static func integer(_ text: String) -> RouteValue? {
        if let small = smallInteger(text) { return .int(small) }
        guard let digits = integerDigits(text) else { return nil }
        return Int(digits).map { .int($0) } ?? .integer(digits)
    }

    /// Makes the value of ASCII digits, however many.
    static func integer(digits: Substring, isNegative: Bool) -> RouteValue {
        let significant = digits.drop { $0 == "0" }
        let text = (isNegative ? "-" : "") + (significant.isEmpty ? "0" : significant)
        return Int(text).map { .int($0) } ?? .integer(String(text))
    }
}
