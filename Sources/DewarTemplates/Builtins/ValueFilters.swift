/// `attr`, `d`, `default`, `pprint`.
extension BuiltinFilters {
    static let valueFilters: [Filter] = [
        Filter("attr", attribute),
        Filter("d", standard),
        Filter("default", standard),
        Filter("pprint") { value, arguments, _ in
            try Signature.checkNone("do_pprint", arguments)
            return .string(try PrettyPrinter.text(of: value))
        },
    ]

    private static let attributeSignature = Signature("do_attr", "name", required: 1)

    @Sendable private static func attribute(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try attributeSignature.bind(arguments)
        guard let name = bound[0]?.text else {
            throw TemplateError.type(
                "attribute name must be string, not '\(bound[0]?.typeName ?? "")'")
        }
        let key = ConstantKey(name)
        guard try value.attribute(key) != nil else { return state.missing(name, in: value) }
        return try state.attribute(key, of: value)
    }

    private static let defaultSignature = Signature("do_default", "default_value", "boolean")

    @Sendable private static func standard(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try defaultSignature.bind(arguments)
        let isMissing = try value.isUndefined || bound.isTrue(1) && !value.isTrue()
        return isMissing ? bound[0] ?? .string(.empty) : value
    }
}
