package import FoundationEssentials

/// Decimal numbers as databases write them.
package enum DecimalText {
    /// Reads a number.
    ///
    /// - Parameter text: Digits, perhaps with a sign, a point and an exponent: `-12.50`, `1e3`.
    /// - Returns: The number, exactly; nil when the text is none, or when it has more than the 38
    ///   digits that `Decimal` holds.
    package static func decimal(_ text: String) -> Decimal? {
        guard isNumber(text) else { return nil }
        guard let value = Decimal(string: text), value.isFinite else { return nil }
        return significantDigits(text) <= 38 ? value : nil
    }

    private static func isNumber(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        if let sign = rest.first, sign == 43 || sign == 45 { rest.removeFirst() }
        let whole = rest.prefix(while: isDigit).count
        rest = rest.dropFirst(whole)
        var fraction = 0
        if rest.first == 46 {
            rest.removeFirst()
            fraction = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(fraction)
        }
        guard whole + fraction > 0 else { return false }
        if let letter = rest.first, letter == 101 || letter == 69 {
            rest.removeFirst()
            if let sign = rest.first, sign == 43 || sign == 45 { rest.removeFirst() }
            let exponent = rest.prefix(while: isDigit).count
            guard (1...3).contains(exponent) else { return false }
            rest = rest.dropFirst(exponent)
        }
        return rest.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    /// Digits between the first and the last that is not 0.
    private static func significantDigits(_ text: String) -> Int {
        let mantissa = text.utf8.prefix { $0 != 101 && $0 != 69 }.filter(isDigit)
        guard let first = mantissa.firstIndex(where: { $0 != 48 }),
            let last = mantissa.lastIndex(where: { $0 != 48 })
        else { return 0 }
        return last - first + 1
    }
}
