/// How much a rendering may use, against templates that are hostile or run away.
public struct TemplateLimits: Sendable, Hashable {
    /// How deep macros, blocks, includes and recursive loops may call each other.
    public var recursionDepth = 500
    /// How many bytes of stack a rendering may use beyond those in use when it begins.
    public var stackBytes = 4 << 20
    /// How many bytes a rendering may write.
    public var outputBytes = 1 << 30
    /// How many bytes what a rendering made, and still has, may take besides its output.
    ///
    /// Small things are estimated: the count is true to a few per cent, and to some ten thousand
    /// bytes.
    public var memoryBytes = 1 << 30
    /// How many iterations, calls and inclusions a rendering may take.
    public var steps = 1_000_000_000
    /// How many numbers `range` may give; nil: as many as it is asked for.
    public var rangeSize: Int?

    /// Generous limits, for templates of one's own.
    public static let standard = TemplateLimits()

    /// Strict limits, for templates of strangers: what a sandbox has unless told otherwise.
    public static let strict = TemplateLimits(
        recursionDepth: 100, stackBytes: 1 << 20, outputBytes: 16 << 20,
        memoryBytes: 128 << 20, steps: 10_000_000, rangeSize: 100_000)

    /// The standard limits.
    public init() {}

    private init(
        recursionDepth: Int, stackBytes: Int, outputBytes: Int, memoryBytes: Int, steps: Int,
        rangeSize: Int
    ) {
        self.recursionDepth = recursionDepth
        self.stackBytes = stackBytes
        self.outputBytes = outputBytes
        self.memoryBytes = memoryBytes
        self.steps = steps
        self.rangeSize = rangeSize
    }
}
