extension TOMLReader {
    /// Reads a number, a date or a time.
    mutating func readNumber() throws(TOMLError) -> JSON {
        let start = index
        while let byte = peek(), Self.isNumberByte(byte) { index += 1 }
        // A date and a time may have a space between them.
        if index - start == 10, peek() == UInt8(ascii: " "), bytes[start + 4] == UInt8(ascii: "-"),
            let next = peek(1), Self.isDigit(next)
        {
            index += 1
            while let byte = peek(), Self.isNumberByte(byte) { index += 1 }
        }
        let text = bytes[start..<index]
        guard !text.isEmpty else { throw error("a value was expected") }
        if let value = Self.integer(text) {
            guard let integer = value else {
                throw error("an integer must fit 64 bits", at: start)
            }
            return .int(integer)
        }
        if let value = Self.real(text) { return .double(value) }
        if TOMLMoment.isMoment(text) { return .string(String(decoding: text, as: UTF8.self)) }
        let shown = LogText.escaped(String(decoding: text.prefix(40), as: UTF8.self))
        throw error("'\(shown)' is no value", at: start)
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// The integer that text is: nil when it is none, and nil within when it is too large.
    private static func integer(_ text: ArraySlice<UInt8>) -> Int?? {
        if text.first == UInt8(ascii: "0"), text.count > 2 {
            let radix =
                switch text[text.startIndex + 1] {
                case UInt8(ascii: "x"): 16
                case UInt8(ascii: "o"): 8
                case UInt8(ascii: "b"): 2
                default: 0
                }
            if radix > 0 {
                guard let digits = digits(text.dropFirst(2), radix: radix) else { return nil }
                return .some(Int(digits, radix: radix))
            }
        }
        let isSigned = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
        guard let digits = digits(isSigned ? text.dropFirst() : text, radix: 10),
            digits == "0" || digits.first != "0"
        else { return nil }
        return .some(Int((text.first == UInt8(ascii: "-") ? "-" : "") + digits))
    }

    /// The real number that text is; nil when it is none.
    private static func real(_ text: ArraySlice<UInt8>) -> Double? {
        let isNegative = text.first == UInt8(ascii: "-")
        var rest = isNegative || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
        if rest.elementsEqual("inf".utf8) { return isNegative ? -.infinity : .infinity }
        if rest.elementsEqual("nan".utf8) { return .nan }
        let whole = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
        guard var number = digits(whole, radix: 10), number == "0" || number.first != "0" else {
            return nil
        }
        rest = rest.dropFirst(whole.count)
        if rest.first == UInt8(ascii: ".") {
            let part = rest.dropFirst().prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
            guard let fraction = digits(part, radix: 10) else { return nil }
            number += "." + fraction
            rest = rest.dropFirst(1 + part.count)
        }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            var part = rest.dropFirst()
            var sign = ""
            if let first = part.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
                sign = first == UInt8(ascii: "-") ? "-" : ""
                part = part.dropFirst()
            }
            guard let exponent = digits(part, radix: 10) else { return nil }
            number += "e" + sign + exponent
            rest = []
        }
        guard rest.isEmpty, let value = Double(number) else { return nil }
        return isNegative ? -value : value
    }

    /// Digits without the `_` between them; nil when there are none, or a `_` is not between two.
    private static func digits(_ text: ArraySlice<UInt8>, radix: Int) -> String? {
        var digits: [UInt8] = []
        var wasDigit = false
        for byte in text {
            if byte == UInt8(ascii: "_") {
                guard wasDigit else { return nil }
                wasDigit = false
            } else {
                guard let value = PercentCoding.hexadecimalValue(byte), Int(value) < radix else {
                    return nil
                }
                digits.append(byte)
                wasDigit = true
            }
        }
        return wasDigit ? String(decoding: digits, as: UTF8.self) : nil
    }
}

/// Dates and times.
///
/// - SeeAlso: RFC 3339.
enum TOMLMoment {
    /// Whether text is a date, a time, or both, with an offset or without.
    static func isMoment(_ text: ArraySlice<UInt8>) -> Bool {
        let text = Array(text)
        if isTime(text[...]) { return true }
        guard text.count >= 10, isDate(text[..<10]) else { return false }
        if text.count == 10 { return true }
        guard [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(text[10]) else {
            return false
        }
        var rest = text[11...]
        if let last = rest.last, last | 0x20 == UInt8(ascii: "z") {
            rest.removeLast()
        } else if rest.count > 6, isOffset(rest.suffix(6)) {
            rest.removeLast(6)
        }
        return isTime(rest)
    }

    private static func isDate(_ text: ArraySlice<UInt8>) -> Bool {
        let text = Array(text)
        guard text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = number(text[0..<4]), let month = number(text[5..<7]),
            let day = number(text[8..<10]), (1...12).contains(month)
        else { return false }
        let isLeap =
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return year > 0 && (1...days[month - 1]).contains(day)
    }

    private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
        let text = Array(text)
        guard text.count >= 8, text[2] == UInt8(ascii: ":"), text[5] == UInt8(ascii: ":"),
            let hour = number(text[0..<2]), let minute = number(text[3..<5]),
            let second = number(text[6..<8]), hour < 24, minute < 60, second < 60
        else { return false }
        if text.count == 8 { return true }
        return text[8] == UInt8(ascii: ".") && text.count > 9
            && text[9...].allSatisfy { number([$0]) != nil }
    }

    private static func isOffset(_ text: ArraySlice<UInt8>) -> Bool {
        let text = Array(text)
        guard text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"),
            text[3] == UInt8(ascii: ":"), let hour = number(text[1..<3]),
            let minute = number(text[4..<6])
        else { return false }
        return hour < 24 && minute < 60
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(0) { number, byte in
            guard let number, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
                return nil
            }
            return number * 10 + Int(byte - UInt8(ascii: "0"))
        }
    }
}
