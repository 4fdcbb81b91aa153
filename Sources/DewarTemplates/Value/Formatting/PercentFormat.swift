/// Python's `format % values`.
///
/// - SeeAlso: CPython `PyUnicode_Format`; `markupsafe.Markup.__mod__`.
struct PercentFormat: ~Copyable {
    private let scalars: [Unicode.Scalar]
    /// Whether values are escaped before they go in.
    private let isMarkup: Bool
    private var index = 0
    private var output = Output()
    private var values: [Value]
    /// How many of the values were used.
    private var used = 0
    /// Whether the value is a mapping, whose entries the format may name.
    private let mapping: Value?

    /// Formats.
    ///
    /// - Throws: TypeError, ValueError, KeyError, OverflowError.
    static func format(_ format: Text, isMarkup: Bool, with value: Value) throws -> Value {
        if case .tuple(let tuple) = value {
            return try self.format(format, isMarkup: isMarkup, withAll: tuple.elements)
        }
        var formatter = PercentFormat(
            format, isMarkup, [value], mapping: value.hasItems ? value : nil)
        let text = try formatter.run()
        return isMarkup ? .markup(text) : .string(text)
    }

    /// The same with the elements of a tuple.
    static func format(_ format: Text, isMarkup: Bool, withAll values: [Value]) throws -> Value {
        var formatter = PercentFormat(format, isMarkup, values, mapping: nil)
        let text = try formatter.run()
        return isMarkup ? .markup(text) : .string(text)
    }

    private init(_ format: Text, _ isMarkup: Bool, _ values: [Value], mapping: Value?) {
        scalars = format.scalars
        self.isMarkup = isMarkup
        self.values = values
        self.mapping = mapping
    }

