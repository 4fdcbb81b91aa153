/// A variable of a function: what Jinja2 makes a Python variable.
///
/// Variables of one name on one level of one function share a slot, as they do in Jinja2.
final class Variable {
    let name: String
    /// The function whose frames have the slot.
    unowned let function: FunctionScope
    let slot: Int

    init(name: String, function: FunctionScope, slot: Int) {
        self.name = name
        self.function = function
        self.slot = slot
    }
}

/// What becomes one frame at run time: a template's body, a block, a macro, the body of a
/// recursive loop, the condition of a filtered loop.
final class FunctionScope {
    /// The function around it, whose variables it sees; nil for bodies and blocks.
    let parent: FunctionScope?
    private(set) var slotCount = 0
    private var variables: [Key: Variable] = [:]

    private struct Key: Hashable {
        let level: Int
        let name: Text
    }

    init(parent: FunctionScope?) {
        self.parent = parent
    }

    /// The variables that a template can name, from the outside in.
    var named: [(name: String, slot: Int)] {
        variables.values.sorted { $0.slot < $1.slot }.map { ($0.name, $0.slot) }
    }

    /// The variable of a name on a level.
    func variable(_ name: String, level: Int) -> Variable {
        let key = Key(level: level, name: Text(name))
        if let variable = variables[key] { return variable }
        let variable = Variable(name: name, function: self, slot: slotCount)
        slotCount += 1
        variables[key] = variable
        return variable
    }

    /// A slot for the compiler's own use.
    func makeSlot() -> Int {
        slotCount += 1
        return slotCount - 1
    }
}

/// Which names a scope knows, what they are when it is entered, and which it sets.
///
/// - SeeAlso: Jinja2 `idtracking.Symbols`.
struct Symbols {
    /// What a variable is when its scope is entered.
    enum Load {
        case parameter
        /// What the context has under a name.
        case resolve(String)
        /// The value of a variable further out.
        case alias(Variable)
        case undefined
    }

    /// The scope around this one.
    final class Parent {
        let symbols: Symbols

        init(_ symbols: Symbols) { self.symbols = symbols }
    }

    let level: Int
    let function: FunctionScope
    let parent: Parent?
    /// What the scope was where a branch of a condition begins.
    ///
    /// What the branch has besides is what it adds. If it began with a copy, it would cost as much
    /// as all that is known by then.
    private let base: Parent?
    private(set) var references: [Text: Variable] = [:]
    private(set) var loads: [ObjectIdentifier: (variable: Variable, load: Load)] = [:]
    private(set) var stores: Set<Text> = []

    /// Makes an outermost scope, or one that sees nothing of those around it.
    init(function: FunctionScope, level: Int = 0) {
        self.function = function
        self.level = level
        parent = nil
        base = nil
    }

    /// Makes a scope inside of another.
    init(parent: Symbols, function: FunctionScope? = nil) {
        self.function = function ?? parent.function
        level = parent.level + 1
        self.parent = Parent(parent)
        base = nil
    }

    /// Makes a branch of a condition in a scope.
    init(branchOf base: Parent) {
        function = base.symbols.function
        level = base.symbols.level
        parent = base.symbols.parent
        self.base = base
    }

    // MARK: - Look-up

    /// The variable that a name stands for.
    func reference(_ name: Text) -> Variable? {
        ownReference(name) ?? parent?.symbols.reference(name)
    }

    /// The variable that a name stands for in this scope itself.
    private func ownReference(_ name: Text) -> Variable? {
        references[name] ?? base?.symbols.ownReference(name)
    }

    /// Whether this scope sets a name.
    private func sets(_ name: Text) -> Bool {
        stores.contains(name) || base?.symbols.sets(name) == true
    }

    /// What a variable is when its scope is entered.
    func load(of variable: Variable) -> Load? {
        loads[ObjectIdentifier(variable)]?.load ?? parent?.symbols.load(of: variable)
    }

    /// Whether this is the other scope, and nothing else was set since.
    func setsSameNames(as other: Symbols) -> Bool {
        function === other.function && parent === other.parent && base === other.base
            && level == other.level && stores == other.stores
    }

    // MARK: - Definition

    @discardableResult
    private mutating func define(_ name: Text, load: Load) -> Variable {
        let variable = function.variable(name.string, level: level)
        references[name] = variable
        loads[ObjectIdentifier(variable)] = (variable, load)
        return variable
    }

    /// A name is set.
    mutating func store(_ name: String) {
        let name = Text(name)
        stores.insert(name)
        guard ownReference(name) == nil else { return }
        if let outer = parent?.symbols.reference(name) {
            define(name, load: .alias(outer))
        } else {
            define(name, load: .undefined)
        }
    }

    /// A name is set by what enters the scope.
    @discardableResult
    mutating func declareParameter(_ name: String) -> Variable {
        let name = Text(name)
        stores.insert(name)
        return define(name, load: .parameter)
    }

    /// A name is read.
    mutating func read(_ name: String) {
        let text = Text(name)
        guard reference(text) == nil else { return }
        define(text, load: .resolve(name))
    }

    /// What a branch of a condition adds to its scope.
    struct Additions {
        fileprivate let references: [Text: Variable]
        fileprivate let loads: [ObjectIdentifier: (variable: Variable, load: Load)]
        fileprivate let stores: Set<Text>
    }

    /// What this branch adds to its scope.
    var additions: Additions {
        Additions(references: references, loads: loads, stores: stores)
    }

    /// Takes in what the branches of a condition add.
    ///
    /// - SeeAlso: Jinja2 `Symbols.branch_update`.
    mutating func update(fromBranches branches: [Additions]) {
        var stored: Set<Text> = []
        for branch in branches { stored.formUnion(branch.stores) }
        stored = stored.filter { !sets($0) }
        for branch in branches {
            references.merge(branch.references) { $1 }
            loads.merge(branch.loads) { $1 }
            stores.formUnion(branch.stores)
        }
        for name in stored {
            guard let variable = reference(name) else { continue }
            let key = ObjectIdentifier(variable)
            if let outer = parent?.symbols.reference(name) {
                loads[key] = (variable, .alias(outer))
            } else {
                loads[key] = (variable, .resolve(name.string))
            }
        }
    }

    // MARK: - Lists

    /// All names that this scope and those around it set, with their variables.
    ///
    /// - SeeAlso: Jinja2 `Symbols.dump_stores`.
    var visibleStores: [(name: Text, variable: Variable)] {
        var seen: Set<Text> = []
        var result: [(name: Text, variable: Variable)] = []
        var symbols: Symbols? = self
        while let current = symbols {
            for name in current.stores.sorted() where seen.insert(name).inserted {
                if let variable = reference(name) { result.append((name, variable)) }
            }
            symbols = current.parent?.symbols
        }
        return result
    }

    /// The parameters that this scope declares.
    var parameters: Set<ObjectIdentifier> {
        var result: Set<ObjectIdentifier> = []
        for (key, entry) in loads {
            if case .parameter = entry.load { result.insert(key) }
        }
        return result
    }
}
