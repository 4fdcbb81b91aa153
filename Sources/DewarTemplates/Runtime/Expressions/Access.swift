/// `variable.name`, with a variable of the function itself.
final class LocalAttributeCode: Code, @unchecked Sendable {
    private let variable: LocalCode
    private let slot: Int
    private let key: ConstantKey
    private let isPlain: Bool
    private let loopAttribute: LoopContext.Attribute?

    init(_ variable: LocalCode, _ key: ConstantKey) {
        self.variable = variable
        slot = variable.slot
        self.key = key
        isPlain = key.isPlain
        loopAttribute = LoopContext.Attribute(rawValue: key.text.string)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        switch UnretainedValue(frame.slots[slot]) {
        case .dict(let dict) where isPlain:
            if let value = dict._withUnsafeGuaranteedRef({ $0.lookup(key) }) { return value }
        case .object(let object):
            // Retained, because the loop may have to ask a template for its next element.
            if let loopAttribute, let loop = object.takeUnretainedValue() as? LoopContext {
                return try loop.value(of: loopAttribute)
            }
        default: break
        }
        return try frame.state.attribute(key, of: try variable.evaluate(frame))
    }

    /// The value of a dictionary's key, without a reference to it; nil: ask ``evaluate(_:)``.
    @inline(__always)
    private func entry(_ frame: Frame) -> UnretainedValue? {
        guard isPlain, case .dict(let dict) = UnretainedValue(frame.slots[slot]) else { return nil }
        return dict._withUnsafeGuaranteedRef { $0.unretainedLookup(key) }
    }

    override func append(_ frame: Frame) throws {
        if let entry = entry(frame), entry.append(to: &frame.state.output) { return }
        try evaluate(frame).appendText(to: &frame.state.output)
    }

    override func appendEscaped(_ frame: Frame) throws {
        if let entry = entry(frame), entry.appendEscaped(to: &frame.state.output) { return }
        try evaluate(frame).appendEscaped(to: &frame.state.output)
    }

    override func isTrue(_ frame: Frame) throws -> Bool {
        try entry(frame)?.truth ?? evaluate(frame).isTrue()
    }
}

/// `value.name`.
final class AttributeCode: Code, @unchecked Sendable {
    let value: Code
    let key: ConstantKey
    private let isPlain: Bool
    private let loopAttribute: LoopContext.Attribute?

    init(_ value: Code, _ key: ConstantKey) {
        self.value = value
        self.key = key
        isPlain = key.isPlain
        loopAttribute = LoopContext.Attribute(rawValue: key.text.string)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try value.evaluate(frame)
        switch value {
        case .dict(let dict) where isPlain:
            if let result = dict.lookup(key) { return result }
        case .object(let object):
            if let loopAttribute, let loop = object as? LoopContext {
                return try loop.value(of: loopAttribute)
            }
        default: break
        }
        return try frame.state.attribute(key, of: value)
    }
}

/// `value[key]` with a key that is spelled out.
final class ConstantItemCode: Code, @unchecked Sendable {
    private let value: Code
    private let key: ConstantKey

    init(_ value: Code, _ key: ConstantKey) {
        self.value = value
        self.key = key
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        try frame.state.item(key, of: try value.evaluate(frame))
    }
}

/// `value[key]`.
final class ItemCode: Code, @unchecked Sendable {
    private let value: Code
    private let key: Code

    init(_ value: Code, _ key: Code) {
        self.value = value
        self.key = key
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try value.evaluate(frame)
        return try frame.state.item(try key.evaluate(frame), of: value)
    }
}

/// `value[start:stop:step]`.
final class SliceCode: Code, @unchecked Sendable {
    private let value: Code
    private let start: Code?
    private let stop: Code?
    private let step: Code?

    init(_ value: Code, start: Code?, stop: Code?, step: Code?) {
        self.value = value
        self.start = start
        self.stop = stop
        self.step = step
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try value.evaluate(frame)
        var slice = Slice()
        if let start { slice.start = try start.evaluate(frame) }
        if let stop { slice.stop = try stop.evaluate(frame) }
        if let step { slice.step = try step.evaluate(frame) }
        return try value.sliced(slice)
    }
}
