/// `block`, where it stands.
final class BlockAction: Action, @unchecked Sendable {
    private let name: Text
    private let isRequired: Bool
    /// The variables that a scoped block sees; nil if it is not scoped.
    private let scope: VisibleVariables?

    init(_ name: Text, isRequired: Bool, scope: VisibleVariables?, line: Int) {
        self.name = name
        self.isRequired = isRequired
        self.scope = scope
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        guard let versions = frame.context.blocks[name], let block = versions.first else {
            return .next
        }
        if isRequired, versions.count <= 1 {
            throw TemplateError.runtime("Required block \(name.repr) not found")
        }
        var context = frame.context
        if let scope { context = try context.derived(scope.values(in: frame)) }
        guard block.function.unit !== frame.unit else {
            try block.run(context, frame.state)
            return .next
        }
        do {
            try block.run(context, frame.state)
        } catch {
            throw frame.unit.adding("in block \(name.repr) of", to: error, line: line)
        }
        return .next
    }
}

/// Variables by name, wherever they are.
struct VisibleVariables: @unchecked Sendable {
    let variables: [(key: ConstantKey, distance: Int, slot: Int)]

    /// Those that are not missing.
    func values(in frame: Frame) -> [(key: ConstantKey, value: Value)] {
        variables.compactMap { variable in
            frame.ancestor(variable.distance).slots[variable.slot].map {
                (key: variable.key, value: $0)
            }
        }
    }
}

/// `extends`.
final class ExtendsAction: Action, @unchecked Sendable {
    private let template: Code

    init(_ template: Code, line: Int) {
        self.template = template
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        if frame.extended != nil { throw TemplateError.runtime("extended multiple times") }
        let value = try template.evaluate(frame)
        let parent = try frame.state.template(value, parent: frame.unit.name)
        frame.extended = parent
        for block in parent.unit.blocks {
            frame.context.blocks[block.name, default: []].append(block)
        }
        return .next
    }
}

/// The end of a template that may extend another: the other's body.
final class RunParentAction: Action, @unchecked Sendable {
    override func run(_ frame: Frame) throws -> Flow {
        guard let parent = frame.extended else { return .next }
        try frame.state.enter()
        defer { frame.state.leave() }
        do {
            try parent.unit.runBody(frame.context, frame.state)
        } catch {
            throw frame.unit.adding("extended by", to: error, line: line)
        }
        return .next
    }
}

/// `macro`: makes a value and a variable of it.
final class MacroAction: Action, @unchecked Sendable {
    private let code: MacroCode
    private let slot: Int
    private let publication: Publication

    init(_ code: MacroCode, slot: Int, publication: Publication, line: Int) {
        self.code = code
        self.slot = slot
        self.publication = publication
        super.init(line: line)
    }

    override func run(_ frame: Frame) throws -> Flow {
        frame.slots[slot] = .object(Macro(code, in: frame))
        try publication.publish(frame)
        return .next
    }
}

/// What `call` passes as `caller`.
final class CallerCode: Code, @unchecked Sendable {
    private let code: MacroCode

    init(_ code: MacroCode) { self.code = code }

    override func evaluate(_ frame: Frame) throws -> Value { .object(Macro(code, in: frame)) }
}
