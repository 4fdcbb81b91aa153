/// The variables of a function while it runs: of a template's body, a block, a macro, the body of
/// a recursive loop or the condition of a filtered one.
final class Frame: Cyclic {
    /// The values; nil where Jinja2 has `missing`.
    let slots: UnsafeMutablePointer<Value?>
    // Unretained: `unit` has it, and frames are made at every call.
    private unowned(unsafe) let function: FunctionCode
    private var slotCount: Int { function.slotCount }
    /// The frame of the function around this one.
    let parent: Frame?
    let context: Context
    let state: RenderState
    let unit: TemplateUnit
    /// The template that is extended, once the statement has run.
    @exclusivity(unchecked) var extended: Template?
    /// How many captures of the function are open.
    @exclusivity(unchecked) var openCaptures = 0
    /// What the function wrote past its captures.
    @exclusivity(unchecked) var early: [Text] = []

    /// Makes a frame all of whose variables are missing.
    init(_ function: FunctionCode, parent: Frame?, context: Context, state: RenderState) {
        self.function = function
        slots = .allocate(capacity: function.slotCount)
        slots.initialize(repeating: nil, count: function.slotCount)
        self.parent = parent
        self.context = context
        self.state = state
        unit = function.unit
    }

    deinit {
        slots.deinitialize(count: slotCount)
        slots.deallocate()
    }

    /// The frame that many functions further out.
    @inline(__always)
    func ancestor(_ distance: Int) -> Frame {
        var frame = self
        for _ in 0..<distance {
            guard let parent = frame.parent else { break }
            frame = parent
        }
        return frame
    }

    /// The variables of this function and those around it that have a value, from the outside in.
    var named: [(name: String, value: Value)] {
        let own = function.variables.compactMap { variable in
            slots[variable.slot].map { (variable.name, $0) }
        }
        return (parent?.named ?? []) + own
    }

    override func breakCycles() {
        slots.update(repeating: nil, count: slotCount)
        extended = nil
    }
}

/// What a frame is made for.
final class FunctionCode: @unchecked Sendable {
    // Written by the compiler only, before anyone else has it.
    private(set) var slotCount = 0
    /// Which slots have a name in the template, for errors.
    private(set) var variables: [(name: String, slot: Int)] = []
    var entry = ScopeEntry.none
    var body = ActionList()
    unowned let unit: TemplateUnit

    init(unit: TemplateUnit) {
        self.unit = unit
    }

    /// Takes what the compiler has found out about the function's variables.
    func take(_ scope: FunctionScope) {
        slotCount = scope.slotCount
        variables = scope.named
    }
}

/// What the variables of a scope are when it is entered, and which go when it is left.
final class ScopeEntry: @unchecked Sendable {
    /// What becomes of one variable.
    enum Load {
        case resolve(slot: Int, ConstantKey)
        case alias(slot: Int, distance: Int, outer: Int)
        case missing(slot: Int)
    }

    private let loads: [Load]
    /// The slots that become missing at the end.
    private let slots: [Int]
    private let hasLoads: Bool

    /// A scope that has no variables.
    static let none = ScopeEntry(loads: [], slots: [])

    init(loads: [Load], slots: [Int]) {
        self.loads = loads
        self.slots = slots
        hasLoads = !loads.isEmpty
    }

    @inline(__always)
    func enter(_ frame: Frame) {
        if hasLoads { load(frame) }
    }

    private func load(_ frame: Frame) {
        for load in loads {
            switch load {
            case .resolve(let slot, let key): frame.slots[slot] = frame.context.resolve(key)
            case .alias(let slot, let distance, let outer):
                frame.slots[slot] = frame.ancestor(distance).slots[outer]
            case .missing(let slot): frame.slots[slot] = nil
            }
        }
    }

    func leave(_ frame: Frame) {
        for slot in slots { frame.slots[slot] = nil }
    }
}
