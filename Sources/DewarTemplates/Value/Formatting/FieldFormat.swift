/// Python's `str.format`: text with replacement fields.
///
/// - SeeAlso: CPython `Objects/stringlib/unicode_format.h`, `string.Formatter`,
///   `markupsafe.EscapeFormatter`, `jinja2.sandbox.SandboxedFormatter`.
struct FieldFormat {
    private let arguments: Arguments
    /// What names are looked up in, instead of the keyword arguments.
    private let mapping: Value?
    /// Whether the format is HTML, and what goes in is escaped.
    private let isMarkup: Bool
    private let state: RenderState
    private var numbering = Numbering.unknown

    private enum Numbering { case unknown, automatic(Int), manual }

    /// `text.format(arguments)`.
    ///
    /// - Throws: ValueError for a format that cannot be read; KeyError, IndexError, AttributeError
    ///   for fields that are not there.
    static func format(
        _ text: Text, _ arguments: Arguments, isMarkup: Bool, _ state: RenderState
    ) throws -> Text {
        var format = FieldFormat(
            arguments: arguments, mapping: nil, isMarkup: isMarkup, state: state)
        return try format.format(text.scalars[...], depth: 2)
    }

    /// `text.format_map(mapping)`.
    static func formatMap(
        _ text: Text, _ arguments: Arguments, isMarkup: Bool, _ state: RenderState
    ) throws -> Text {
        guard arguments.keywords.isEmpty else {
            throw TemplateError.type("format_map() takes no keyword arguments")
        }
        guard let mapping = arguments[0], arguments.count == 1 else {
            throw TemplateError.type(
                "format_map() takes exactly one argument (\(arguments.count) given)")
        }
        var format = FieldFormat(
            arguments: Arguments(), mapping: mapping, isMarkup: isMarkup, state: state)
        return try format.format(text.scalars[...], depth: 2)
    }

    private init(arguments: Arguments, mapping: Value?, isMarkup: Bool, state: RenderState) {
        self.arguments = arguments
        self.mapping = mapping
        self.isMarkup = isMarkup
        self.state = state
    }

    /// Whether Python's `string.Formatter` does the work, whose rules differ a little.
    private var usesFormatter: Bool { isMarkup || state.settings.sandbox != nil }

    private mutating func format(_ source: ArraySlice<Unicode.Scalar>, depth: Int) throws -> Text {
        guard depth > (usesFormatter ? -1 : 0) else {
            throw TemplateError.value("Max string recursion exceeded")
        }
        var output = Output()
        var parser = FieldParser(source)
        while let part = try parser.next() {
            switch part {
            case .literal(let scalar): output.append(scalar)
            case .field(let field):
                output.append(try replace(field, depth: depth))
                try Value.checkSize(output.count)
            }
        }
        return output.text
    }

    private mutating func replace(_ field: FieldParser.Field, depth: Int) throws -> Text {
        var value = try lookUp(field.name)
        switch field.conversion {
        case nil: break
        case "s": value = .string(try value.printed())
        case "r": value = .string(try value.repr())
        case "a": value = .string(try value.asciiRepr())
        case let other?:
            throw TemplateError.value("Unknown conversion specifier \(other)")
        }
        let specification =
            field.hasNestedFields || usesFormatter
            ? try format(field.specification, depth: depth - 1) : Text(field.specification)
        return try isMarkup ? escaped(value, specification) : value.formatted(specification)
    }

    /// `markupsafe.EscapeFormatter.format_field`.
    private func escaped(_ value: Value, _ specification: Text) throws -> Text {
        guard let html = try value.html() else {
            return try Value.string(value.formatted(specification)).escaped()
        }
        guard specification.isEmpty else {
            throw TemplateError.value("Unsupported format specification for Markup.")
        }
        return html
    }

    // MARK: Fields

    private mutating func lookUp(_ name: ArraySlice<Unicode.Scalar>) throws -> Value {
        var path = FieldPath(name)
        let first = try path.takeFirst()
        var value = try argument(first, isEmptyField: name.isEmpty, isWhole: path.isEmpty)
        while let step = try path.next() {
            value = try follow(step, of: value)
        }
        return value
    }

    private func follow(_ step: FieldPath.Step, of value: Value) throws -> Value {
        switch step {
        case .attribute(let name):
            if state.settings.sandbox != nil { return try state.attribute(name, of: value) }
            if let attribute = try value.attribute(name) { return attribute }
            throw TemplateError.attribute(value.typeName, name.text.string)
        case .item(let key):
            if state.settings.sandbox != nil { return try state.item(key, of: value) }
            return try value.item(key)
        }
    }

    private mutating func argument(
        _ name: FieldPath.First, isEmptyField: Bool, isWhole: Bool
    ) throws -> Value {
        switch name {
        case .none:
            guard isEmptyField || !usesFormatter else { return try named(.empty) }
            if case .manual = numbering {
                throw TemplateError.value(
                    "cannot switch from manual field specification to automatic field numbering")
            }
            var number = 0
            if case .automatic(let next) = numbering { number = next }
            numbering = .automatic(number + 1)
            return try positional(number)
        case .index(let index):
            // `string.Formatter` minds the numbers of fields without attributes only.
            guard isWhole || !usesFormatter else { return try positional(index) }
            if case .automatic = numbering {
                throw TemplateError.value(
                    "cannot switch from automatic field numbering to manual field specification")
            }
            numbering = .manual
            return try positional(index)
        case .name(let name): return try named(name)
        }
    }

    private func positional(_ index: Int) throws -> Value {
        if let value = arguments[index] { return value }
        guard mapping == nil || usesFormatter else {
            throw TemplateError.value("Format string contains positional fields")
        }
        throw TemplateError.index(
            "Replacement index \(index) out of range for positional args tuple")
    }

    private func named(_ name: Text) throws -> Value {
        if let mapping { return try mapping.item(.string(name)) }
        if let value = arguments[name] { return value }
        throw TemplateError.key(name.repr)
    }
}
