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

    override var typeName: String { "generator" }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<generator object ")
        output.append(string: name)
        output.append(ascii: UInt8(ascii: ">"))
    }
}

/// A lazy iterator made of a closure.
final class Generator: LazyIterator {
    private var step: (() throws -> Value?)?

    /// Makes an iterator of a closure that gives the next element, or nil at the end, and is not
    /// called again after that.
    ///
    /// - Throws: RecursionError.
    init(_ name: String, over source: Value = .none, step: @escaping () throws -> Value?) throws {
        self.step = step
        try super.init(name, over: source)
    }

    override func next() throws -> Value? {
        guard let step else { return nil }
        do {
            if let element = try step() { return element }
        } catch {
            // A generator that threw is at its end.
            self.step = nil
            throw error
        }
        self.step = nil
        return nil
    }
}
