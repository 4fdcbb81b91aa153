/// What is the case while a template is rendered: handed to every filter, test and function.
final class RenderState {
    /// What the environment fixed.
    let settings: RenderSettings
    /// Whether what is printed now is escaped.
    @exclusivity(unchecked) var autoescape: Bool
    /// What was printed so far.
    ///
    /// Unchecked, as are others below: used at every step, and nothing that writes to it lends it
    /// out meanwhile.
    @exclusivity(unchecked) var output: Output
    /// Where templates that are named come from; nil for constant folding.
    let library: (any TemplateLibrary)?
    /// The context whose template is being rendered.
    @exclusivity(unchecked) var context: Context?

    /// What was to be written and is no text; Jinja2 notices when it joins what was written.
    @exclusivity(unchecked) var pendingError: TemplateError?
    /// How many captures are open: what is written now may yet be taken back.
    @exclusivity(unchecked) var openCaptures = 0
    /// Takes pieces of the output as they are finished, if the rendering is a stream.
    @exclusivity(unchecked) var sink: OutputSink?
    /// The modules that templates imported or included without context.
    var modules = [ObjectIdentifier: ModuleObject]()
    /// The getters of attributes that filters asked for.
    @exclusivity(unchecked) var getters = AttributeGetterCache()
    /// What may hold itself through a macro, to be emptied at the end.
    private var cyclic: [Cyclic] = []
    /// What may hold itself since the template changed it.
    private var cycles = CycleBreaker()

    @exclusivity(unchecked) private var depth = 0
    private let stackFloor: UInt
    @exclusivity(unchecked) private var stepsLeft: Int
    private let meter: MemoryMeter

    /// - Parameters:
    ///   - settings: What the environment fixed.
    ///   - autoescape: Whether what is printed first is escaped.
    ///   - library: Where templates that are named come from.
    ///   - output: Where it writes to; what is written already comes before.
    init(
        settings: RenderSettings, autoescape: Bool = false, library: (any TemplateLibrary)? = nil,
        output: consuming Output = Output()
    ) {
        self.settings = settings
        self.autoescape = autoescape
        self.library = library
        self.output = output
        stepsLeft = settings.limits.steps
        meter = MemoryMeter(limit: settings.limits.memoryBytes)
        self.output.limit = settings.limits.outputBytes
        let here = Self.stackPointer()
        stackFloor = here - min(here, UInt(clamping: settings.limits.stackBytes))
    }

    /// Runs all of a rendering, or a part of it: here limits of memory count.
    func run<Result>(_ body: () throws -> Result) rethrows -> Result { try meter.run(body) }

    /// Ends the rendering: what holds itself lets go.
    ///
    /// Whatever makes a state has to call this; frames hold the state, and it may hold frames.
    func finish() {
        meter.run {
            context = nil
            modules = [:]
            let objects = cyclic
            cyclic = []
            for object in objects { object.breakCycles() }
            cycles.breakCycles()
        }
    }

    /// An undefined value of the environment's kind.
    func undefined(hint: String? = nil, name: Text? = nil) -> Value {
        .undefined(
            Undefined(
                settings.undefined, hint: hint, name: name.map { .text($0) } ?? .none))
    }

    /// Runs a piece of a template in its context.
    @inline(__always)
    func within<Result>(_ context: Context, _ body: () throws -> Result) throws -> Result {
        try enter()
        let outer = self.context
        let outerAutoescape = autoescape
        self.context = context
        autoescape = context.escaping.isOn
        defer {
            self.context = outer
            autoescape = outerAutoescape
            leave()
        }
        return try body()
    }

    // MARK: - Limits

    /// Counts a step: an iteration, a call or an inclusion.
    @inline(__always)
    func countStep() throws {
        stepsLeft &-= 1
        if stepsLeft < 0 { throw stepsError }
        if output.count > settings.limits.outputBytes { throw outputError }
        if meter.isExceeded { throw meter.error }
    }

    /// Goes a level deeper; ``leave()`` has to follow.
    @inline(__always)
    func enter() throws {
        try countStep()
        depth &+= 1
        guard depth <= settings.limits.recursionDepth, Self.stackPointer() > stackFloor else {
            depth &-= 1
            throw TemplateError(
                .recursionError, "maximum recursion depth exceeded: templates call each other")
        }
    }

