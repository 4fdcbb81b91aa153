/// What a `macro` or `call` statement defines, as far as it is known in advance.
final class MacroCode: @unchecked Sendable {
    /// A parameter and its value when it is not given.
    struct Parameter {
        let key: ConstantKey
        let slot: Int
        let defaultValue: Code?
    }

    /// nil for call blocks.
    let name: Text?
    let parameters: [Parameter]
    let function: FunctionCode
    /// The slots of the special variables; nil where the body does not mention them.
    let callerSlot: Int?
    let kwargsSlot: Int?
    let varargsSlot: Int?
    /// Whether `caller` is a parameter of its own.
    let hasCallerParameter: Bool
    let usesCaller: Bool
    /// Whether it takes its parameters and nothing else.
    let isPlain: Bool
    /// The index of each parameter; empty while they are few enough to be searched one by one.
    private let places: [Text: Int]

    private static let largestSearched = 8

    init(
        name: Text?, parameters: [Parameter], function: FunctionCode, callerSlot: Int?,
        kwargsSlot: Int?, varargsSlot: Int?, usesCaller: Bool
    ) {
        self.name = name
        self.parameters = parameters
        self.function = function
        self.callerSlot = callerSlot
        self.kwargsSlot = kwargsSlot
        self.varargsSlot = varargsSlot
        self.usesCaller = usesCaller
        hasCallerParameter = parameters.contains { $0.key.text == "caller" }
        isPlain = callerSlot == nil && kwargsSlot == nil && varargsSlot == nil
        let named = parameters.count > Self.largestSearched ? parameters : []
        places = Dictionary(
            named.enumerated().map { ($1.key.text, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The index of a parameter, or nil.
    func index(of name: Text) -> Int? {
        if !places.isEmpty { return places[name] }
        for index in parameters.indices where parameters[index].key.text == name { return index }
        return nil
    }
}

/// A macro as a value.
///
/// - SeeAlso: Jinja2 `runtime.Macro`.
final class Macro: Object {
    let code: MacroCode
    /// The frame in which it was defined, whose variables it sees.
    private let frame: Frame

    init(_ code: MacroCode, in frame: Frame) {
        self.code = code
        self.frame = frame
        frame.state.willBreakCycles(of: frame)
        frame.state.willBreakCycles(of: frame.context)
    }

    override func call(_ arguments: Arguments, _ state: RenderState) throws -> Value {
        let inner = makeFrame(state)
        try bind(arguments, inner)
        return try call(inner)
    }

    /// Runs the body in a frame whose parameters have been bound.
    func call(_ inner: Frame) throws -> Value {
        let state = inner.state
        let isMarkup = state.autoescape
        let text: Text
        do {
            text = try state.capture {
                try state.within(frame.context) { try run(inner) }
            }
        } catch {
            throw reached(by: error)
        }
        return isMarkup ? .markup(text) : .string(text)
    }

    /// The same, but what the body writes stays where it is written.
    func write(_ inner: Frame) throws {
        let state = inner.state
        do {
            try state.whole {
                try state.within(frame.context) { try run(inner) }
            }
        } catch {
            throw reached(by: error)
        }
    }

    /// The error with the step from the body to the call.
    private func reached(by error: any Error) -> any Error {
        let relation = code.name.map { "in macro \($0.repr), called from" }
        return TemplateError.reached(relation ?? "in a call block, called from", error)
    }

    /// A frame whose parameters have the values of arguments that are yet to be evaluated.
    func makeFrame(_ arguments: ArgumentsCode, _ caller: Frame) throws -> Frame {
        let inner = makeFrame(caller.state)
        guard isSimple(arguments) else {
            try bind(try arguments.evaluate(caller), inner)
            return inner
        }
        for index in arguments.positional.indices {
            inner.slots[code.parameters[index].slot] =
                try arguments.positional[index].evaluate(caller)
        }
        for keyword in arguments.keywords {
            guard let index = code.index(of: keyword.name) else { continue }
            inner.slots[code.parameters[index].slot] = try keyword.code.evaluate(caller)
        }
        return inner
    }

    private func makeFrame(_ state: RenderState) -> Frame {
        Frame(code.function, parent: frame, context: frame.context, state: state)
    }

    /// Whether every argument is the value of one parameter, so that no list of them is needed.
    private func isSimple(_ arguments: ArgumentsCode) -> Bool {
        guard code.isPlain, arguments.isPlain, arguments.positional.count <= code.parameters.count
        else { return false }
        for keyword in arguments.keywords {
            guard let index = code.index(of: keyword.name), index >= arguments.positional.count
            else { return false }
        }
        return true
    }

    private func run(_ inner: Frame) throws {
        let state = inner.state
        code.function.entry.enter(inner)
        for parameter in code.parameters where inner.slots[parameter.slot] == nil {
            if let defaultValue = parameter.defaultValue {
                inner.slots[parameter.slot] = try defaultValue.evaluate(inner)
            } else {
                inner.slots[parameter.slot] = state.undefined(
                    hint: "parameter \(parameter.key.text.repr) was not provided",
                    name: parameter.key.text)
            }
        }
        _ = try code.function.body.run(inner)
    }

    /// Gives the parameters their values.
    private func bind(_ arguments: Arguments, _ inner: Frame) throws {
        let parameters = code.parameters
        var used = 0
        for index in parameters.indices {
            if let value = arguments[index] {
                inner.slots[parameters[index].slot] = value
            } else if let value = arguments[parameters[index].key.text] {
                inner.slots[parameters[index].slot] = value
                used += 1
            }
        }
        if code.callerSlot != nil || code.kwargsSlot != nil || code.varargsSlot != nil
            || used < arguments.keywords.count || arguments.count > parameters.count
        {
            try bindRest(arguments, inner)
        }
    }

    private func bindRest(_ arguments: Arguments, _ inner: Frame) throws {
        let parameters = code.parameters
        // A keyword whose parameter has a positional value is left over, as in Jinja2.
        var rest = arguments.keywords.filter { keyword in
            code.index(of: keyword.name).map { $0 < arguments.count } ?? true
        }
        if let slot = code.callerSlot {
            let index = rest.firstIndex { $0.name == "caller" }
            var caller = index.map { rest.remove(at: $0).value } ?? .none
            if caller.isNone {
                caller = inner.state.undefined(hint: "No caller defined", name: "caller")
            }
            inner.slots[slot] = caller
        }
        if let slot = code.kwargsSlot {
            let dict = Dict(capacity: rest.count)
            for keyword in rest { try dict.set(keyword.name, to: keyword.value) }
            inner.slots[slot] = .dict(dict)
        } else if let first = rest.first {
            if rest.contains(where: { $0.name == "caller" }) {
                throw TemplateError.type(
                    "macro \(nameRepr) was invoked with two values for the special caller"
                        + " argument. This is most likely a bug.")
            }
            throw TemplateError.type(
                "macro \(nameRepr) takes no keyword argument \(first.name.repr)")
        }
        if let slot = code.varargsSlot {
            inner.slots[slot] = .tuple(Array(arguments.positional.dropFirst(parameters.count)))
        } else if arguments.count > parameters.count {
            throw TemplateError.type(
                "macro \(nameRepr) takes not more than \(parameters.count) argument(s)")
        }
    }

    private var nameRepr: String { code.name?.repr ?? "None" }

    // MARK: - As a value

    override var typeName: String { "Macro" }
    override var endsWithRendering: Bool { true }
    override var qualifiedTypeName: String { "jinja2.runtime.Macro" }
    override var isCallable: Bool { true }

    override func attribute(_ name: Text) throws -> Value? {
        switch name.string {
        case "name": code.name.map { .string($0) } ?? Value.none
        case "arguments": .tuple(code.parameters.map { .string($0.key.text) })
        case "catch_kwargs": .bool(code.kwargsSlot != nil)
        case "catch_varargs": .bool(code.varargsSlot != nil)
        case "caller": .bool(code.usesCaller)
        case "explicit_caller": .bool(code.hasCallerParameter)
        default: nil
        }
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<Macro ")
        output.append(string: code.name?.repr ?? "anonymous")
        output.append(ascii: UInt8(ascii: ">"))
    }
}
