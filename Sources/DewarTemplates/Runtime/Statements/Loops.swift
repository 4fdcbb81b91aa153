/// A `for`, recursive or not.
final class LoopAction: Action, @unchecked Sendable {
    private let iterable: Code
    /// What the loop asks for `items()`, if it takes keys and values apart and does nothing else
    /// with them: no pair has to be made then.
    private let items: Code?
    private let body: LoopBody
    /// The function of the body; nil unless the loop is recursive.
    private let function: FunctionCode?

    init(_ iterable: Code, items: Code?, _ body: LoopBody, function: FunctionCode?, line: Int) {
        self.iterable = iterable
        self.items = items
        self.body = body
        self.function = function
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        if let items, case .dict(let dict) = try items.evaluate(frame) {
            return try body.run(entriesOf: dict, frame)
        }
        let iterable = try iterable.evaluate(frame)
        guard let function else { return try body.run(iterable, frame) }
        try recurse(iterable, depth: 0, function, frame, frame.state)
        return .next
    }

    /// Writes what the body gives for elements.
    private func recurse(
        _ iterable: Value, depth: Int, _ function: FunctionCode, _ outer: Frame,
        _ state: RenderState
    ) throws {
        try state.enter()
        defer { state.leave() }
        // `loop` holds the frame, and the frame may come to hold `loop`.
        state.willBreakCycles(of: outer)
        let frame = Frame(function, parent: outer, context: outer.context, state: state)
        _ = try body.run(iterable, frame, depth: depth) { iterable, depth, state in
            let text: Text
            do {
                text = try state.capture {
                    try self.recurse(iterable, depth: depth, function, outer, state)
                }
            } catch {
                throw TemplateError.reached("in a recursive loop, called from", error)
            }
            return try self.body.escape.isOn(outer) ? .markup(text) : .string(text)
        }
    }
}

/// What a loop does, once it is known what it goes through.
final class LoopBody: @unchecked Sendable {
    /// What is true of the elements that are taken.
    final class Condition: @unchecked Sendable {
        let function: FunctionCode
        let target: TargetCode
        let test: Code
        let line: Int

        init(function: FunctionCode, target: TargetCode, test: Code, line: Int) {
            self.function = function
            self.target = target
            self.test = test
            self.line = line
        }
    }

    let target: TargetCode
    /// The slot of the target, if it is one name.
    private let targetSlot: Int?
    /// The slots of the targets, if they are two names.
    private let pairSlots: (Int, Int)?
    /// The slot of `loop`; nil if the body does not mention it.
    let loopSlot: Int?
    let condition: Condition?
    /// Whether the body is a function of its own, inside of the one that the condition sees.
    let isRecursive: Bool
    /// What is looked up once, because the body does not change it.
    let constants: ScopeEntry
    let entry: ScopeEntry
    let body: ActionList
    let otherwiseEntry: ScopeEntry
    let otherwise: ActionList
    let hasOtherwise: Bool
    let escape: EscapeMode

    init(
        target: TargetCode,
        loopSlot: Int?,
        condition: Condition?,
        isRecursive: Bool,
        constants: ScopeEntry,
        entry: ScopeEntry,
        body: ActionList,
        otherwiseEntry: ScopeEntry,
        otherwise: ActionList,
        hasOtherwise: Bool,
        escape: EscapeMode
    ) {
        self.target = target
        if case .slot(let slot) = target { targetSlot = slot } else { targetSlot = nil }
        if case .tuple(let targets) = target, targets.count == 2,
            case .slot(let first) = targets[0], case .slot(let second) = targets[1]
        {
            pairSlots = (first, second)
        } else {
            pairSlots = nil
        }
        self.loopSlot = loopSlot
        self.condition = condition
        self.isRecursive = isRecursive
        self.constants = constants
        self.entry = entry
        self.body = body
        self.otherwiseEntry = otherwiseEntry
        self.otherwise = otherwise
        self.hasOtherwise = hasOtherwise
        self.escape = escape
    }

    /// Goes through elements; `recurse` renders the body for others, if the loop is recursive.
    func run(
        _ iterable: Value, _ frame: Frame, depth: Int = 0,
        recurse: LoopContext.Recursion? = nil
    ) throws -> Flow {
        var iterable = iterable
        if let condition { iterable = try filter(iterable, condition, frame) }
        constants.enter(frame)
        let isCompleted: Bool
        if let loopSlot {
            do {
                isCompleted = try runExtended(iterable, frame, loopSlot, depth, recurse)
            } catch {
                // The frame still holds `loop`, which may hold the frame of its condition.
                if condition != nil { frame.state.willBreakCycles(of: frame) }
                throw error
            }
        } else if case .list(let list) = iterable {
            isCompleted = try runList(list, frame)
        } else {
            isCompleted = try runIterator(try iterable.makeIterator(), frame)
        }
        return try finish(isCompleted, frame)
    }

