/// Cuts the format of `str.format` into literal text and replacement fields.
struct FieldParser {
    struct Field {
        var name: ArraySlice<Unicode.Scalar>
        var conversion: Unicode.Scalar?
        var specification: ArraySlice<Unicode.Scalar>
        var hasNestedFields: Bool
    }

    enum Part {
        case literal(Unicode.Scalar)
        case field(Field)
    }

    private let source: ArraySlice<Unicode.Scalar>
    private var index: Int

    init(_ source: ArraySlice<Unicode.Scalar>) {
        self.source = source
        index = source.startIndex
    }

    /// The next code point or field; nil at the end.
    ///
    /// - Throws: ValueError for braces without a partner.
    mutating func next() throws -> Part? {
        guard index < source.endIndex else { return nil }
        let scalar = source[index]
        index += 1
        let next = index < source.endIndex ? source[index] : nil
        switch scalar {
        case "{":
            guard let next else {
                throw TemplateError.value("Single '{' encountered in format string")
            }
            if next == "{" {
                index += 1
                return .literal("{")
            }
            return .field(try readField())
        case "}":
            guard next == "}" else {
                throw TemplateError.value("Single '}' encountered in format string")
            }
            index += 1
            return .literal("}")
        default: return .literal(scalar)
        }
    }

    private mutating func readField() throws -> Field {
        let start = index
        var isInBracket = false
        while index < source.endIndex {
            let scalar = source[index]
            if isInBracket {
                isInBracket = scalar != "]"
            } else if scalar == "[" {
                isInBracket = true
            } else if scalar == "{" {
                throw TemplateError.value("unexpected '{' in field name")
            } else if scalar == "}" || scalar == ":" || scalar == "!" {
                break
            }
            index += 1
        }
        var field = Field(
            name: source[start..<index], specification: [], hasNestedFields: false)
        guard index < source.endIndex else {
            throw TemplateError.value("expected '}' before end of string")
        }
        if source[index] == "!" { field.conversion = try readConversion() }
        index += 1
        if source[index - 1] == ":" { try readSpecification(&field) }
        return field
    }

    /// Reads `!r`; the index then stands at `:` or `}`.
    private mutating func readConversion() throws -> Unicode.Scalar {
        index += 1
        guard index < source.endIndex else {
            throw TemplateError.value(
                "end of string while looking for conversion specifier")
        }
        let conversion = source[index]
        index += 1
        guard index < source.endIndex else {
            throw TemplateError.value("unmatched '{' in format spec")
        }
        guard source[index] == ":" || source[index] == "}" else {
            throw TemplateError.value("expected ':' after conversion specifier")
        }
        return conversion
    }

    private mutating func readSpecification(_ field: inout Field) throws {
        let start = index
        var depth = 1
        while index < source.endIndex {
            if source[index] == "{" {
                depth += 1
                field.hasNestedFields = true
            } else if source[index] == "}" {
                depth -= 1
                if depth == 0 { break }
            }
            index += 1
        }
        guard depth == 0 else { throw TemplateError.value("unmatched '{' in format spec") }
        field.specification = source[start..<index]
        index += 1
    }
}

/// The name of a replacement field: an argument, then attributes and items.
struct FieldPath {
    enum First {
        case none
        case index(Int)
        case name(Text)
    }

    enum Step {
        case attribute(ConstantKey)
        case item(Value)
    }

    private var rest: ArraySlice<Unicode.Scalar>

    init(_ name: ArraySlice<Unicode.Scalar>) {
        rest = name
    }

    /// Whether nothing is left.
    var isEmpty: Bool { rest.isEmpty }

    mutating func takeFirst() throws -> First {
        let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
        let name = rest[..<end]
        rest = rest[end...]
        if name.isEmpty { return .none }
        return try Self.number(name).map { .index($0) } ?? .name(Text(name))
    }

    /// The next step; nil at the end.
    ///
    /// - Throws: ValueError.
    mutating func next() throws -> Step? {
        guard let first = rest.popFirst() else { return nil }
        if first == "." {
            let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
            let name = rest[..<end]
            rest = rest[end...]
            guard !name.isEmpty else {
                throw TemplateError.value("Empty attribute in format string")
            }
            return .attribute(ConstantKey(Text(name)))
        }
        guard first == "[" else {
            throw TemplateError.value(
                "Only '.' or '[' may follow ']' in format field specifier")
        }
        guard let end = rest.firstIndex(of: "]") else {
            throw TemplateError.value("Missing ']' in format string")
        }
        let key = rest[..<end]
        rest = rest[(end + 1)...]
        guard !key.isEmpty else {
            throw TemplateError.value("Empty attribute in format string")
        }
        return .item(try Self.number(key).map { .int($0) } ?? .string(Text(key)))
    }

    private static func number(_ scalars: ArraySlice<Unicode.Scalar>) throws -> Int? {
        var number = 0
        for scalar in scalars {
            guard let digit = scalar.decimalValue else { return nil }
            guard number <= (Int.max - digit) / 10 else {
                throw TemplateError.value("Too many decimal digits in format string")
            }
            number = number * 10 + digit
        }
        return number
    }
}
