/// `round`.
extension BuiltinFilters {
    private static let roundSignature = Signature("do_round", "precision", "method")

    @Sendable static func round(
        _ value: Value, _ arguments: Arguments, _ state: RenderState
    ) throws -> Value {
        let bound = try roundSignature.bind(arguments)
        let precision = bound[0] ?? 0
        // Python looks the method up in a set.
        if let method = bound[1] { _ = try method.hash() }
        switch bound[1].map({ $0.text?.string ?? "" }) ?? "common" {
        case "common": return try Rounding.round(value, precision)
        case "ceil": return try scaled(value, precision, .up)
        case "floor": return try scaled(value, precision, .down)
        default: throw TemplateError.filterArgument("method must be common, ceil or floor")
        }
    }

    private static func scaled(
        _ value: Value, _ precision: Value, _ rule: FloatingPointRoundingRule
    ) throws -> Value {
        let power = try Value.apply(.power, 10, precision)
        let product = try Value.apply(.multiply, value, power)
        return try Value.apply(.divide, Rounding.whole(product, rule), power)
    }
}

/// Python's `round`, `math.ceil` and `math.floor`.
enum Rounding {
    /// `round(value, digits)`.
    ///
    /// - Throws: TypeError for what is no number; OverflowError, ValueError for infinity and nan
    ///   without digits.
    static func round(_ value: Value, _ digits: Value) throws -> Value {
        switch value {
        case .float(let number):
            if digits.isNone {
                let rounded = number.rounded(.toNearestOrEven)
                return try Value.float(rounded).convertedToInteger()
            }
            return .float(try round(number, digits.asClampedIndex()))
        case .int, .bool, .integer:
            if digits.isNone { return try value.unaryPlus() }
            return try roundInteger(value, digits.asClampedIndex())
        default:
            throw TemplateError.type(
                "type \(value.typeName) doesn't define __round__ method")
        }
    }

    /// Rounds half to even on the exact binary value.
    ///
    /// - SeeAlso: CPython `float___round___impl`.
    private static func round(_ value: Double, _ digits: Int) throws -> Double {
        guard value.isFinite, value != 0, digits <= 323 else { return value }
        if digits < -308 { return value.sign == .minus ? -0.0 : 0 }
        let magnitude: Double
        if digits >= 0 {
            let text = try FloatFormat(notation: .fixed, precision: digits).text(of: value)
            magnitude = Double(text) ?? value.magnitude
        } else {
            let kept = FloatDigits(fixed: value.magnitude, droppedDigits: -digits)
            let text = "\(String(decoding: kept.digits, as: UTF8.self))e\(-digits)"
            magnitude = Double(text) ?? .infinity
        }
        guard magnitude.isFinite else {
            throw TemplateError.overflow("rounded value too large to represent")
        }
        return value.sign == .minus ? -magnitude : magnitude
    }

    /// Rounds to tens, hundreds …, half to even.
    private static func roundInteger(_ value: Value, _ digits: Int) throws -> Value {
        guard digits < 0 else { return try value.unaryPlus() }
        guard let integer = value.bigInteger else { return value }
        // A unit beyond twice the number leaves nothing.
        guard digits > -integer.bitWidth - 2,
            let unit = BigInteger(10).power(-digits)
        else { return 0 }
        let (quotient, remainder) = BigInteger.floorDivision(integer, by: unit)
        let twice = remainder + remainder
        let isOdd = (quotient.magnitude.first ?? 0) & 1 == 1
        let roundsUp = twice > unit || twice == unit && isOdd
        return Value((roundsUp ? quotient + BigInteger(1) : quotient) * unit)
    }

    /// `math.ceil(value)` or `math.floor(value)`.
    static func whole(_ value: Value, _ rule: FloatingPointRoundingRule) throws -> Value {
        switch value {
        case .float(let number):
            return try Value.float(number.rounded(rule)).convertedToInteger()
        case .int, .bool, .integer: return try value.unaryPlus()
        case .undefined(let undefined): throw undefined.error
        default:
            throw TemplateError.type("must be real number, not \(value.typeName)")
        }
    }
}
