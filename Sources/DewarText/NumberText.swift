/// Numbers as Python's `int()` and `float()` read them from text.
///
/// Both take white space around the number, `_` between digits, and the decimal digits of every
/// script: `" ٣_0 "` is 30.
package enum NumberText {
    /// The longest integer that is read, in digits: CPython's own limit.
    package static let maximalDigits = 4300

    /// Reads an integer of at most 64 bits.
    ///
    /// - Parameter text: A number in base 10, perhaps signed.
    /// - Returns: The number; nil when this is none, or beyond 64 bits.
    package static func int(_ text: String) -> Int? {
        smallInteger(text) ?? integerDigits(text).flatMap { Int($0) }
    }

    /// Reads an integer of any size.
    ///
    /// - Parameter text: A number in base 10, perhaps signed.
    /// - Returns: Its ASCII digits without leading zeros, after a `-` if it is negative and not
    ///   zero; nil when this is none, or longer than ``maximalDigits``.
    package static func integerDigits(_ text: String) -> String? {
        guard let ascii = plain(text) else { return nil }
        var digits = Substring(ascii)
        let sign = digits.first == "-" || digits.first == "+" ? digits.removeFirst() : "+"
        guard isDigits(digits), digits.utf8.count <= maximalDigits else { return nil }
        let significant = digits.drop { $0 == "0" }
        return significant.isEmpty ? "0" : (sign == "-" ? "-" : "") + significant
    }

    /// Reads up to 18 ASCII digits: what nearly every number is.
    package static func smallInteger(_ text: String) -> Int? {
        guard (1...18).contains(text.utf8.count) else { return nil }
        var value = 0
        for byte in text.utf8 {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return value
    }

    /// Reads a real number: `1`, `1.5`, `.5`, `1e3`, `inf`, `nan`.
    ///
    /// - Parameter text: A number in base 10, perhaps signed.
    /// - Returns: The nearest number, infinity beyond the largest; nil when this is none.
    package static func double(_ text: String) -> Double? {
        if text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 || $0 == UInt8(ascii: ".") }),
            isDecimal(Substring(text))
        {
            return Double(text)
        }
        guard let ascii = plain(text) else { return nil }
        var rest = Substring(ascii)
        let isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        let magnitude: Double
        switch rest.lowercased() {
        case "inf", "infinity": magnitude = .infinity
        case "nan": magnitude = .nan
        default:
            guard isDecimal(rest), let number = Double(rest) else { return nil }
            magnitude = number
        }
        return isNegative ? -magnitude : magnitude
    }

    /// The value of a decimal digit of any script, else nil.
    package static func digit(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.isASCII {
            return scalar >= "0" && scalar <= "9" ? Int(scalar.value) - 48 : nil
        }
        let properties = scalar.properties
        guard properties.generalCategory == .decimalNumber, let value = properties.numericValue
        else { return nil }
        return Int(value)
    }

    /// The text without white space around it and `_` between digits, its digits in ASCII; nil
    /// when a `_` stands elsewhere.
    private static func plain(_ text: String) -> String? {
        var result = ""
        var scalars = text.unicodeScalars[...]
        // Not U+001C to U+001F, which `str.strip` takes off.
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        var wasDigit = false
        var wasUnderscore = false
        for scalar in scalars {
            let digit = digit(scalar)
            if scalar == "_" {
                guard wasDigit else { return nil }
            } else {
                guard !wasUnderscore || digit != nil else { return nil }
                result.unicodeScalars.append(
                    digit.map { Unicode.Scalar(UInt8($0 + 48)) } ?? scalar)
            }
            wasDigit = digit != nil
            wasUnderscore = scalar == "_"
        }
        return wasUnderscore ? nil : result
    }

    /// Tells whether Python takes a character for white space.
    package static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (scalar >= "\u{1C}" && scalar <= "\u{1F}")
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }

    /// Digits with at most one point among or beside them, and perhaps an exponent.
    private static func isDecimal(_ text: Substring) -> Bool {
        var rest = text.utf8[...]
        func skipDigits() -> Int {
            let count = rest.prefix { $0 >= 48 && $0 <= 57 }.count
            rest = rest.dropFirst(count)
            return count
        }
        var digits = skipDigits()
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += skipDigits()
        }
        guard digits > 0 else { return false }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                rest.removeFirst()
            }
            guard skipDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