    /// Goes through keys and values of a dictionary, whose pairs the target takes apart.
    func run(entriesOf dict: Dict, _ frame: Frame) throws -> Flow {
        constants.enter(frame)
        var isCompleted = false
        var index = 0
        let count = dict.count
        while true {
            guard dict.count == count else {
                throw TemplateError(.runtimeError, "dictionary changed size during iteration")
            }
            guard index < dict.entries.count else { break }
            index &+= 1
            if dict.entries[index &- 1].isRemoved { continue }
            if let (first, second) = pairSlots {
                frame.slots[first] = dict.entries[index &- 1].key
                frame.slots[second] = dict.entries[index &- 1].value
            } else {
                let entry = dict.entries[index &- 1]
                try target.assign(DictPart.items.value(of: entry), frame)
            }
            guard try iterate(frame, &isCompleted) else { break }
        }
        return try finish(isCompleted, frame)
    }

    /// What follows the last iteration.
    private func finish(_ isCompleted: Bool, _ frame: Frame) throws -> Flow {
        constants.leave(frame)
        entry.leave(frame)
        // Jinja2 looks whether an iteration came to its end, `break` or not.
        if hasOtherwise, !isCompleted {
            otherwiseEntry.enter(frame)
            let flow = try otherwise.run(frame)
            otherwiseEntry.leave(frame)
            return flow
        }
        return .next
    }

    private func runList(_ list: List, _ frame: Frame) throws -> Bool {
        var isCompleted = false
        var index = 0
        // The body may change the list.
        while index < list.elements.count {
            try assign(list.elements[index], frame)
            index &+= 1
            guard try iterate(frame, &isCompleted) else { break }
        }
        return isCompleted
    }

    private func runIterator(_ iterator: ValueIterator, _ frame: Frame) throws -> Bool {
        var iterator = iterator
        var isCompleted = false
        while let element = try iterator.next() {
            try assign(element, frame)
            guard try iterate(frame, &isCompleted) else { break }
        }
        return isCompleted
    }

    private func runExtended(
        _ iterable: Value, _ frame: Frame, _ loopSlot: Int, _ depth: Int,
        _ recurse: LoopContext.Recursion?
    ) throws -> Bool {
        let loop = try LoopContext(
            iterable, undefined: frame.state.settings.undefined, depth0: depth, recurse: recurse)
        defer { loop.forgetChanges() }
        var isCompleted = false
        while let element = try loop.advance() {
            try assign(element, frame)
            // The body may set a variable of this name.
            if !loop.isHeld(by: frame.slots[loopSlot]) { frame.slots[loopSlot] = .object(loop) }
            guard try iterate(frame, &isCompleted) else { break }
        }
        return isCompleted
    }

    @inline(__always)
    private func assign(_ element: Value, _ frame: Frame) throws {
        if let targetSlot {
            frame.slots[targetSlot] = element
        } else {
            try target.assign(element, frame)
        }
    }

    /// Runs the body once.
    ///
    /// - Returns: Whether to go on.
    @inline(__always)
    private func iterate(_ frame: Frame, _ isCompleted: inout Bool) throws -> Bool {
        try frame.state.countStep()
        entry.enter(frame)
        let flow = try body.run(frame)
        try frame.state.flushIfDue()
        if flow == .stop { return false }
        if flow == .next { isCompleted = true }
        return true
    }

    /// The elements for which the condition holds, asked for one by one.
    private func filter(_ iterable: Value, _ condition: Condition, _ outer: Frame) throws -> Value {
        let frame = Frame(
            condition.function, parent: isRecursive ? outer.parent : outer, context: outer.context,
            state: outer.state)
        return .object(try FilteredIterator(iterable, condition, frame))
    }
}

/// The elements of a loop with a condition for which it holds.
private final class FilteredIterator: LazyIterator {
    private let iterable: Value
    private let condition: LoopBody.Condition
    private let frame: Frame
    @exclusivity(unchecked) private var iterator: ValueIterator?

    init(_ iterable: Value, _ condition: LoopBody.Condition, _ frame: Frame) throws {
        self.iterable = iterable
        self.condition = condition
        self.frame = frame
        try super.init("loop_filter_func", over: iterable)
    }

    override func advance() throws -> Value? {
        // Python looks names up and asks for the iterator when the first element is wanted.
        if iterator == nil {
            condition.function.entry.enter(frame)
            iterator = try iterable.makeIterator()
        }
        while let element = try iterator?.next() {
            try frame.state.countStep()
            try condition.target.assign(element, frame)
            let holds: Bool
            do {
                holds = try condition.test.isTrue(frame)
            } catch let error as TemplateError where error.isOpen {
                throw frame.locate(error, line: condition.line, offset: nil)
            }
            if holds { return element }
        }
        return nil
    }
}
