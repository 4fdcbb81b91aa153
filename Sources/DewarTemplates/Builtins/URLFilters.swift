import DewarText

/// `urlencode`, `urlize`.
extension BuiltinFilters {
    static let urlFilters: [Filter] = [
        Filter("urlencode", urlEncode),
        Filter("urlize", urlize),
    ]

    @Sendable private static func urlEncode(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        _ = try Signature("do_urlencode").bind(arguments)
        if value.text != nil || !value.isIterable { return .string(try quote(value)) }
        let pairs: [(Value, Value)]
        if case .dict(let dict) = value {
            pairs = dict.live.map { ($0.key, $0.value) }
        } else {
            pairs = try value.elements().map { try $0.unpackedPair() }
        }
        return .string(
            try pairs.map { "\(try quoteField($0.0))=\(try quoteField($0.1))" }
                .joined(separator: "&"))
    }

    private static func quote(_ value: Value, keeping safe: String = "/") throws -> String {
        let kept = ASCIISet(safe)
        if case .object(let object) = value, let bytes = object as? Bytes {
            return PercentCoding.encode(bytes.bytes, keeping: kept)
        }
        return PercentCoding.encode(try value.printed().string, keeping: kept)
    }

    private static func quoteField(_ value: Value) throws -> String {
        // A space is a plus, and no plus was left by the quoting.
        try quote(value, keeping: "").split(separator: "%20", omittingEmptySubsequences: false)
            .joined(separator: "+")
    }

    private static let urlizeSignature = Signature(
        "do_urlize", "trim_url_limit", "nofollow", "target", "rel", "extra_schemes")

    @Sendable private static func urlize(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try urlizeSignature.bind(arguments)
        let policies = state.settings.policies
        var words = try words(bound.value(3))
        if try bound.isTrue(1) { words.insert("nofollow") }
        words.formUnion(try self.words(policies.urlizeRel.map { .string($0) }))
        let rel = try Text.joined(words.sorted(), separator: " ")
        let target = bound.value(2) ?? policies.urlizeTarget.map { .string($0) }
        let schemes =
            try bound.value(4)?.elements() ?? policies.urlizeExtraSchemes.map { .string($0) }
        let linker = Linker(
            limit: try bound.value(0)?.asIndex(),
            attributes: try attribute("rel", .string(rel)) + attribute("target", target),
            schemes: try schemes.map { try scheme($0) })
        let text = try linker.link(value.escaped())
        return state.autoescape ? .markup(text) : .string(text)
    }

    private static func words(_ value: Value?) throws -> Set<Text> {
        guard let value, try value.isTrue() else { return [] }
        guard let text = value.text else {
            throw TemplateError.attribute(value.typeName, "split")
        }
        return Set(text.splitAtSpace())
    }

    private static func attribute(_ name: String, _ value: Value?) throws -> String {
        guard let value, try value.isTrue() else { return "" }
        return " \(name)=\"\(try value.escaped())\""
    }

    private static func scheme(_ value: Value) throws -> Text {
        guard let text = value.text else {
            throw TemplateError.type("expected string or bytes-like object")
        }
        let scalars = text.scalars
        let name = scalars.prefix {
            $0.isWordCharacter || $0 == "." || $0 == "+" || $0 == "-"
        }
        let rest = Text(scalars.dropFirst(name.count))
        guard name.count >= 2, [":", ":/", "://"].contains(rest) else {
            throw TemplateError.filterArgument(
                "\(text.repr) is not a valid URI scheme prefix.")
        }
        return text
    }
}

extension Value {
    /// The two elements of a pair, as `for key, value in …` wants them.
    ///
    /// - Throws: TypeError or ValueError if there are not two.
    func unpackedPair() throws -> (Value, Value) {
        guard isIterable else {
            throw TemplateError.type("cannot unpack non-iterable \(typeName) object")
        }
        let elements = try elements()
        guard elements.count == 2 else {
            throw TemplateError.value(
                elements.count < 2
                    ? "not enough values to unpack (expected 2, got \(elements.count))"
                    : "too many values to unpack (expected 2)")
        }
        return (elements[0], elements[1])
    }
}
