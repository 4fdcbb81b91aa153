/// An operator of two values.
enum BinaryOperator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case remainder = "%"
    case power = "**"

    /// How messages of Python call it.
    var pythonName: String { self == .power ? "** or pow()" : rawValue }
}

extension Value {
    /// What Python makes of `left operator right`.
    ///
    /// - Throws: TypeError for values that the operator does not take, ZeroDivisionError,
    ///   OverflowError, MemoryError for results too large, UndefinedError.
    static func apply(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
        if case .int(let left) = left, case .int(let right) = right {
            return try IntegerArithmetic.apply(operation, left, right)
        }
        return try applyToOthers(operation, left, right)
    }

    private static func applyToOthers(
        _ operation: BinaryOperator, _ left: Value, _ right: Value
    ) throws -> Value {
        if operation == .remainder, let format = left.text {
            return try PercentFormat.format(format, isMarkup: left.isMarkup, with: right)
        }
        if operation == .add, let sum = try sequenceSum(left, right) { return sum }
        if operation == .multiply, let product = try sequenceProduct(left, right) {
            return product
        }
        if let left = left.int, let right = right.int {
            return try IntegerArithmetic.apply(operation, left, right)
        }
        if let left = left.bigInteger, let right = right.bigInteger {
            return try IntegerArithmetic.apply(operation, left, right)
        }
        if let left = try left.number(besides: right), let right = try right.number(besides: left) {
            return try FloatArithmetic.apply(operation, left, right)
        }
        throw mismatch(operation, left, right)
    }

    var isMarkup: Bool {
        if case .markup = self { true } else { false }
    }

    /// The value as a number beside a float; nil if it is none, or if neither is a float.
    private func number(besides other: Value) throws -> Double? {
        switch self {
        case .float(let value): return value
        case .integer(let value):
            guard let double = value.double else {
                throw TemplateError.overflow("int too large to convert to float")
            }
            return double
        default: return int.map(Double.init)
        }
    }

    private func number(besides other: Double) throws -> Double? {
        try number(besides: .float(other))
    }

    private static func mismatch(
        _ operation: BinaryOperator, _ left: Value, _ right: Value
    ) -> TemplateError {
        if case .undefined(let undefined) = left { return undefined.error }
        if case .undefined(let undefined) = right {
            if operation == .remainder, case .object(let object) = left, object is Bytes {
                return .type("not all arguments converted during bytes formatting")
            }
            return undefined.error
        }
        if operation == .add {
            switch left {
            case .string, .markup:
                return .type("can only concatenate str (not \"\(right.typeName)\") to str")
            case .list:
                return .type("can only concatenate list (not \"\(right.typeName)\") to list")
            case .tuple:
                return .type("can only concatenate tuple (not \"\(right.typeName)\") to tuple")
            default: break
            }
        }
        return .type(
            "unsupported operand type(s) for \(operation.pythonName): '\(left.typeName)' and"
                + " '\(right.typeName)'")
    }

    // MARK: Sequences

    private static func sequenceSum(_ left: Value, _ right: Value) throws -> Value? {
        switch (left, right) {
        case (.string(let left), .string(let right)): return .string(try left.appending(right))
        case (.markup(let left), _):
            // Markup takes text, escaped, and whatever knows its own HTML.
            if case .string = right { return .markup(try left.appending(right.escaped())) }
            return try right.html().map { .markup(try left.appending($0)) }
        case (_, .markup(let right)):
            if case .undefined = left { return nil }
            if case .string = left { return .markup(try left.escaped().appending(right)) }
            return try left.html().map { .markup(try $0.appending(right)) }
        case (.list(let left), .list(let right)):
            try checkCount(left.elements.count + right.elements.count)
            return .list(left.elements + right.elements)
        case (.tuple(let left), .tuple(let right)):
            try checkCount(left.elements.count + right.elements.count)
            return .tuple(left.elements + right.elements)
        default: return nil
        }
    }

    private static func sequenceProduct(_ left: Value, _ right: Value) throws -> Value? {
        if left.isRepeatable {
            if let count = try repetition(left, right, isFirst: true) {
                return try left.repeated(count)
            }
        } else if right.isRepeatable, let count = try repetition(right, left) {
            return try right.repeated(count)
        }
        return nil
    }

    private var isRepeatable: Bool {
        switch self {
        case .string, .markup, .list, .tuple: true
        default: false
        }
    }

    private static func repetition(
        _ sequence: Value, _ count: Value, isFirst: Bool = false
    ) throws -> Int? {
        switch count {
        case .undefined where !sequence.isMarkup || !isFirst: return nil
        case .integer:
            throw TemplateError.overflow("cannot fit 'int' into an index-sized integer")
        default:
            guard let count = count.int else {
                // Markup leaves it to a method, which says it otherwise than the operator.
                if sequence.isMarkup { return try count.asIndex() }
                throw TemplateError.type(
                    "can't multiply sequence by non-int of type '\(count.typeName)'")
            }
            return max(count, 0)
        }
    }

    private func repeated(_ count: Int) throws -> Value {
        switch self {
        case .string(let text): return .string(try text.repeated(count))
        case .markup(let text): return .markup(try text.repeated(count))
        case .list(let list): return .list(try Self.repeated(list.elements, count))
        case .tuple(let tuple): return .tuple(try Self.repeated(tuple.elements, count))
        default: return self
        }
    }

    private static func repeated(_ elements: [Value], _ count: Int) throws -> [Value] {
        let (size, overflow) = elements.count.multipliedReportingOverflow(by: count)
        try checkCount(overflow ? .max : size)
        guard size > 0 else { return [] }
        return Array(repeatElement(elements, count: count).joined())
    }

    // MARK: Signs

    /// Python's `-x`.
    func negated() throws -> Value {
        switch self {
        case .int(let value) where value != .min: return .int(-value)
        case .float(let value): return .float(-value)
        case .undefined(let undefined): throw undefined.error
        default:
            if let value = bigInteger { return Value(value.negated) }
            throw TemplateError.type("bad operand type for unary -: '\(typeName)'")
        }
    }

    /// Python's `+x`.
    func unaryPlus() throws -> Value {
        switch self {
        case .int, .integer, .float: return self
        case .bool(let value): return .int(value ? 1 : 0)
        case .undefined(let undefined): throw undefined.error
        default: throw TemplateError.type("bad operand type for unary +: '\(typeName)'")
        }
    }
}
