/// `center`, `indent`, `wordwrap`.
extension BuiltinFilters {
    static let layoutFilters: [Filter] = [
        Filter("center") { value, arguments, _ in
            let width = try centerSignature.bind(arguments).int(0) ?? 80
            return try value.mapSoftText { try $0.centered(in: width) }
        },
        Filter("indent", indent),
        Filter("wordwrap", wordWrap),
    ]

    private static let centerSignature = Signature("do_center", "width")

    private static let indentSignature = Signature("do_indent", "width", "first", "blank")

    @Sendable private static func indent(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try indentSignature.bind(arguments)
        var newline: Value = "\n"
        var indentation = bound[0] ?? 4
        if indentation.text == nil {
            indentation = try Value.apply(.multiply, " ", indentation)
        }
        if case .string(let text) = value, case .string(let indentation) = indentation {
            return .string(
                try text.indented(
                    by: indentation, first: bound.isTrue(1), blank: bound.isTrue(2)))
        }
        if value.isMarkup {
            indentation = .markup(indentation.text ?? .empty)
            newline = .markup("\n")
        }
        let ended = try Value.apply(.add, value, newline)
        guard let text = ended.text else {
            throw TemplateError.attribute(ended.typeName, "splitlines")
        }
        let lines: [Value] = try text.lines().map { value.isMarkup ? .markup($0) : .string($0) }
        var result = lines[0]
        if try bound.isTrue(2) {
            result = try join(lines, Value.apply(.add, newline, indentation))
        } else if lines.count > 1 {
            let rest = try lines[1...].map { line in
                try line.isTrue() ? Value.apply(.add, indentation, line) : line
            }
            result = try Value.apply(.add, result, newline)
            result = try Value.apply(.add, result, join(rest, newline))
        }
        return try bound.isTrue(1) ? Value.apply(.add, indentation, result) : result
    }

    /// `separator.join(lines)`.
    private static func join(_ lines: [Value], _ separator: Value) throws -> Value {
        guard case .markup(let text) = separator else {
            return .string(
                try Text.joined(lines.compactMap(\.text), separator: separator.text ?? .empty))
        }
        return .markup(try Text.joined(lines.map { try $0.escaped() }, separator: text))
    }

    private static let wrapSignature = Signature(
        "do_wordwrap", "width", "break_long_words", "wrapstring", "break_on_hyphens")

    @Sendable private static func wordWrap(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try wrapSignature.bind(arguments)
        guard let text = value.text else {
            if case .undefined(let undefined) = value { throw undefined.error }
            throw TemplateError.attribute(value.typeName, "splitlines")
        }
        let wrapper = TextWrapper(
            width: bound[0] ?? 79, breaksLongWords: try bound.isTrue(1, default: true),
            breaksOnHyphens: (bound[3] ?? true).isSame(as: true))
        let separator = bound.value(2) ?? .string(state.settings.newlineSequence)
        guard let separatorText = separator.text else {
            throw TemplateError.attribute(separator.typeName, "join")
        }
        let isMarkup = separator.isMarkup
        let lines = try text.lines().map { line -> Text in
            var parts = try wrapper.wrap(line)
            if isMarkup { parts = try parts.map { try Value.string($0).escaped() } }
            return try Text.joined(parts, separator: separatorText)
        }
        let result = try Text.joined(lines, separator: separatorText)
        return isMarkup ? .markup(result) : .string(result)
    }
}

extension Text {
    /// The lines with white space before them, which the first line and blank ones do not get
    /// unless it is wanted.
    fileprivate func indented(by indentation: Text, first: Bool, blank: Bool) throws -> Text {
        let ended = try appending("\n")
        var output = Output(capacity: byteCount + indentation.byteCount * 8)
        var isFirst = true
        try ended.withBytes { bytes in
            try ended.forEachLine { start, end, _ in
                if !isFirst { output.append(ascii: UInt8(ascii: "\n")) }
                if isFirst ? first : blank || end > start { output.append(indentation) }
                isFirst = false
                output.append(utf8: UnsafeBufferPointer(rebasing: bytes[start..<end]))
                try Value.checkSize(output.count)
            }
        }
        return output.text
    }
}
