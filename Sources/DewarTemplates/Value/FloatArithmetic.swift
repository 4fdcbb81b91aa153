#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Python's operators on floating-point numbers.
enum FloatArithmetic {
    static func apply(
        _ operation: BinaryOperator, _ left: Double, _ right: Double
    ) throws -> Value {
        switch operation {
        case .add: return .float(left + right)
        case .subtract: return .float(left - right)
        case .multiply: return .float(left * right)
        case .divide:
            if right == 0 { throw TemplateError.division("float division by zero") }
            return .float(left / right)
        case .floorDivide:
            if right == 0 { throw TemplateError.division("float floor division by zero") }
            return .float(floorQuotient(left, right))
        case .remainder:
            if right == 0 { throw TemplateError.division("float modulo") }
            return .float(floorRemainder(left, right))
        case .power: return .float(try power(left, right))
        }
    }

    /// - SeeAlso: CPython `float_rem`.
    private static func floorRemainder(_ left: Double, _ right: Double) -> Double {
        let remainder = left.truncatingRemainder(dividingBy: right)
        if remainder == 0 { return Double(signOf: right, magnitudeOf: 0) }
        return (right < 0) != (remainder < 0) ? remainder + right : remainder
    }

    /// - SeeAlso: CPython `_float_div_mod`.
    private static func floorQuotient(_ left: Double, _ right: Double) -> Double {
        var remainder = left.truncatingRemainder(dividingBy: right)
        var quotient = (left - remainder) / right
        if remainder != 0, (right < 0) != (remainder < 0) {
            remainder += right
            quotient -= 1
        }
        guard quotient != 0 else { return Double(signOf: left / right, magnitudeOf: 0) }
        let floor = quotient.rounded(.down)
        return quotient - floor > 0.5 ? floor + 1 : floor
    }

    /// - SeeAlso: CPython `float_pow`.
    private static func power(_ base: Double, _ exponent: Double) throws -> Double {
        if base == 0, exponent < 0, exponent.isFinite || exponent == -.infinity {
            if exponent == -.infinity { return .infinity }
            throw TemplateError.division("0.0 cannot be raised to a negative power")
        }
        if base < 0, base.isFinite, exponent.isFinite, exponent != exponent.rounded(.towardZero) {
            throw TemplateError.value(
                "a negative number has no real power with a fraction as its exponent")
        }
        let result = pow(base, exponent)
        if result.isInfinite, base.isFinite, exponent.isFinite {
            throw TemplateError.overflow("(34, 'Numerical result out of range')")
        }
        return result
    }
}
