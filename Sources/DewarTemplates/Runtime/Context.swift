/// The variables of a template while it is rendered, and its blocks.
///
/// - SeeAlso: Jinja2 `runtime.Context`.
final class Context: Cyclic {
    /// Values that do not change, and those behind them; hence unchecked Sendable.
    final class Layer: @unchecked Sendable {
        let values: Dict
        let next: Layer?
        /// Whether it is shared and has lists or dictionaries, which a template may change.
        private let isMutable: Bool

        /// Makes a layer; `isShared` tells whether renderings at the same time will see it.
        init(_ values: Dict, next: Layer? = nil, isShared: Bool = false) {
            self.values = values
            self.next = next
            isMutable = isShared && values.live.contains { $0.value.isMutableConstant }
        }

        /// The layer for one rendering, where all renderings share this one: with lists and
        /// dictionaries of its own, so that renderings at the same time change none of another's.
        func forRendering() -> Layer {
            let next = next?.forRendering()
            guard isMutable else {
                return next === self.next ? self : Layer(values, next: next)
            }
            let copy = Value.dict(values).copyOfConstant
            guard case .dict(let values) = copy else { return self }
            return Layer(values, next: next)
        }
    }

    /// Whether a template's output is escaped, as it stands at a moment.
    final class Escaping {
        @exclusivity(unchecked) var isOn: Bool
        /// What is thrown when someone asks; nil: nothing.
        var error: TemplateError?

        init(_ isOn: Bool) { self.isOn = isOn }
    }

    /// The name of the template; nil for one made from a string.
    let name: Text?
    /// What was there before the template set anything.
    let parent: Layer?
    /// What the template set at its top level.
    @exclusivity(unchecked) private(set) var variables: Dict?
    /// Names of ``variables`` that importing templates may see.
    private(set) var exported: Set<Text> = []
    let escaping: Escaping
    /// For each block, the versions of it, the first of which is shown.
    @exclusivity(unchecked) var blocks: [Text: [BlockCode]]
    /// Names in ``parent`` that modules see which are imported without context: the template's
    /// own globals, which the environment does not have.
    let ownGlobals: [ConstantKey]

    init(
        name: Text?, parent: Layer?, escaping: Escaping, blocks: [Text: [BlockCode]],
        ownGlobals: [ConstantKey] = []
    ) {
        self.name = name
        self.parent = parent
        self.escaping = escaping
        self.blocks = blocks
        self.ownGlobals = ownGlobals
    }

    /// The value of a name, or nil.
    func resolve(_ key: ConstantKey) -> Value? {
        variables?.lookup(key) ?? resolveInParent(key)
    }

    /// The value that a name had before the template set anything, or nil.
    func resolveInParent(_ key: ConstantKey) -> Value? {
        var layer = parent
        while let current = layer {
            if let value = current.values.lookup(key) { return value }
            layer = current.next
        }
        return nil
    }

    /// Sets a variable at the top level.
    func set(_ key: ConstantKey, to value: Value) throws {
        let variables = variables ?? Dict()
        self.variables = variables
        try variables.set(key, to: value)
    }

    /// Lets importing templates see a variable.
    func export(_ name: Text) { exported.insert(name) }

    /// Hides a variable from importing templates.
    func unexport(_ name: Text) { exported.remove(name) }

    /// All that is visible now, as the parent of another context.
    func snapshot(adding locals: [(key: ConstantKey, value: Value)] = []) throws -> Layer? {
        var layer = parent
        if let variables, variables.count > 0 { layer = Layer(variables.copy(), next: layer) }
        if !locals.isEmpty {
            let values = Dict(capacity: locals.count)
            for local in locals { try values.set(local.key, to: local.value) }
            layer = Layer(values, next: layer)
        }
        return layer
    }

    /// A context of the same template, with further variables, that changes nothing of this one.
    func derived(_ locals: [(key: ConstantKey, value: Value)]) throws -> Context {
        Context(
            name: name, parent: try snapshot(adding: locals), escaping: escaping, blocks: blocks)
    }

    /// Whether a value is what all templates of the environment have under a name.
    func isGlobal(_ name: String, _ value: Value) -> Bool {
        var last = parent
        while let next = last?.next { last = next }
        return last?.values.lookup(ConstantKey(Text(name)))?.isSame(as: value) ?? false
    }

    /// What the template was given and what it set, the outermost first; not the globals.
    var given: [(name: String, value: Value)] {
        var layers: [Dict] = [variables].compactMap(\.self)
        var layer = parent
        // The last one holds what all templates of the environment have.
        while let current = layer, current.next != nil {
            layers.append(current.values)
            layer = current.next
        }
        return layers.reversed().flatMap { values in
            values.live.compactMap { entry in entry.key.text.map { ($0.string, entry.value) } }
        }
    }

    /// All that is visible, in one dictionary.
    func all() throws -> Dict {
        var layers: [Dict] = []
        var layer = parent
        while let current = layer {
            layers.append(current.values)
            layer = current.next
        }
        let result = Dict()
        for values in layers.reversed() + [variables].compactMap({ $0 }) {
            for entry in values.live { try result.set(entry.key, to: entry.value) }
        }
        return result
    }

    override func breakCycles() {
        variables = nil
        blocks = [:]
    }
}
