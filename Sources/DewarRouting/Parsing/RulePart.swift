/// What a rule wants of one part of a path (of the text between two slashes), or of several.
struct RulePart: Sendable, Hashable {
    /// Text, or a pattern.
    enum Content: Sendable, Hashable {
        case text([UInt8])
        case pattern([PartPattern.Piece])
    }

    /// What is wanted.
    var content: Content
    /// Whether the pattern takes all that is left of the path, slashes included.
    var isFinal = false
    /// Whether a slash may follow the pattern at the path's end.
    var isSuffixed = false
    /// Where the part ranks among patterns at the same place: the smallest is tried first.
    var weight: [Int] = []
}

/// Gathers a rule's tokens into parts.
struct RulePartBuilder {
    /// The parts that are complete.
    private(set) var parts: [RulePart] = []
    private var pieces: [PartPattern.Piece] = []
    private var isFinal = false
    private var textWeights: [Int] = []
    private var variableWeights: [Int] = []

    /// Adds text.
    mutating func add(text: String) {
        // More and longer texts come first.
        textWeights.append(-text.unicodeScalars.count)
        append(Array(text.utf8))
    }

    /// Adds a variable.
    mutating func add(_ converter: some RouteConverter) {
        pieces.append(.variable(converter.pattern))
        variableWeights.append(converter.weight)
        if converter.spansParts { isFinal = true }
    }

    /// Adds a slash: the part's end, unless a variable takes slashes.
    mutating func addSlash() {
        if isFinal { append([UInt8(ascii: "/")]) } else { finishPart() }
    }

    /// Completes the last part.
    mutating func finish() {
        var isSuffixed = false
        if isFinal, case .text(var text)? = pieces.last, text.last == UInt8(ascii: "/") {
            isSuffixed = true
            text.removeLast()
            pieces.removeLast()
            if !text.isEmpty { pieces.append(.text(text)) }
        }
        finishPart(isSuffixed: isSuffixed)
        if isSuffixed { parts.append(RulePart(content: .text([]))) }
    }

    private mutating func append(_ text: [UInt8]) {
        if case .text(let before)? = pieces.last {
            pieces[pieces.count - 1] = .text(before + text)
        } else {
            pieces.append(.text(text))
        }
    }

    private mutating func finishPart(isSuffixed: Bool = false) {
        let content: RulePart.Content =
            switch pieces.first {
            case nil: .text([])
            case .text(let text)? where pieces.count == 1: .text(text)
            default: .pattern(pieces)
            }
        // Of equal numbers of texts, lengths are compared one by one; so for variables.
        let weight =
            [-textWeights.count] + textWeights + [-variableWeights.count] + variableWeights
        parts.append(
            RulePart(content: content, isFinal: isFinal, isSuffixed: isSuffixed, weight: weight))
        pieces = []
        isFinal = false
        textWeights = []
        variableWeights = []
    }
}
