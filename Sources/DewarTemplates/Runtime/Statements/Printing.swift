/// Prints text of the template.
final class DataAction: Action, @unchecked Sendable {
    private let text: Text

    init(_ text: Text, line: Int) {
        self.text = text
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        frame.state.output.append(text)
        return .next
    }
}

/// Prints a value.
final class PrintAction: Action, @unchecked Sendable {
    private let code: Code

    init(_ code: Code, line: Int) {
        self.code = code
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        try code.append(frame)
        return .next
    }
}

/// Prints a value, escaped.
final class PrintEscapedAction: Action, @unchecked Sendable {
    private let code: Code

    init(_ code: Code, line: Int) {
        self.code = code
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        try code.appendEscaped(frame)
        return .next
    }
}

/// Prints a value, escaped or not as is decided while rendering, after `finalize` if there is one.
final class PrintAnyAction: Action, @unchecked Sendable {
    private let code: Code
    private let escape: EscapeMode

    init(_ code: Code, escape: EscapeMode, line: Int) {
        self.code = code
        self.escape = escape
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        var value = try code.evaluate(frame)
        if let finalize = frame.state.settings.finalize { value = try finalize(value) }
        if try escape.isOn(frame) {
            try value.appendEscaped(to: &frame.state.output)
        } else {
            try value.appendText(to: &frame.state.output)
        }
        return .next
    }
}

/// Prints what a filter block or a call block gives, as it is.
final class PrintTextAction: Action, @unchecked Sendable {
    private let code: Code

    init(_ code: Code, line: Int) {
        self.code = code
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        let value = try code.evaluate(frame)
        if let text = value.text {
            frame.state.output.append(text)
        } else if frame.state.pendingError == nil {
            frame.state.pendingError = frame.locate(
                .type("sequence item 0: expected str instance, \(value.typeName) found"),
                line: line, offset: offset)
        }
        return .next
    }
}

/// Fails where nobody can say whether output is escaped.
final class EscapingCheckAction: Action, @unchecked Sendable {
    override func run(_ frame: Frame) throws -> Flow {
        _ = try EscapeMode.dynamic.isOn(frame)
        return .next
    }
}

/// Does something unless a template is extended by now.
final class UnlessExtendedAction: Action, @unchecked Sendable {
    private let actions: ActionList

    init(_ actions: ActionList, line: Int) {
        self.actions = actions
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        // Of a recursive loop, the template's own frame is further out.
        var root = frame
        while let parent = root.parent { root = parent }
        return root.extended == nil ? try actions.run(frame) : .next
    }
}

/// Evaluates an expression for what it does.
final class EvaluateAction: Action, @unchecked Sendable {
    private let code: Code

    init(_ code: Code, line: Int) {
        self.code = code
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        _ = try code.evaluate(frame)
        return .next
    }
}

/// `break` and `continue`.
final class FlowAction: Action, @unchecked Sendable {
    private let flow: Flow

    init(_ flow: Flow, line: Int) {
        self.flow = flow
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow { flow }
}

/// Fails.
final class FailAction: Action, @unchecked Sendable {
    private let error: TemplateError

    init(_ error: TemplateError, line: Int) {
        self.error = error
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow { throw error }
}
