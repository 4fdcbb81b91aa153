/// An iterator that draws on another value: what Python's generator functions return.
class LazyIterator: IteratorObject {
    private let name: String
    private let depth: Int
    final override var chainDepth: Int { depth }

    /// The most of them that hold each other: when the first ends, so do the others, one in the
    /// other.
    static let maximalDepth = 200

    /// Makes an iterator over `source`, with the name of Python's function for printing.
    ///
    /// - Throws: RecursionError beyond ``maximalDepth``.
    init(_ name: String, over source: Value, _ arguments: Arguments = Arguments()) throws {
        depth = try Self.depth(holding: source, arguments)
        self.name = name
    }

    /// How deep a chain is with something that holds these values.
    ///
    /// - Throws: RecursionError beyond ``maximalDepth``.
    static func depth(
        holding value: Value, _ arguments: Arguments = Arguments()
    ) throws -> Int {
        var depth = value.chainDepth
        for index in 0..<arguments.count {
            depth = max(depth, arguments[index]?.chainDepth ?? 0)
        }
        if arguments.hasKeywords {
            for keyword in arguments.keywords { depth = max(depth, keyword.value.chainDepth) }
        }
        guard depth < maximalDepth else {
            throw TemplateError(.recursionError, "maximum recursion depth exceeded")
        }
        return depth + 1
    }

    /// Whether it is being asked, or was asked for the last time.
    private enum Stage { case waiting, executing, ended }

    @exclusivity(unchecked) private var stage = Stage.waiting

    /// The next element, or nil at the end.
    ///
    /// - Throws: ValueError if it is asked by what it asks; what ``advance()`` throws, after which it
    ///   is at its end.
    final override func next() throws -> Value? {
        switch stage {
        case .waiting: stage = .executing
        case .executing: throw TemplateError.value("generator already executing")
        case .ended: return nil
        }
        do {
            let element = try advance()
            stage = element == nil ? .ended : .waiting
            return element
        } catch {
            stage = .ended
            throw error
        }
    }

    /// Finds the next element, or nil at the end, after which it is not called again.
    func advance() throws -> Value? { nil }

    override var typeName: String { "generator" }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<generator object ")
        output.append(string: name)
        output.append(ascii: UInt8(ascii: ">"))
    }
}

/// A lazy iterator made of a closure.
final class Generator: LazyIterator {
    private let source: Value
    private let arguments: Arguments
    private let step: () throws -> Value?

    /// Makes an iterator of a closure that gives the next element, or nil at the end.
    ///
    /// - Parameters:
    ///   - name: The name of Python's function.
    ///   - source: What the closure draws on.
    ///   - arguments: What it was given besides.
    ///   - step: Gives the next element.
    /// - Throws: RecursionError.
    init(
        _ name: String, over source: Value = .none, _ arguments: Arguments = Arguments(),
        step: @escaping () throws -> Value?
    ) throws {
        self.source = source
        self.arguments = arguments
        self.step = step
        try super.init(name, over: source, arguments)
    }

    override func takeChildren() -> [Value] { [source] + arguments.values }

    override func advance() throws -> Value? { try step() }
}

extension Value {
    /// How deep a chain it ends; 0 for all but objects.
    fileprivate var chainDepth: Int {
        if case .object(let object) = self { object.chainDepth } else { 0 }
    }
}
