/// Floating-point numbers as Python's `repr` prints them.
public enum FloatText {
    /// The shortest decimal text that reads back as the same number, in Python's notation.
    ///
    /// Exponents appear below 1e-4 and from 1e16: `0.0001`, `1e-05`, `123456789.0`, `1e+16`,
    /// `inf`, `nan`.
    ///
    /// - Parameter value: Any number.
    /// - Returns: ASCII text.
    public static func text(of value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        let sign = value.sign == .minus ? "-" : ""
        // Swift prints the same shortest digits, but changes notation at other sizes.
        let (digits, point) = digitsAndPoint(of: value.magnitude.description)
        guard digits != "0" else { return sign + "0.0" }
        if point > 16 || point < -3 {
            let fraction = digits.dropFirst()
            let exponent = point - 1
            let padding = abs(exponent) < 10 ? "0" : ""
            return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
                + (exponent < 0 ? "e-" : "e+") + padding + String(abs(exponent))
        }
        if point <= 0 {
            return sign + "0." + String(repeating: "0", count: -point) + digits
        }
        if point >= digits.count {
            return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// The significant digits, without zeros at either end, and the decimal point's place
    /// counted from the first of them.
    private static func digitsAndPoint(of description: String) -> (digits: String, point: Int) {
        let halves = description.split(separator: "e")
        let exponent = halves.count > 1 ? Int(halves[1]) ?? 0 : 0
        let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? parts[1] : ""
        let all = parts[0] + fraction
        let leading = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leading)
        while digits.last == "0" { digits.removeLast() }
        guard !digits.isEmpty else { return ("0", 1) }
        return (String(digits), parts[0].count - leading + exponent)
    }
}
