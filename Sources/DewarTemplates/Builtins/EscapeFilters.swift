/// `e`, `escape`, `forceescape`, `safe`, `string`, `striptags`, `xmlattr`.
extension BuiltinFilters {
    static let escapeFilters: [Filter] = [
        Filter("e", escape),
        Filter("escape", escape),
        Filter("forceescape") { value, arguments, _ in
            try Signature.checkNone("do_forceescape", arguments)
            let text = try value.html() ?? value.printed()
            return .markup(try Value.string(text).escaped())
        },
        Filter("safe") { value, arguments, _ in
            try Signature.checkNone("do_mark_safe", arguments)
            return .markup(try value.html() ?? value.printed())
        },
        Filter("string") { value, arguments, _ in
            try Signature.checkNone("soft_str", arguments)
            return try value.softText()
        },
        Filter("striptags") { value, arguments, _ in
            try Signature.checkNone("do_striptags", arguments)
            return .string(try HTMLText.strippingTags(value.html() ?? value.printed()))
        },
        Filter("xmlattr", xmlAttributes),
    ]

    @Sendable private static func escape(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        try Signature.checkNone("escape", arguments)
        return .markup(try value.escaped())
    }

    private static let xmlSignature = Signature("do_xmlattr", "autospace")

    @Sendable private static func xmlAttributes(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try xmlSignature.bind(arguments)
        var output = Output()
        for (key, value) in try value.mappingItems() {
            if value.isNone || value.isUndefined { continue }
            guard let name = key.text else {
                throw TemplateError.type(
                    "expected string or bytes-like object, got '\(key.typeName)'")
            }
            guard !name.scalars.contains(where: endsAttributeName) else {
                throw TemplateError.value("Invalid character in attribute name: \(name.repr)")
            }
            if output.count > 0 { output.write(" ") }
            try key.appendEscaped(to: &output)
            output.write("=\"")
            try value.appendEscaped(to: &output)
            output.write("\"")
        }
        var text = output.text
        if try bound.isTrue(0, default: true), !text.isEmpty {
            text = try Text(" ").appending(text)
        }
        return state.autoescape ? .markup(text) : .string(text)
    }

    private static func endsAttributeName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r", "\u{B}", "\u{C}", "/", ">", "=": true
        default: false
        }
    }
}

extension Value {
    /// What `value.items()` goes through.
    ///
    /// - Throws: AttributeError if there is no such method.
    func mappingItems() throws -> [(key: Value, value: Value)] {
        switch self {
        case .dict(let dict): return dict.live.map { ($0.key, $0.value) }
        case .undefined(let undefined): throw undefined.error
        case .object(let object) where object.isMapping:
            return try object.mappingKeys().map { ($0, try item($0)) }
        default: throw TemplateError.attribute(typeName, "items")
        }
    }
}
