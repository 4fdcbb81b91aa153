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

    init(line: Int) {
        self.line = line
    }

    func run(_ frame: Frame) throws -> Flow { .next }
}

/// Statements that run one after the other.
struct ActionList: @unchecked Sendable {
    var actions: [Action] = []

    /// Runs them, and says where an error came from.
    @inline(__always)
    func run(_ frame: Frame) throws -> Flow {
        for action in actions {
            let flow: Flow
            do {
                flow = try action.run(frame)
            } catch let error as TemplateError where error.line == nil {
                throw frame.unit.locate(error, line: action.line)
            }
            if flow != .next { return flow }
        }
        return .next
    }
}
