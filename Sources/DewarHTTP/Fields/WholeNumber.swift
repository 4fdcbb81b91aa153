import DewarText

/// Numbers of bytes as fields write them: longer than `Int` now and then.
enum WholeNumber {
    /// Reads ASCII digits, after a `-` perhaps, with white space around them.
    ///
    /// - Parameter piece: The text.
    /// - Returns: The number, cut to 128 bits; nil when it is none, or longer than Python reads.
    /// - SeeAlso: Werkzeug `_plain_int`.
    static func parse(_ piece: TextBytes) -> Int128? {
        var digits = piece.trimmed
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit),
            digits.count <= NumberText.maximalDigits
        else { return nil }
        var value: Int128 = 0
        for digit in digits {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            // Leaves room for the additions of one that ranges need.
            guard !overflow, product < Int128.max - 16 else {
                return isNegative ? -(Int128.max - 16) : Int128.max - 16
            }
            value = product + Int128(digit - 48)
        }
        return isNegative ? -value : value
    }
}
