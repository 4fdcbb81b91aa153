/// The arguments of a call, to be evaluated.
struct ArgumentsCode: @unchecked Sendable {
    var positional: [Code] = []
    var keywords: [(name: Text, code: Code)] = []
    var spread: Code?
    var keywordSpread: Code?

    /// Evaluates them in their order.
    @inline(__always)
    func evaluate(_ frame: Frame) throws -> Arguments {
        if keywords.isEmpty, spread == nil, keywordSpread == nil {
            switch positional.count {
            case 0: return Arguments()
            case 1: return Arguments(try positional[0].evaluate(frame))
            case 2:
                let first = try positional[0].evaluate(frame)
                return Arguments(first, try positional[1].evaluate(frame))
            default: break
            }
        }
        return try evaluateAll(frame)
    }

    private func evaluateAll(_ frame: Frame) throws -> Arguments {
        var values: [Value] = []
        for code in positional { values.append(try code.evaluate(frame)) }
        if let spread {
            let value = try spread.evaluate(frame)
            guard var iterator = try value.iteratorIfAny() else {
                throw TemplateError.type(
                    "Value after * must be an iterable, not \(value.typeName)")
            }
            while let element = try iterator.next() {
                try frame.state.countStep()
                try Value.checkCount(values.count + 1)
                values.append(element)
            }
        }
        var arguments = Arguments(values)
        for (name, code) in keywords {
            _ = arguments.append(try code.evaluate(frame), named: name)
        }
        if let keywordSpread { try add(try keywordSpread.evaluate(frame), to: &arguments) }
        return arguments
    }

    private func add(_ mapping: Value, to arguments: inout Arguments) throws {
        guard case .dict(let dict) = mapping else {
            if case .undefined(let undefined) = mapping { throw undefined.error }
            throw TemplateError.type(
                "argument after ** must be a mapping, not \(mapping.typeName)")
        }
        for entry in dict.live {
            guard let name = entry.key.text else {
                throw TemplateError.type("keywords must be strings")
            }
            guard arguments.append(entry.value, named: name) else {
                throw TemplateError.type(
                    "got multiple values for keyword argument '\(name.string)'")
            }
        }
    }
}

/// `callee(arguments)`.
final class CallCode: Code, @unchecked Sendable {
    private let callee: Code
    private let arguments: ArgumentsCode
    private let caller: CallerScope?

    /// Takes what context functions may see besides the context as `caller`; nil: nothing.
    init(_ callee: Code, _ arguments: ArgumentsCode, caller: CallerScope?) {
        self.callee = callee
        self.arguments = arguments
        self.caller = caller
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let callee = try callee.evaluate(frame)
        let values = try arguments.evaluate(frame)
        if let caller, case .object(let object) = callee, object is ContextFunction {
            return try caller.run(frame) { try frame.state.call(callee, values) }
        }
        return try frame.state.call(callee, values)
    }
}

/// The variables that loops and blocks set and that functions with a context see.
struct CallerScope: @unchecked Sendable {
    let variables: [(key: ConstantKey, slot: Int)]

    /// Runs a call with the variables in the context.
    func run(_ frame: Frame, _ body: () throws -> Value) throws -> Value {
        let locals = variables.compactMap { variable in
            frame.slots[variable.slot].map { (key: variable.key, value: $0) }
        }
        let state = frame.state
        let outer = state.context
        state.context = try frame.context.derived(locals)
        defer { state.context = outer }
        return try body()
    }
}

/// `value.name(arguments)`.
final class MethodCallCode: Code, @unchecked Sendable {
    let value: Code
    let key: ConstantKey
    let arguments: ArgumentsCode
    private let loopMethod: LoopContext.Method?

    init(_ value: Code, _ key: ConstantKey, _ arguments: ArgumentsCode) {
        self.value = value
        self.key = key
        loopMethod = LoopContext.Method(key)
        self.arguments = arguments
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try value.evaluate(frame)
        if case .object(let object) = value {
            // The attribute is looked up before the arguments are evaluated.
            if let loopMethod, let loop = object as? LoopContext {
                return try loop.call(loopMethod, try arguments.evaluate(frame))
            }
            let callee = try frame.state.attribute(key, of: value)
            return try frame.state.call(callee, try arguments.evaluate(frame))
        }
        guard key.method != nil, !value.isUndefined else {
            let callee = try frame.state.attribute(key, of: value)
            return try frame.state.call(callee, try arguments.evaluate(frame))
        }
        return try frame.state.callMethod(key, of: value, try arguments.evaluate(frame))
    }
}
