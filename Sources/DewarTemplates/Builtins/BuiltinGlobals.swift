/// The variables that every template has: `range`, `dict`, `lipsum`, `cycler`, `joiner`,
/// `namespace`.
///
/// - SeeAlso: `jinja2.defaults.DEFAULT_NAMESPACE`.
enum BuiltinGlobals {
    /// The variables in Jinja2's order: all are immutable and may be shared.
    static let table: [(name: Text, value: Value)] = [
        ("range", .object(ClassFunction("range", makeRange))),
        ("dict", .object(ClassFunction("dict", members: ["fromkeys": fromKeys], makeDict))),
        ("lipsum", .object(Function("generate_lorem_ipsum") { try LoremIpsum.make($0, $1) })),
        (
            "cycler",
            .object(
                ClassFunction("jinja2.utils.Cycler") { arguments, _ in
                    _ = try Signature("Cycler.__init__").bind(
                        Arguments([], keywords: arguments.keywords))
                    return .object(try Cycler(arguments.positional))
                })
        ),
        (
            "joiner",
            .object(
                ClassFunction("jinja2.utils.Joiner") { arguments, _ in
                    let bound = try joinerSignature.bind(arguments)
                    return .object(try Joiner(bound[0] ?? ", "))
                })
        ),
        (
            "namespace",
            .object(
                ClassFunction("jinja2.utils.Namespace") { arguments, _ in
                    let attributes = Dict()
                    try DictMethods.update(attributes, arguments, "dict")
                    return .object(Namespace(attributes))
                })
        ),
    ]

    private static let joinerSignature = Signature("Joiner.__init__", "sep")

    @Sendable private static func makeRange(
        _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let range = try RangeValue.make(arguments)
        if let sandbox = state.settings.sandbox, range.count > sandbox.maximalRange {
            throw TemplateError.overflow(
                "Range too big. The sandbox blocks ranges larger than MAX_RANGE"
                    + " (\(sandbox.maximalRange)).")
        }
        return .object(range)
    }

    @Sendable private static func makeDict(
        _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let dict = Dict()
        try DictMethods.update(dict, arguments, "dict")
        return .dict(dict)
    }

    @Sendable private static func fromKeys(
        _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        try DictMethods.call(.fromkeys, of: Dict(), arguments, state)
    }
}

/// A class of Python's that templates call to make an object.
final class ClassFunction: Object {
    private let name: String
    private let members: [Text: Function.Body]
    private let body: Function.Body

    init(
        _ name: String, members: [Text: Function.Body] = [:], _ body: @escaping Function.Body
    ) {
        self.name = name
        self.members = members
        self.body = body
    }

    override var typeName: String { "type" }
    override var isCallable: Bool { true }

    override func attribute(_ name: Text) throws -> Value? {
        if name == "__name__" {
            return .string(String(self.name.split(separator: ".").last ?? ""))
        }
        if name == "mro" { return .object(Function("mro", isSafe: false) { _, _ in .list([]) }) }
        return members[name].map { .object(Function(name.string, $0)) }
    }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        try body(arguments, state)
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.append(string: "<class '\(name)'>")
    }
}
