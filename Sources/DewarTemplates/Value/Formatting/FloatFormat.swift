/// Numbers in the notations `e`, `f` and `g` of Python and C.
struct FloatFormat {
    enum Notation { case exponent, fixed, general, shortest }

    var notation: Notation
    var precision: Int
    var isUppercase = false
    /// `#`: the point always stands, and `g` keeps its zeros.
    var isAlternate = false
    /// Whether `g` writes `.0` after an integer, as `repr` does.
    var addsPointZero = false

    /// The text of a number's magnitude: no sign.
    ///
    /// - Throws: MemoryError when the precision asks for too much.
    func text(of value: Double) throws -> String {
        let text = try lowercaseText(of: value.magnitude)
        return isUppercase ? text.uppercased() : text
    }

    private func lowercaseText(of value: Double) throws -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return "inf" }
        try Value.checkSize(precision)
        switch notation {
        case .fixed:
            return positional(FloatDigits(fixed: value, decimals: precision))
        case .exponent:
            return scientific(FloatDigits(significant: value, count: precision + 1))
        case .general:
            return general(
                FloatDigits(significant: value, count: max(precision, 1)),
                precision: max(precision, 1))
        case .shortest:
            var output = Output()
            output.append(value)
            let text = output.text.string
            guard isAlternate, !text.utf8.contains(UInt8(ascii: ".")) else { return text }
            return text.split(separator: "e", maxSplits: 1).joined(separator: ".e")
        }
    }

    private func general(_ digits: FloatDigits, precision: Int) -> String {
        var digits = digits
        if !isAlternate {
            while digits.digits.count > 1, digits.digits.last == 48 {
                digits.digits.removeLast()
            }
        }
        let usesExponent =
            digits.point <= -4 || digits.point > precision - (addsPointZero ? 1 : 0)
        if usesExponent { return scientific(digits) }
        return positional(digits)
    }

    /// `123.45`, of digits whose point may lie outside of them.
    private func positional(_ number: FloatDigits) -> String {
        var text: [UInt8] = []
        if number.point <= 0 {
            text.append(48)
        } else {
            text += number.digits.prefix(number.point)
            text += repeatElement(48, count: max(number.point - number.digits.count, 0))
        }
        let fraction =
            [UInt8](repeating: 48, count: max(-number.point, 0))
            + number.digits.dropFirst(max(number.point, 0))
        if !fraction.isEmpty || isAlternate { text.append(UInt8(ascii: ".")) }
        text += fraction
        if addsPointZero, fraction.isEmpty {
            text += isAlternate ? [48] : [UInt8(ascii: "."), 48]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `1.2345e+02`.
    private func scientific(_ number: FloatDigits) -> String {
        var text = [number.digits[0]]
        if number.digits.count > 1 || isAlternate { text.append(UInt8(ascii: ".")) }
        text += number.digits.dropFirst()
        let exponent = number.point - 1
        text.append(UInt8(ascii: "e"))
        text.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        if abs(exponent) < 10 { text.append(48) }
        text += String(abs(exponent)).utf8
        return String(decoding: text, as: UTF8.self)
    }
}
