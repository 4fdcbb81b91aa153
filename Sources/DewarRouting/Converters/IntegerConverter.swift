import DewarText

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `<int:id>`: a whole number of any size, in the digits of any script.
///
/// Arguments: `fixed_digits` (the text's length, sign included), `min`, `max`, `signed`.
///
/// - SeeAlso: Werkzeug `IntegerConverter`.
struct IntegerConverter: RouteConverter {
    private let fixedDigits: Int?
    private let bounds: NumberBounds
    private let isSigned: Bool

    let weight = 50
    let valueKind = RouteValueKind.int

    /// Whether there is no number in digits that the converter refuses or changes.
    var takesEveryNumber: Bool { fixedDigits == nil && bounds.areOpen }

    init(_ arguments: ConverterArguments) throws {
        let values = try arguments.values(for: ["fixed_digits", "min", "max", "signed"])
        fixedDigits = try Self.digits(values[0] ?? .null)
        bounds = try NumberBounds(min: values[1], max: values[2])
        isSigned = values[3]?.isTrue ?? false
    }

    var pattern: RoutePattern {
        isSigned ? .optional("-") + .run(of: .digits) : .run(of: .digits)
    }

    func value(of text: String) -> RouteValue? {
        if let fixedDigits, text.unicodeScalars.count != fixedDigits { return nil }
        guard let value = NumberText.integer(text), bounds.contains(value) else { return nil }
        return value
    }

    func text(of value: RouteValue) throws -> String? {
        guard let number = Self.integer(value) else {
            throw RefusedValue.notANumber(value, wanted: "a whole number")
        }
        return Self.fill(number.description, to: fixedDigits ?? 0)
    }

    private static func digits(_ value: RouteValue) throws(RoutingError) -> Int? {
        guard value.isTrue else { return nil }
        switch value {
        case .bool: return 1
        case .int(let count) where (1...NumberText.maximalDigits).contains(count): return count
        default: throw .badArgument("fixed_digits", value, wanted: "a number of digits")
        }
    }

    /// The whole number that Python's `int()` makes of a value, else nil.
    static func integer(_ value: RouteValue) -> RouteValue? {
        switch value {
        case .int, .integer: value
        case .bool(let value): .int(value ? 1 : 0)
        case .double(let value) where value.isFinite:
            NumberText.integer(NumberOrder.digits(of: value.rounded(.towardZero)))
        case .string(let text): NumberText.integer(text)
        case .bytes(let bytes): text(of: bytes).flatMap { NumberText.integer($0) }
        case .uuid(let value): number(of: value)
        default: nil
        }
    }

    /// The text of bytes, of which Python makes numbers only if they are ASCII.
    static func text(of bytes: [UInt8]) -> String? {
        bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// The 128 bits of a UUID.
    private static func number(of value: UUID) -> RouteValue {
        let number = withUnsafeBytes(of: value.uuid) { bytes in
            bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
        }
        return Int(exactly: number).map { .int($0) } ?? .integer(String(number))
    }

    /// Puts zeros between sign and digits.
    private static func fill(_ number: String, to count: Int) -> String {
        let missing = count - number.utf8.count
        guard missing > 0 else { return number }
        let zeros = String(repeating: "0", count: missing)
        return number.hasPrefix("-") ? "-" + zeros + number.dropFirst() : zeros + number
    }
}

/// The least and the largest value of a number.
struct NumberBounds: Sendable {
    private let min: RouteValue?
    private let max: RouteValue?

    /// Takes a converter's arguments.
    ///
    /// - Throws: ``RoutingError`` when one is not a number.
    init(min: RouteValue?, max: RouteValue?) throws(RoutingError) {
        self.min = try Self.number(min, "min")
        self.max = try Self.number(max, "max")
    }

    /// Whether every number lies within.
    var areOpen: Bool { min == nil && max == nil }

    /// Tells whether a number lies within; the bounds do so themselves.
    func contains(_ value: RouteValue) -> Bool {
        if let min, NumberOrder.compare(value, min) == .less { return false }
        if let max, NumberOrder.compare(value, max) == .greater { return false }
        return true
    }

    private static func number(
        _ value: RouteValue?, _ name: String
    ) throws(RoutingError) -> RouteValue? {
        guard let value, value != .null else { return nil }
        guard NumberOrder.compare(value, 0) != nil else {
            throw .badArgument(name, value, wanted: "a number")
        }
        return value
    }
}

extension RouteValue {
    /// What Python takes the value for in a condition.
    var isTrue: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .double(let value): value != 0
        case .string(let text): !text.isEmpty
        default: true
        }
    }
}
