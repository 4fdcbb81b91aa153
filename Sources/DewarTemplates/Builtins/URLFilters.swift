/// `urlencode`, `urlize`.
extension BuiltinFilters {
    static let urlFilters: [Filter] = [
        Filter("urlencode", urlEncode),
        Filter("urlize", urlize),
    ]

    @Sendable private static func urlEncode(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        try Signature.checkNone("do_urlencode", arguments)
        var output = Output()
        if value.text != nil || !value.isIterable {
            try appendQuoted(value, isField: false, to: &output)
            return .string(output.text)
        }
        let pairs: [(Value, Value)]
        if case .dict(let dict) = value {
            pairs = dict.live.map { ($0.key, $0.value) }
        } else {
            pairs = try value.elements().map { try $0.unpackedPair() }
        }
        for (index, pair) in pairs.enumerated() {
            if index > 0 { output.write("&") }
            try appendQuoted(pair.0, isField: true, to: &output)
            output.write("=")
            try appendQuoted(pair.1, isField: true, to: &output)
        }
        return .string(output.text)
    }

    /// - SeeAlso: RFC 3986, section 2.3.
    @inline(__always)
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// Appends text for a path, or for a field of a query: there `/` is quoted too, and a space is
    /// a plus.
    private static func appendQuoted(
        _ value: Value, isField: Bool, to output: inout Output
    ) throws {
        if case .object(let object) = value, let bytes = object as? Bytes {
            return bytes.bytes.withUnsafeBufferPointer { append($0, isField, to: &output) }
        }
        try value.printed().withBytes { append($0, isField, to: &output) }
    }

    private static func append(
        _ bytes: UnsafeBufferPointer<UInt8>, _ isField: Bool, to output: inout Output
    ) {
        for byte in bytes {
            if isUnreserved(byte) || !isField && byte == UInt8(ascii: "/") {
                output.append(ascii: byte)
            } else if isField, byte == UInt8(ascii: " ") {
                output.write("+")
            } else {
                output.write("%")
                output.append(ascii: hexadecimalDigit(byte >> 4))
                output.append(ascii: hexadecimalDigit(byte & 0xF))
            }
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
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
            limit: bound.value(0),
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
