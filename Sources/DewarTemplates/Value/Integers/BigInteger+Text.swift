extension BigInteger {
    /// The most decimal digits that are printed or read.
    ///
    /// - SeeAlso: Python `sys.set_int_max_str_digits`.
    static let maximalDigits = 4300

    /// Reads an integer of decimal digits after an optional sign; nil if there is another byte.
    convenience init?(decimal text: String) {
        var digits = Array(text.utf8)
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        guard !digits.isEmpty, digits.count <= Self.maximalDigits * 10,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let values = digits.map { $0 - UInt8(ascii: "0") }
        self.init(isNegative: isNegative, magnitude: Magnitude.parse(values, base: 10))
    }

    /// The decimal text.
    ///
    /// - Throws: ValueError beyond ``maximalDigits``.
    func decimalText() throws -> String {
        // log2(10) is above 3.3219, so shorter numbers need no look at their digits.
        let digits = bitWidth > 14_290 ? "" : text(base: 10)
        guard !digits.isEmpty, digits.utf8.count - (isNegative ? 1 : 0) <= Self.maximalDigits
        else {
            throw TemplateError.value(
                "Exceeds the limit (\(Self.maximalDigits) digits) for integer string conversion;"
                    + " use sys.set_int_max_str_digits() to increase the limit")
        }
        return digits
    }

    /// The text in a base from 2 to 36, with lower-case letters.
    func text(base: Int) -> String {
        let digits = Magnitude.digits(magnitude, base: base).map { digit in
            digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
        return (isNegative ? "-" : "")
            + String(decoding: digits.isEmpty ? [48] : digits, as: UTF8.self)
    }
}
