/// An arithmetic operator between two values.
final class BinaryCode: Code, @unchecked Sendable {
    private let operation: BinaryOperator
    private let left: Code
    private let right: Code

    init(_ operation: BinaryOperator, _ left: Code, _ right: Code) {
        self.operation = operation
        self.left = left
        self.right = right
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let left = try left.evaluate(frame)
        return try Value.apply(operation, left, try right.evaluate(frame))
    }
}

/// An operator that the sandbox's owner wants to see.
final class InterceptedCode: Code, @unchecked Sendable {
    private let name: String
    private let operands: [Code]
    private let intercept: Sandbox.Interceptor

    init(_ name: String, _ operands: [Code], _ intercept: @escaping Sandbox.Interceptor) {
        self.name = name
        self.operands = operands
        self.intercept = intercept
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        try intercept(name, try operands.map { try $0.evaluate(frame) })
    }
}

/// A sign before a value.
final class SignCode: Code, @unchecked Sendable {
    private let sign: UnaryOperator
    private let value: Code

    init(_ sign: UnaryOperator, _ value: Code) {
        self.sign = sign
        self.value = value
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try value.evaluate(frame)
        return sign == .negate ? try value.negated() : try value.unaryPlus()
    }
}

/// `and`: the first value that is false, or the last.
final class AndCode: Code, @unchecked Sendable {
    private let left: Code
    private let right: Code

    init(_ left: Code, _ right: Code) {
        self.left = left
        self.right = right
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try left.evaluate(frame)
        return try value.isTrue() ? try right.evaluate(frame) : value
    }

    override func isTrue(_ frame: Frame) throws -> Bool {
        try left.isTrue(frame) && right.isTrue(frame)
    }
}

/// `or`: the first value that is true, or the last.
final class OrCode: Code, @unchecked Sendable {
    private let left: Code
    private let right: Code

    init(_ left: Code, _ right: Code) {
        self.left = left
        self.right = right
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try left.evaluate(frame)
        return try value.isTrue() ? value : try right.evaluate(frame)
    }

    override func isTrue(_ frame: Frame) throws -> Bool {
        try left.isTrue(frame) || right.isTrue(frame)
    }
}

/// `not`.
final class NotCode: Code, @unchecked Sendable {
    private let value: Code

    init(_ value: Code) { self.value = value }

    override func evaluate(_ frame: Frame) throws -> Value {
        .bool(try !value.isTrue(frame))
    }

    override func isTrue(_ frame: Frame) throws -> Bool { try !value.isTrue(frame) }
}

/// `then if test else otherwise`.
final class ConditionalCode: Code, @unchecked Sendable {
    private let test: Code
    private let then: Code
    private let otherwise: Code

    init(test: Code, then: Code, otherwise: Code) {
        self.test = test
        self.then = then
        self.otherwise = otherwise
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        try test.isTrue(frame) ? try then.evaluate(frame) : try otherwise.evaluate(frame)
    }

    override func append(_ frame: Frame) throws {
        try test.isTrue(frame) ? try then.append(frame) : try otherwise.append(frame)
    }

    override func appendEscaped(_ frame: Frame) throws {
        try test.isTrue(frame) ? try then.appendEscaped(frame) : try otherwise.appendEscaped(frame)
    }
}

/// What `if` without `else` gives when it is false.
final class NoElseCode: Code, @unchecked Sendable {
    private let undefined: Undefined

    /// - Parameter position: The line and template, in Jinja2's words.
    init(position: String) {
        // Of the standard kind in every environment, so that it can always be printed.
        undefined = Undefined(
            .standard,
            hint: "the inline if-expression on \(position) evaluated to false and no else section"
                + " was defined.")
    }

    override func evaluate(_ frame: Frame) throws -> Value { .undefined(undefined) }
}

/// Comparisons, each with the value to its right: `1 < x < 3`.
final class ComparisonCode: Code, @unchecked Sendable {
    private let first: Code
    private let rest: [(comparator: Comparator, code: Code)]

    init(_ first: Code, _ rest: [(comparator: Comparator, code: Code)]) {
        self.first = first
        self.rest = rest
    }

    override func evaluate(_ frame: Frame) throws -> Value { .bool(try isTrue(frame)) }

    override func isTrue(_ frame: Frame) throws -> Bool {
        var left = try first.evaluate(frame)
        for (comparator, code) in rest {
            let right = try code.evaluate(frame)
            guard try comparator.holds(left, right) else { return false }
            left = right
        }
        return true
    }
}

extension Comparator {
    /// Whether two values compare like this.
    @inline(__always)
    func holds(_ left: Value, _ right: Value) throws -> Bool {
        switch self {
        case .equal: try Value.areEqual(left, right)
        case .notEqual: try !Value.areEqual(left, right)
        case .less: try Value.compare(left, .less, right)
        case .lessOrEqual: try Value.compare(left, .lessOrEqual, right)
        case .greater: try Value.compare(left, .greater, right)
        case .greaterOrEqual: try Value.compare(left, .greaterOrEqual, right)
        case .isIn: try right.contains(left)
        case .isNotIn: try !right.contains(left)
        }
    }
}

/// `~`: values as text, one after the other.
final class ConcatenationCode: Code, @unchecked Sendable {
    private let items: [Code]
    /// Whether one value that is markup makes markup of all.
    private let joinsMarkup: Bool

    init(_ items: [Code], joinsMarkup: Bool) {
        self.items = items
        self.joinsMarkup = joinsMarkup
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for item in items { values.append(try item.evaluate(frame)) }
        var output = Output()
        if joinsMarkup {
            values = try values.map { try $0.softText() }
            if values.contains(where: \.isMarkup) {
                for value in values { try value.appendEscaped(to: &output) }
                return .markup(output.text)
            }
        }
        for value in values { try value.appendText(to: &output) }
        try Value.checkSize(output.count)
        return .string(output.text)
    }
}

/// A text that is markup where the template's output is escaped.
final class MarkSafeCode: Code, @unchecked Sendable {
    private let value: Code

    init(_ value: Code) { self.value = value }

    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try value.evaluate(frame)
        guard frame.context.escaping.isOn else { return value }
        return .markup(try value.printed())
    }
}
