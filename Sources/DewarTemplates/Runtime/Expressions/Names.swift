/// A value that does not change.
final class ConstantCode: Code, @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }

    override func evaluate(_ frame: Frame) throws -> Value { value }
}

/// A list or dictionary that a filter made at compile time: a new one each time.
final class CopiedConstantCode: Code, @unchecked Sendable {
    private let value: Value

    init(_ value: Value) { self.value = value }

    override func evaluate(_ frame: Frame) throws -> Value { value.copyOfConstant }
}

/// A variable of the function itself.
final class LocalCode: Code, @unchecked Sendable {
    let slot: Int
    let name: Text

    init(slot: Int, name: Text) {
        self.slot = slot
        self.name = name
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        frame.slots[slot] ?? frame.state.undefined(name: name)
    }

    override func append(_ frame: Frame) throws {
        if UnretainedValue(frame.slots[slot]).append(to: &frame.state.output) { return }
        try evaluate(frame).appendText(to: &frame.state.output)
    }

    override func appendEscaped(_ frame: Frame) throws {
        if UnretainedValue(frame.slots[slot]).appendEscaped(to: &frame.state.output) { return }
        try evaluate(frame).appendEscaped(to: &frame.state.output)
    }

    override func isTrue(_ frame: Frame) throws -> Bool {
        try UnretainedValue(frame.slots[slot]).truth ?? evaluate(frame).isTrue()
    }
}

/// A variable of a function further out.
final class OuterCode: Code, @unchecked Sendable {
    private let distance: Int
    private let slot: Int
    private let name: Text

    init(distance: Int, slot: Int, name: Text) {
        self.distance = distance
        self.slot = slot
        self.name = name
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        frame.ancestor(distance).slots[slot] ?? frame.state.undefined(name: name)
    }
}

/// A name that no scope knows, looked up where it stands.
final class ContextCode: Code, @unchecked Sendable {
    private let key: ConstantKey

    init(_ key: ConstantKey) { self.key = key }

    override func evaluate(_ frame: Frame) throws -> Value {
        frame.context.resolve(key) ?? frame.state.undefined(name: key.text)
    }
}

/// A tuple, list or dictionary that is spelled out.
final class TupleCode: Code, @unchecked Sendable {
    private let items: [Code]

    init(_ items: [Code]) { self.items = items }

    override func evaluate(_ frame: Frame) throws -> Value {
        .tuple(try items.map { try $0.evaluate(frame) })
    }
}

/// A list that is spelled out.
final class ListCode: Code, @unchecked Sendable {
    private let items: [Code]

    init(_ items: [Code]) { self.items = items }

    override func evaluate(_ frame: Frame) throws -> Value {
        .list(try items.map { try $0.evaluate(frame) })
    }
}

/// A dictionary that is spelled out.
final class DictCode: Code, @unchecked Sendable {
    private let pairs: [(key: Code, value: Code)]

    init(_ pairs: [(key: Code, value: Code)]) { self.pairs = pairs }

    override func evaluate(_ frame: Frame) throws -> Value {
        let dict = Dict(capacity: pairs.count)
        for pair in pairs {
            let key = try pair.key.evaluate(frame)
            try dict.set(key, to: try pair.value.evaluate(frame))
        }
        return .dict(dict)
    }
}
