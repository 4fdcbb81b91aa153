/// `if`, its `elif`s and `else`.
final class ConditionAction: Action, @unchecked Sendable {
    /// A condition and what is done if it is the first to hold.
    final class Branch: @unchecked Sendable {
        let test: Code
        let body: ActionList
        let line: Int
        let offset: Int

        init(test: Code, body: ActionList, line: Int, offset: Int) {
            self.test = test
            self.body = body
            self.line = line
            self.offset = offset
        }

        @inline(__always)
        fileprivate func holds(_ frame: Frame) throws -> Bool {
            do {
                return try test.isTrue(frame)
            } catch let error as TemplateError where error.isOpen {
                throw frame.locate(error, line: line, offset: offset)
            }
        }
    }

    private let first: Branch
    private let others: [Branch]
    private let otherwise: ActionList

    init(_ first: Branch, others: [Branch], otherwise: ActionList, line: Int) {
        self.first = first
        self.others = others
        self.otherwise = otherwise
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        if try first.holds(frame) { return try first.body.run(frame) }
        for branch in others where try branch.holds(frame) { return try branch.body.run(frame) }
        return try otherwise.run(frame)
    }
}

/// `with`, and the scope of `autoescape`.
final class ScopeAction: Action, @unchecked Sendable {
    private let entry: ScopeEntry
    private let assignments: [(target: TargetCode, value: Code)]
    private let body: ActionList

    init(
        _ entry: ScopeEntry, assignments: [(target: TargetCode, value: Code)] = [],
        body: ActionList, line: Int
    ) {
        self.entry = entry
        self.assignments = assignments
        self.body = body
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        entry.enter(frame)
        for assignment in assignments {
            try assignment.target.assign(try assignment.value.evaluate(frame), frame)
        }
        let flow = try body.run(frame)
        entry.leave(frame)
        return flow
    }
}

/// `autoescape`, inside of its scope.
final class AutoescapeAction: Action, @unchecked Sendable {
    private let value: Code
    private let body: ActionList

    init(_ value: Code, body: ActionList, line: Int) {
        self.value = value
        self.body = body
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        let escaping = frame.context.escaping
        let before = escaping.isOn
        let value = try value.evaluate(frame)
        do {
            escaping.isOn = try value.isTrue()
        } catch let error as TemplateError {
            // Jinja2 asks for the truth only when something depends on it.
            escaping.isOn = false
            escaping.error = error
        }
        frame.state.autoescape = escaping.isOn
        defer {
            escaping.isOn = before
            escaping.error = nil
            frame.state.autoescape = before
        }
        return try body.run(frame)
    }
}

/// What captures its body: `filter`, and `set` without `=`.
struct CaptureCode: @unchecked Sendable {
    let entry: ScopeEntry
    let body: ActionList
    /// Where the text goes that the filter takes.
    let slot: Int

    /// Runs the body and puts what it wrote into the slot; `then` runs while the scope is still
    /// entered.
    func run(_ frame: Frame, then: () throws -> Void) throws -> Flow {
        entry.enter(frame)
        var flow = Flow.next
        frame.openCaptures += 1
        defer { frame.openCaptures -= 1 }
        let text = try frame.state.capture { flow = try body.run(frame) }
        if frame.openCaptures == 1, !frame.early.isEmpty {
            for text in frame.early { frame.state.output.append(text) }
            frame.early = []
        }
        guard flow == .next else { return flow }
        frame.slots[slot] = .string(text)
        try then()
        frame.slots[slot] = nil
        entry.leave(frame)
        return .next
    }
}

/// `filter`.
final class FilterBlockAction: Action, @unchecked Sendable {
    private let capture: CaptureCode
    private let print: PrintTextAction

    init(_ capture: CaptureCode, filter: Code, line: Int) {
        self.capture = capture
        print = PrintTextAction(filter, line: line)
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        try capture.run(frame) { _ = try print.run(frame) }
    }
}
