/// The arguments of a call, to be evaluated.
final class ArgumentsCode: @unchecked Sendable {
    let positional: [Code]
    let keywords: [(name: Text, code: Code)]
    private let spread: Code?
    private let keywordSpread: Code?
    /// Whether they are the same at every call.
    let isConstant: Bool
    /// The arguments, if they are the same at every call; else empty.
    let constant: Arguments
    /// Whether they are as many as they are in the template.
    let isPlain: Bool

    init(
        positional: [Code] = [], keywords: [(name: Text, code: Code)] = [], spread: Code? = nil,
        keywordSpread: Code? = nil
    ) {
        self.positional = positional
        self.keywords = keywords
        self.spread = spread
        self.keywordSpread = keywordSpread
        isPlain = spread == nil && keywordSpread == nil
        let constant = isPlain ? Self.constant(positional, keywords) : nil
        isConstant = constant != nil
        self.constant = constant ?? Arguments()
    }

    private static func constant(
        _ positional: [Code], _ keywords: [(name: Text, code: Code)]
    ) -> Arguments? {
        var arguments = Arguments()
        for code in positional {
            guard let code = code as? ConstantCode else { return nil }
            arguments.append(code.value)
        }
        for (name, code) in keywords {
            guard let code = code as? ConstantCode else { return nil }
            _ = arguments.append(code.value, named: name)
        }
        return arguments
    }

    /// The same with another argument by name.
    func adding(_ code: Code, named name: Text) -> ArgumentsCode {
        ArgumentsCode(
            positional: positional, keywords: keywords + [(name: name, code: code)],
            spread: spread, keywordSpread: keywordSpread)
    }

    /// Evaluates them in their order.
    @inline(__always)
    func evaluate(_ frame: Frame) throws -> Arguments {
        try isConstant ? constant : evaluateAll(frame)
    }

    private func evaluateAll(_ frame: Frame) throws -> Arguments {
        if isPlain, keywords.isEmpty {
            switch positional.count {
            case 1: return Arguments(try positional[0].evaluate(frame))
            case 2:
                let first = try positional[0].evaluate(frame)
                return Arguments(first, try positional[1].evaluate(frame))
            default: break
            }
        }
        var values: [Value] = []
        values.reserveCapacity(positional.count)
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
        try evaluate(try callee.evaluate(frame), frame)
    }

    private func evaluate(_ callee: Value, _ frame: Frame) throws -> Value {
        if let macro = callee.macro { return try frame.state.call(macro, arguments, frame) }
        let values = try arguments.evaluate(frame)
        if let caller, case .object(let object) = callee, object is ContextFunction {
            return try caller.run(frame) { try frame.state.call(callee, values) }
        }
        return try frame.state.call(callee, values)
    }

    override func append(_ frame: Frame) throws {
        let callee = try callee.evaluate(frame)
        if let macro = callee.macro {
            return try frame.state.print(macro, arguments, frame, escaped: false)
        }
        try evaluate(callee, frame).appendText(to: &frame.state.output)
    }

    override func appendEscaped(_ frame: Frame) throws {
        let callee = try callee.evaluate(frame)
        if let macro = callee.macro {
            return try frame.state.print(macro, arguments, frame, escaped: true)
        }
        try evaluate(callee, frame).appendEscaped(to: &frame.state.output)
    }
}

extension Value {
    /// The macro that it is, or nil.
    fileprivate var macro: Macro? {
        if case .object(let object) = self { object as? Macro } else { nil }
    }
}

extension RenderState {
    /// Calls a macro.
    fileprivate func call(
        _ macro: Macro, _ arguments: ArgumentsCode, _ frame: Frame
    ) throws -> Value {
        let inner = try macro.makeFrame(arguments, frame)
        do {
            return try macro.call(inner)
        } catch let error as TemplateError where error.kind == .stopIteration {
            return undefinedByStopIteration
        }
    }

    /// Prints what a macro gives: where it is wanted, unless it is still to be escaped.
    fileprivate func print(
        _ macro: Macro, _ arguments: ArgumentsCode, _ frame: Frame, escaped: Bool
    ) throws {
        if escaped, !autoescape {
            return try call(macro, arguments, frame).appendEscaped(to: &output)
        }
        let inner = try macro.makeFrame(arguments, frame)
        do {
            try macro.write(inner)
        } catch let error as TemplateError where error.kind == .stopIteration {
            try undefinedByStopIteration.appendText(to: &output)
        }
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

    override func append(_ frame: Frame) throws {
        if try !print(frame, escaped: false) {
            try evaluate(frame).appendText(to: &frame.state.output)
        }
    }

    override func appendEscaped(_ frame: Frame) throws {
        if try !print(frame, escaped: true) {
            try evaluate(frame).appendEscaped(to: &frame.state.output)
        }
    }

    /// Prints what a macro of an imported template gives.
    ///
    /// - Returns: Whether it is one; otherwise nothing happened.
    private func print(_ frame: Frame, escaped: Bool) throws -> Bool {
        guard let variable = value as? LocalCode,
            case .object(let object) = UnretainedValue(frame.slots[variable.slot]),
            let module = object._withUnsafeGuaranteedRef({ $0 as? ModuleObject }),
            let macro = try frame.state.attribute(key, of: .object(module)).macro
        else { return false }
        try frame.state.print(macro, arguments, frame, escaped: escaped)
        return true
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try value.evaluate(frame)
        if case .object(let object) = value {
            // The attribute is looked up before the arguments are evaluated.
            if let loopMethod, let loop = object as? LoopContext {
                return try loop.call(loopMethod, try arguments.evaluate(frame))
            }
            let callee = try frame.state.attribute(key, of: value)
            if let macro = callee.macro { return try frame.state.call(macro, arguments, frame) }
            return try frame.state.call(callee, try arguments.evaluate(frame))
        }
        guard key.method != nil, !value.isUndefined else {
            let callee = try frame.state.attribute(key, of: value)
            return try frame.state.call(callee, try arguments.evaluate(frame))
        }
        return try frame.state.callMethod(key, of: value, try arguments.evaluate(frame))
    }
}
