/// An expression that can be evaluated.
///
/// Compiled code never changes once it is made, hence the unchecked Sendable of the whole tree.
class Code: @unchecked Sendable {
    /// The value.
    func evaluate(_ frame: Frame) throws -> Value { .none }

    /// Prints the value.
    func append(_ frame: Frame) throws {
        try evaluate(frame).appendText(to: &frame.state.output)
    }

    /// Prints the value, escaped for HTML.
    func appendEscaped(_ frame: Frame) throws {
        try evaluate(frame).appendEscaped(to: &frame.state.output)
    }

    /// The truth of the value.
    func isTrue(_ frame: Frame) throws -> Bool {
        try evaluate(frame).isTrue()
    }
}

/// How a statement ended.
enum Flow {
    case next
    /// By `break`.
    case stop
    /// By `continue`.
    case again
}

/// A statement that can be run.
class Action: @unchecked Sendable {
    /// The line of the template, for errors.
    let line: Int
    /// Where it begins in the source, in bytes; the compiler's, before anyone else has it.
    final var offset: Int?

    init(line: Int) {
        self.line = line
    }

    func run(_ frame: Frame) throws -> Flow { .next }
}

/// Statements that run one after the other.
final class ActionList: @unchecked Sendable {
    /// The statements, each retained once: going through an array would retain them every time.
    private let actions: UnsafeMutableBufferPointer<Unmanaged<Action>>

    init(_ actions: [Action] = []) {
        self.actions = .allocate(capacity: actions.count)
        _ = self.actions.initialize(fromContentsOf: actions.map { Unmanaged.passRetained($0) })
    }

    deinit {
        for action in actions { action.release() }
        actions.deallocate()
    }

    /// Runs them, and says where an error came from.
    @inline(__always)
    func run(_ frame: Frame) throws -> Flow {
        var index = 0
        while index < actions.count {
            let flow = try actions[index]._withUnsafeGuaranteedRef { action in
                do {
                    return try action.run(frame)
                } catch let error as TemplateError where error.isOpen {
                    throw frame.locate(error, line: action.line, offset: action.offset)
                }
            }
            if flow != .next { return flow }
            index &+= 1
        }
        return .next
    }
}