    private mutating func run() throws -> Text {
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "%" {
                try convert()
                try Value.checkSize(output.count)
            } else {
                output.append(scalar)
            }
        }
        if used < values.count, mapping == nil {
            throw TemplateError.type("not all arguments converted during string formatting")
        }
        return output.text
    }

    // MARK: Reading

    private struct Conversion {
        var isLeftAligned = false
        var hasSign = false
        var hasSpace = false
        var isAlternate = false
        var isZeroFilled = false
        var width = 0
        var precision: Int?
    }

    private mutating func next() throws -> Unicode.Scalar {
        guard index < scalars.count else { throw TemplateError.value("incomplete format") }
        index += 1
        return scalars[index - 1]
    }

    private mutating func nextValue() throws -> Value {
        guard used < values.count else {
            throw TemplateError.type("not enough arguments for format string")
        }
        used += 1
        return values[used - 1]
    }

    private mutating func convert() throws {
        let start = index
        if index < scalars.count, scalars[index] == "(" { try takeKey() }
        var conversion = Conversion()
        takeFlags(&conversion)
        if let width = try takeNumber() {
            conversion.width = Int(clamping: width.magnitude)
            if width < 0 { conversion.isLeftAligned = true }
        }
        if index < scalars.count, scalars[index] == "." {
            index += 1
            let precision = try takeNumber() ?? 0
            guard Int32(exactly: precision) != nil else {
                throw TemplateError.overflow("Python int too large to convert to C int")
            }
            conversion.precision = max(precision, 0)
        }
        if index < scalars.count {
            switch scalars[index] {
            case "h", "l", "L": index += 1
            default: break
            }
        }
        let type = try next()
        if type == "%", index == start + 1 { return output.append(type) }
        let value = try nextValue()
        try Value.checkSize(max(conversion.width, conversion.precision ?? 0))
        try convert(value, type, conversion)
    }

    private mutating func takeKey() throws {
        guard let mapping else { throw TemplateError.type("format requires a mapping") }
        index += 1
        let start = index
        var depth = 1
        while depth > 0 {
            guard index < scalars.count else {
                throw TemplateError.value("incomplete format key")
            }
            if scalars[index] == ")" { depth -= 1 } else if scalars[index] == "(" { depth += 1 }
            index += 1
        }
        values = [try mapping.item(.string(Text(scalars[start..<index - 1])))]
        used = 0
    }

    private mutating func takeFlags(_ conversion: inout Conversion) {
        while index < scalars.count {
            switch scalars[index] {
            case "-": conversion.isLeftAligned = true
            case "+": conversion.hasSign = true
            case " ": conversion.hasSpace = true
            case "#": conversion.isAlternate = true
            case "0": conversion.isZeroFilled = true
            default: return
            }
            index += 1
        }
    }

    /// A number in the format, or the next value for `*`.
    private mutating func takeNumber() throws -> Int? {
        if index < scalars.count, scalars[index] == "*" {
            index += 1
            let value = try nextValue()
            guard value.bigInteger != nil, !isMarkup else {
                throw TemplateError.type("* wants int")
            }
            return try value.asIndex()
        }
        var number: Int?
        while index < scalars.count, scalars[index].value >= 48, scalars[index].value < 58 {
            let digit = Int(scalars[index].value) - 48
            guard (number ?? 0) < Value.maximalSize else {
                throw TemplateError.value("width too big")
            }
            number = (number ?? 0) * 10 + digit
            index += 1
        }
        return number
    }

    // MARK: Writing

    private mutating func convert(
        _ value: Value, _ type: Unicode.Scalar, _ conversion: Conversion
    ) throws {
        switch type {
        case "s", "r", "a":
            var text = try text(of: value, type)
            if let precision = conversion.precision, precision < text.count {
                text = text.part(0..<precision)
            }
            try write("", text, conversion)
        case "c": try write("", character(of: value), conversion)
        case "d", "i", "u", "o", "x", "X":
            if case .int(let number) = value, write(number, type, conversion) { return }
            try writeInteger(value, type, conversion)
        case "e", "E", "f", "F", "g", "G": try writeFloat(value, type, conversion)
        default:
            throw TemplateError.value(
                "unsupported format character '\(type)' (0x\(String(type.value, radix: 16))) at"
                    + " index \(index - 1)")
        }
    }

    private func text(of value: Value, _ type: Unicode.Scalar) throws -> Text {
        switch type {
        case "s": return try isMarkup ? value.escaped() : value.printed()
        case "r": break
        default:
            let ascii = try value.asciiRepr()
            return isMarkup ? try Value.string(ascii).escaped() : ascii
        }
        let repr = try value.repr()
        return isMarkup ? try Value.string(repr).escaped() : repr
    }

    private func character(of value: Value) throws -> Text {
        if !isMarkup, let text = value.text, text.count == 1 { return text }
        guard !isMarkup, let code = value.bigInteger else {
            throw TemplateError.type("%c requires int or char")
        }
        guard let scalar = code.int.flatMap(UInt32.init(exactly:)), scalar < 0x110000 else {
            throw TemplateError.overflow("%c arg not in range(0x110000)")
        }
        return Text(Unicode.Scalar(scalar) ?? "\u{FFFD}")
    }

    /// Writes a number of a usual size in the usual way.
    ///
    /// - Returns: Whether it did.
    private mutating func write(
        _ number: Int, _ type: Unicode.Scalar, _ conversion: Conversion
    ) -> Bool {
        guard conversion.precision == nil, number != .min else { return false }
        switch type {
        case "d", "i", "u": break
        default: return false
        }
        let start = output.count
        let sign = sign(isNegative: number < 0, conversion)
        let magnitude = abs(number)
        var digits = 1
        var rest = magnitude / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        let isFilledBefore = !conversion.isLeftAligned
        let missing = conversion.width - sign.utf8.count - digits
        if isFilledBefore, !conversion.isZeroFilled {
            output.append(UInt8(ascii: " "), count: missing)
        }
        output.append(string: sign)
        if isFilledBefore, conversion.isZeroFilled {
            output.append(UInt8(ascii: "0"), count: missing)
        }
        output.append(magnitude)
        if conversion.isLeftAligned {
            output.append(UInt8(ascii: " "), count: conversion.width - (output.count - start))
        }
        return true
    }

    private mutating func writeInteger(
        _ value: Value, _ type: Unicode.Scalar, _ conversion: Conversion
    ) throws {
        let integer = try integer(of: value, type)
        var digits: String
        var prefix = ""
        switch type {
        case "o": (digits, prefix) = (integer.text(base: 8), "0o")
        case "x": (digits, prefix) = (integer.text(base: 16), "0x")
        case "X": (digits, prefix) = (integer.text(base: 16).uppercased(), "0X")
        default: digits = try integer.decimalText()
        }
        if integer.isNegative { digits.removeFirst() }
        let missing = (conversion.precision ?? 0) - digits.utf8.count
        if missing > 0 { digits = String(repeating: "0", count: missing) + digits }
        let sign = self.sign(isNegative: integer.isNegative, conversion)
        try write(
            sign + (conversion.isAlternate ? prefix : ""), Text(digits), conversion,
            isNumber: true)
    }

    private func integer(of value: Value, _ type: Unicode.Scalar) throws -> BigInteger {
        let isDecimal = type == "d" || type == "i" || type == "u"
        if isDecimal, isMarkup || !value.isTextual {
            do {
                if let integer = try value.convertedToInteger().bigInteger { return integer }
            } catch let error as TemplateError where error.kind == .typeError {}
        } else if !isMarkup, let integer = value.bigInteger {
            return integer
        }
        throw TemplateError.type(
            isDecimal
                ? "%\(type) format: a real number is required, not \(value.typeName)"
                : "%\(type) format: an integer is required, not \(value.typeName)")
    }

    private mutating func writeFloat(
        _ value: Value, _ type: Unicode.Scalar, _ conversion: Conversion
    ) throws {
        guard isMarkup || !value.isTextual else {
            throw TemplateError.type("must be real number, not \(value.typeName)")
        }
        let number = try value.convertedToFloat()
        let notation: FloatFormat.Notation =
            type == "f" || type == "F" ? .fixed : type == "g" || type == "G" ? .general : .exponent
        let format = FloatFormat(
            notation: notation, precision: conversion.precision ?? 6,
            isUppercase: type.isPythonUppercase, isAlternate: conversion.isAlternate)
        let isNegative = number.sign == .minus && !number.isNaN
        try write(
            sign(isNegative: isNegative, conversion), Text(try format.text(of: number)), conversion,
            isNumber: true)
    }

    private func sign(isNegative: Bool, _ conversion: Conversion) -> String {
        isNegative ? "-" : conversion.hasSign ? "+" : conversion.hasSpace ? " " : ""
    }

    private mutating func write(
        _ prefix: String, _ text: Text, _ conversion: Conversion, isNumber: Bool = false
    ) throws {
        let missing = conversion.width - prefix.utf8.count - text.count
        let isZeroFilled = isNumber && conversion.isZeroFilled
        if !conversion.isLeftAligned, !isZeroFilled {
            output.append(UInt8(ascii: " "), count: missing)
        }
        output.append(string: prefix)
        if !conversion.isLeftAligned, isZeroFilled {
            output.append(UInt8(ascii: "0"), count: missing)
        }
        output.append(text)
        if conversion.isLeftAligned { output.append(UInt8(ascii: " "), count: missing) }
    }
}

extension Value {
    /// Whether Python's type has `__getitem__`, texts and tuples aside.
    var hasItems: Bool {
        switch self {
        case .list, .dict, .undefined: true
        case .object(let object): object.hasItems
        default: false
        }
    }

    fileprivate var isTextual: Bool { text != nil }

    /// Python's `ascii(x)`.
    func asciiRepr() throws -> Text {
        let repr = try repr()
        if repr.isASCII { return repr }
        var output = Output()
        for scalar in repr.scalars {
            if scalar.isASCII { output.append(scalar) } else { output.appendEscape(of: scalar) }
        }
        return output.text
    }
}