    /// Goes a level back.
    @inline(__always)
    func leave() { depth &-= 1 }

    private var stepsError: TemplateError { .limit("steps", settings.limits.steps) }

    private var outputError: TemplateError { .limit("outputBytes", settings.limits.outputBytes) }

    /// An address near the end of the stack.
    @inline(never)
    private static func stackPointer() -> UInt {
        withUnsafeTemporaryAllocation(of: UInt.self, capacity: 1) { memory in
            UInt(bitPattern: memory.baseAddress)
        }
    }

    // MARK: - Captures

    /// Runs what writes, and takes what it wrote.
    @inline(__always)
    func capture(_ body: () throws -> Void) throws -> Text {
        let start = output.count
        try whole(body)
        return output.take(from: start)
    }

    /// Runs what writes, and leaves what it wrote where it is, unless it fails.
    @inline(__always)
    func whole(_ body: () throws -> Void) throws {
        let start = output.count
        let outerError = pendingError
        pendingError = nil
        openCaptures &+= 1
        defer {
            openCaptures &-= 1
            pendingError = outerError
        }
        do {
            try body()
            try checkOutput()
        } catch {
            output.truncate(to: start)
            throw error
        }
    }

    /// Throws if too much was written, or something that is no text.
    func checkOutput() throws {
        if let pendingError { throw pendingError }
        if output.count > settings.limits.outputBytes { throw outputError }
    }

    /// Gives what is finished to the sink, if it is worth it.
    @inline(__always)
    func flushIfDue() throws {
        if let sink, openCaptures == 0, output.count >= sink.threshold { try flush() }
    }

    /// Gives what is finished to the sink.
    func flush() throws {
        guard let sink, openCaptures == 0, output.count > 0 else { return }
        let piece = output.take(from: 0)
        try sink.write(piece.string)
    }

    // MARK: - Cycles

    /// Remembers a list or dictionary into which a value was put that may hold it.
    @inline(__always)
    func didPut(_ value: Value, into container: Container) {
        if CycleBreaker.mayClose(value) { cycles.insert(container) }
    }

    /// Remembers what may hold itself.
    func willBreakCycles(of object: Cyclic) {
        guard !object.isRemembered else { return }
        object.isRemembered = true
        cyclic.append(object)
    }
}

/// What may come to hold itself: frames whose macros see them, contexts that hold such macros.
class Cyclic {
    /// Whether someone will call ``breakCycles()``.
    final var isRemembered = false

    /// About how many bytes it takes.
    private static let size = 256

    init() { MemoryMeter.didMake(self, size: Self.size) }

    deinit { MemoryMeter.willEnd(self, size: Self.size) }

    /// Lets go of everything it holds.
    func breakCycles() {}
}

/// Where a streamed rendering goes.
struct OutputSink {
    /// How many bytes make a piece.
    let threshold: Int
    /// Takes a piece.
    let write: (String) throws -> Void
}

/// What filters, tests and functions need of an environment.
final class RenderSettings: Sendable {
    let filters: [Text: Filter]
    let tests: [Text: Test]
    let policies: Policies
    let undefined: Undefined.Style
    let sandbox: Sandbox?
    let newlineSequence: Text
    let limits: TemplateLimits
    /// Whether errors have the variables of the template that failed.
    let showsVariables: Bool
    /// What every printed value goes through first; nil: nothing.
    let finalize: (@Sendable (Value) throws -> Value)?

    init(
        filters: [Text: Filter] = BuiltinFilters.table, tests: [Text: Test] = BuiltinTests.table,
        policies: Policies = Policies(), undefined: Undefined.Style = .standard,
        sandbox: Sandbox? = nil, newlineSequence: Text = "\n",
        limits: TemplateLimits = .standard, showsVariables: Bool = false,
        finalize: (@Sendable (Value) throws -> Value)? = nil
    ) {
        self.filters = filters
        self.tests = tests
        self.policies = policies
        self.undefined = undefined
        self.sandbox = sandbox
        self.newlineSequence = newlineSequence
        self.limits = limits
        self.showsVariables = showsVariables
        self.finalize = finalize
    }
}
