/// Formats numbers by a specification.
enum NumberFormatter {
    static func format(
        _ value: BigInteger, _ specification: FormatSpecification
    ) throws -> Text {
        let base: Int
        var prefix = ""
        switch specification.type {
        case nil, "d", "n": base = 10
        case "b": (base, prefix) = (2, "0b")
        case "o": (base, prefix) = (8, "0o")
        case "x": (base, prefix) = (16, "0x")
        case "X": (base, prefix) = (16, "0X")
        case "c": return try formatCharacter(value, specification)
        case "e", "E", "f", "F", "g", "G", "%":
            guard let double = value.double else {
                throw TemplateError.overflow("int too large to convert to float")
            }
            return try format(double, specification)
        default: throw specification.unknownCode("int")
        }
        if specification.precision != nil {
            throw TemplateError.value("Precision not allowed in integer format specifier")
        }
        if specification.coercesNegativeZero {
            throw TemplateError.value(
                "Negative zero coercion (z) not allowed in format specifier with integer")
        }
        var digits = base == 10 ? try value.decimalText() : value.text(base: base)
        if value.isNegative { digits.removeFirst() }
        if specification.type == "X" { digits = digits.uppercased() }
        return try assemble(
            isNegative: value.isNegative, prefix: specification.isAlternate ? prefix : "",
            digits: digits, rest: "", group: base == 10 ? 3 : 4, specification)
    }

    private static func formatCharacter(
        _ value: BigInteger, _ specification: FormatSpecification
    ) throws -> Text {
        if specification.precision != nil {
            throw TemplateError.value("Precision not allowed in integer format specifier")
        }
        if specification.sign != nil {
            throw TemplateError.value("Sign not allowed with integer format specifier 'c'")
        }
        if specification.isAlternate {
            throw TemplateError.value(
                "Alternate form (#) not allowed with integer format specifier 'c'")
        }
        guard let code = value.int.flatMap(UInt32.init(exactly:)), code <= 0x10FFFF else {
            throw TemplateError.overflow("%c arg not in range(0x110000)")
        }
        let character = Unicode.Scalar(code) ?? "\u{FFFD}"
        return try assemble(
            isNegative: false, prefix: "", digits: "", rest: String(character), group: 3,
            specification)
    }

    static func format(_ value: Double, _ specification: FormatSpecification) throws -> Text {
        var value = value
        var format: FloatFormat
        switch specification.type {
        case nil:
            format = FloatFormat(
                notation: specification.precision == nil ? .shortest : .general,
                precision: specification.precision ?? 0, addsPointZero: true)
        case "e", "E":
            format = FloatFormat(notation: .exponent, precision: specification.precision ?? 6)
        case "f", "F":
            format = FloatFormat(notation: .fixed, precision: specification.precision ?? 6)
        case "g", "G", "n":
            format = FloatFormat(notation: .general, precision: specification.precision ?? 6)
        case "%":
            value *= 100
            format = FloatFormat(notation: .fixed, precision: specification.precision ?? 6)
        default: throw specification.unknownCode("float")
        }
        format.isUppercase = specification.type.map { $0.isPythonUppercase } ?? false
        format.isAlternate = specification.isAlternate
        var text = try format.text(of: value)
        var isNegative = value.sign == .minus && !value.isNaN
        if specification.coercesNegativeZero, isNegative,
            !text.utf8.prefix(while: { $0 | 0x20 != 0x65 }).contains(where: { $0 > 48 && $0 < 58 }),
            value.isFinite
        {
            isNegative = false
        }
        if specification.type == "%" { text += "%" }
        let digits = text.utf8.prefix { $0 >= 48 && $0 < 58 }.count
        return try assemble(
            isNegative: isNegative, prefix: "", digits: String(text.prefix(digits)),
            rest: String(text.dropFirst(digits)), group: 3, specification)
    }

    /// Puts sign, prefix, digits in groups and the rest together, and fills up to the width.
    private static func assemble(
        isNegative: Bool, prefix: String, digits: String, rest: String, group: Int,
        _ specification: FormatSpecification
    ) throws -> Text {
        let sign: String =
            isNegative
            ? "-" : specification.sign == "+" ? "+" : specification.sign == " " ? " " : ""
        let width = specification.width ?? 0
        try Value.checkSize(width)
        let fixed = sign.utf8.count + prefix.utf8.count + rest.unicodeScalars.count
        var grouped = digits
        if let separator = specification.grouping {
            let isZeroFilled =
                specification.fill == "0" && specification.alignment == .afterSign
            grouped = self.group(
                digits, separator, every: group, atLeast: isZeroFilled ? width - fixed : 0)
        }
        let margin = max(width - fixed - grouped.utf8.count, 0)
        var output = Output()
        let (left, inside): (Int, Int)
        switch specification.alignment {
        case .left: (left, inside) = (0, 0)
        case .center: (left, inside) = (margin / 2, 0)
        case .afterSign: (left, inside) = (0, margin)
        case .right, nil: (left, inside) = (margin, 0)
        }
        output.append(specification.fill, count: left)
        output.append(string: sign)
        output.append(string: prefix)
        output.append(specification.fill, count: inside)
        output.append(string: grouped)
        output.append(string: rest)
        output.append(specification.fill, count: margin - left - inside)
        return output.text
    }

    /// Digits with separators, filled with zeros up to a width.
    private static func group(
        _ digits: String, _ separator: Unicode.Scalar, every size: Int, atLeast width: Int
    ) -> String {
        var reversed: [UInt8] = []
        var count = 0
        let source = Array(digits.utf8.reversed())
        guard !source.isEmpty else { return digits }
        // A separator never stands in front, so a width may be exceeded by one.
        while count < source.count || reversed.count < width {
            if count > 0, count % size == 0 {
                reversed.append(UInt8(truncatingIfNeeded: separator.value))
            }
            reversed.append(count < source.count ? source[count] : 48)
            count += 1
        }
        return String(decoding: reversed.reversed(), as: UTF8.self)
    }
}
