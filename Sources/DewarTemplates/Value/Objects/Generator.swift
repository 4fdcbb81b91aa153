/// An iterator made of a closure: what Python's generator functions return.
final class Generator: IteratorObject {
    private let name: String
    /// How many generators draw on each other, this one included.
    let depth: Int
    private var step: (() throws -> Value?)?

    /// The most generators that draw on each other.
    static let maximalDepth = 200

    /// - Parameters:
    ///   - name: The function's name, for printing.
    ///   - source: The value that it draws on.
    ///   - step: Gives the next element, or nil at the end; not called again after that.
    /// - Throws: RecursionError beyond ``maximalDepth``.
    init(_ name: String, over source: Value = .none, step: @escaping () throws -> Value?) throws {
        var depth = 1
        if case .object(let object) = source, let generator = object as? Generator {
            depth = generator.depth + 1
        }
        guard depth <= Self.maximalDepth else {
            throw TemplateError(.recursionError, "maximum recursion depth exceeded")
        }
        self.name = name
        self.depth = depth
        self.step = step
    }

    override var typeName: String { "generator" }

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

    override func appendRepr(to output: inout Output, depth: Int) throws {
        output.write("<generator object ")
        output.append(string: name)
        output.append(ascii: UInt8(ascii: ">"))
    }
}
