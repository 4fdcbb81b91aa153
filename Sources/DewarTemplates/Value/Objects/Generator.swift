/// An iterator that draws on another value: what Python's generator functions return.
class LazyIterator: IteratorObject {
    private let name: String
    /// How many of them draw on each other, this one included.
    private let depth: Int

    /// The most of them that draw on each other.
    static let maximalDepth = 200

    /// Makes an iterator over `source`, with the name of Python's function for printing.
    ///
    /// - Throws: RecursionError beyond ``maximalDepth``.
    init(_ name: String, over source: Value) throws {
        var depth = 1
        if case .object(let object) = source, let iterator = object as? LazyIterator {
            depth = iterator.depth + 1
        }
        guard depth <= Self.maximalDepth else {
            throw TemplateError(.recursionError, "maximum recursion depth exceeded")
        }
        self.name = name
        self.depth = depth
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
    private let step: () throws -> Value?

    /// Makes an iterator of a closure that gives the next element, or nil at the end.
    ///
    /// - Throws: RecursionError.
    init(_ name: String, over source: Value = .none, step: @escaping () throws -> Value?) throws {
        self.step = step
        try super.init(name, over: source)
    }

    override func advance() throws -> Value? { try step() }
}
