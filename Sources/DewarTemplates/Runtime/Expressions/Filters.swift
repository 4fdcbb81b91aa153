/// `value|filter(arguments)`.
final class FilterCode: Code, @unchecked Sendable {
    private let value: Code
    private let filter: Filter
    private let arguments: ArgumentsCode

    init(_ value: Code, _ filter: Filter, _ arguments: ArgumentsCode) {
        self.value = value
        self.filter = filter
        self.arguments = arguments
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try value.evaluate(frame)
        if arguments.isConstant {
            return try filter.body(value, arguments.constant, frame.state)
        }
        return try filter.body(value, try arguments.evaluate(frame), frame.state)
    }
}

/// `value is test(arguments)`.
final class TestCode: Code, @unchecked Sendable {
    private let value: Code
    private let test: Test
    private let arguments: ArgumentsCode

    init(_ value: Code, _ test: Test, _ arguments: ArgumentsCode) {
        self.value = value
        self.test = test
        self.arguments = arguments
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try isTrue(frame)) }

    override func isTrue(_ frame: Frame) throws -> Bool {
        let value = try value.evaluate(frame)
        if arguments.isConstant {
            return try test.body(value, arguments.constant, frame.state)
        }
        return try test.body(value, try arguments.evaluate(frame), frame.state)
    }
}

/// A filter or test that does not exist, in a branch that may never be taken.
final class UnknownCode: Code, @unchecked Sendable {
    private let value: Code
    private let arguments: ArgumentsCode
    private let error: TemplateError

    init(_ value: Code, _ arguments: ArgumentsCode, _ error: TemplateError) {
        self.value = value
        self.arguments = arguments
        self.error = error
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        _ = try value.evaluate(frame)
        _ = try arguments.evaluate(frame)
        throw error
    }
}

/// What a filter block or block set captured, for its filter.
final class CapturedCode: Code, @unchecked Sendable {
    private let slot: Int
    private let escape: EscapeMode

    init(slot: Int, escape: EscapeMode) {
        self.slot = slot
        self.escape = escape
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        guard case .string(let text)? = frame.slots[slot] else { return .string(.empty) }
        return try escape.isOn(frame) ? .markup(text) : .string(text)
    }
}

/// Text of the template, as `finalize` is given it where escaping is decided while rendering.
final class DataCode: Code, @unchecked Sendable {
    private let text: Text
    private let escape: EscapeMode

    init(_ text: Text, escape: EscapeMode) {
        self.text = text
        self.escape = escape
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        try escape.isOn(frame) ? .markup(text) : .string(text)
    }
}

/// Whether output is escaped, as far as the compiler knows.
enum EscapeMode: Sendable {
    case on, off
    /// Decided while rendering.
    case dynamic

    @inline(__always)
    func isOn(_ frame: Frame) throws -> Bool {
        switch self {
        case .on: return true
        case .off: return false
        case .dynamic:
            if let error = frame.context.escaping.error { throw error }
            return frame.context.escaping.isOn
        }
    }
}
