extension Value {
    /// Python's `format(value, specification)`.
    ///
    /// - Throws: ValueError for a specification that does not fit; TypeError for values that take
    ///   none.
    func formatted(_ specification: Text) throws -> Text {
        if case .object(let object) = self, let text = try object.formatted(specification) {
            return text
        }
        if specification.isEmpty { return try printed() }
        switch self {
        case .string(let text), .markup(let text):
            return try TextFormatter.format(
                text, FormatSpecification(specification, isForText: true))
        case .int, .bool, .integer:
            guard let integer = bigInteger else { return .empty }
            return try NumberFormatter.format(
                integer, FormatSpecification(specification))
        case .float(let value):
            return try NumberFormatter.format(
                value, FormatSpecification(specification))
        default:
            throw TemplateError.type("unsupported format string passed to \(typeName).__format__")
        }
    }
}

/// Formats text by a specification.
enum TextFormatter {
    static func format(_ text: Text, _ specification: FormatSpecification) throws -> Text {
        if let type = specification.type, type != "s" { throw specification.unknownCode("str") }
        if let sign = specification.sign {
            throw TemplateError.value(
                sign == " "
                    ? "Space not allowed in string format specifier"
                    : "Sign not allowed in string format specifier")
        }
        if specification.coercesNegativeZero {
            throw TemplateError.value(
                "Negative zero coercion (z) not allowed in string format specifier")
        }
        if specification.isAlternate {
            throw TemplateError.value("Alternate form (#) not allowed in string format specifier")
        }
        if specification.grouping != nil {
            throw TemplateError.value("Cannot specify ',' with 's'.")
        }
        if specification.alignment == .afterSign {
            throw TemplateError.value("'=' alignment not allowed in string format specifier")
        }
        let cut = specification.precision.map { text.part(0..<min($0, text.count)) } ?? text
        let width = specification.width ?? 0
        guard width > cut.count else { return cut }
        let margin = width - cut.count
        let left: Int
        switch specification.alignment {
        case .right: left = margin
        case .center: left = margin / 2
        default: left = 0
        }
        return try cut.padded(left: left, right: margin - left, specification.fill)
    }
}
