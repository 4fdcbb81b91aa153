import DewarText

/// `<float:x>`: digits, a point, and digits.
///
/// Arguments: `min`, `max`, `signed`.
///
/// - SeeAlso: Werkzeug `FloatConverter`.
struct FloatConverter: RouteConverter {
    private let bounds: NumberBounds
    private let isSigned: Bool

    let weight = 50
    let valueKind = RouteValueKind.double

    init(_ arguments: ConverterArguments) throws {
        let values = try arguments.values(for: ["min", "max", "signed"])
        bounds = try NumberBounds(min: values[0], max: values[1])
        isSigned = values[2]?.isTrue ?? false
    }

    var pattern: RoutePattern {
        let number: RoutePattern = .run(of: .digits) + .text(".") + .run(of: .digits)
        return isSigned ? .optional("-") + number : number
    }

    func value(of text: String) -> RouteValue? {
        guard let value = NumberText.double(text), bounds.contains(.double(value)) else {
            return nil
        }
        return .double(value)
    }

    func text(of value: RouteValue) throws -> String? {
        guard let number = Self.double(value) else {
            throw RefusedValue.notANumber(value, wanted: "a number")
        }
        return FloatText.text(of: number)
    }

    /// The number that Python's `float()` makes of a value, else nil.
    private static func double(_ value: RouteValue) -> Double? {
        switch value {
        case .double(let value): return value
        case .bool(let value): return value ? 1 : 0
        case .int(let value): return Double(value)
        case .integer(let digits):
            guard let number = Double(digits), number.isFinite else { return nil }
            return number
        case .string(let text): return NumberText.double(text)
        case .bytes(let bytes):
            return IntegerConverter.text(of: bytes).flatMap { NumberText.double($0) }
        default: return nil
        }
    }
}
