extension Value {
    /// The deepest nesting of containers that is printed, compared or hashed.
    static let maximalDepth = 500

    /// The most bytes of a text that one operation makes.
    static let maximalSize = 1 << 26

    /// The most elements of a list that one operation makes.
    static let maximalCount = 1 << 24

    /// What Python's `type(x).__name__` gives.
    var typeName: String {
        switch self {
        case .undefined(let undefined): undefined.kind.rawValue
        case .none: "NoneType"
        case .bool: "bool"
        case .int, .integer: "int"
        case .float: "float"
        case .string: "str"
        case .markup: "Markup"
        case .tuple(let tuple): tuple.names.isEmpty ? "tuple" : "_GroupTuple"
        case .list: "list"
        case .dict: "dict"
        case .object(let object): object.typeName
        }
    }

    /// How messages of undefined values call the value.
    ///
    /// - SeeAlso: `jinja2.utils.object_type_repr`.
    var ownerName: String {
        switch self {
        case .none: "None"
        case .undefined(let undefined): "jinja2.runtime.\(undefined.kind.rawValue) object"
        case .markup: "markupsafe.Markup object"
        case .tuple(let tuple) where !tuple.names.isEmpty: "jinja2.filters._GroupTuple object"
        case .object(let object): "\(object.qualifiedTypeName) object"
        default: "\(typeName) object"
        }
    }

    /// The value as an integer of at most 64 bits; truth values count as numbers.
    var int: Int? {
        switch self {
        case .int(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// The value as an integer of any size; nil for all but `int` and `bool`.
    var bigInteger: BigInteger? {
        if case .integer(let value) = self { return value }
        return int.map { BigInteger($0) }
    }

    /// An integer in its smallest form.
    init(_ integer: BigInteger) {
        self = integer.int.map { .int($0) } ?? .integer(integer)
    }

    /// Throws if a text of this size is not to be made.
    @inline(__always)
    static func checkSize(_ size: Int) throws {
        guard size <= maximalSize else {
            throw TemplateError(
                .memoryError, "a text of more than \(maximalSize) bytes is too large")
        }
        if size >= MemoryMeter.large { try MemoryMeter.check(adding: size) }
    }

    /// Throws if a list of this size is not to be made.
    @inline(__always)
    static func checkCount(_ count: Int) throws {
        guard count <= maximalCount else {
            throw TemplateError(
                .memoryError, "a list of more than \(maximalCount) elements is too large")
        }
        let size = count &* MemoryLayout<Value>.stride
        if size >= MemoryMeter.large { try MemoryMeter.check(adding: size) }
    }

    /// Throws if containers are nested this deep.
    @inline(__always)
    static func checkDepth(_ depth: Int, _ action: StaticString) throws {
        guard depth <= maximalDepth else {
            throw TemplateError(
                .recursionError, "maximum recursion depth exceeded \(action)")
        }
    }
}
