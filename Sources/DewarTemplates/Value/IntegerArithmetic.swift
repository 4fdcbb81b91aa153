/// Python's operators on integers: quick within 64 bits, without limit beyond.
enum IntegerArithmetic {
    static func apply(_ operation: BinaryOperator, _ left: Int, _ right: Int) throws -> Value {
        switch operation {
        case .add:
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow { return .int(sum) }
        case .subtract:
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            if !overflow { return .int(difference) }
        case .multiply:
            let (product, overflow) = left.multipliedReportingOverflow(by: right)
            if !overflow { return .int(product) }
        case .divide:
            if right == 0 { throw TemplateError.division("division by zero") }
            if left.magnitude <= 1 << 53, right.magnitude <= 1 << 53 {
                return .float(Double(left) / Double(right))
            }
        case .floorDivide, .remainder:
            if let result = try divide(operation, left, right) { return .int(result) }
        case .power: break
        }
        return try apply(operation, BigInteger(left), BigInteger(right))
    }

    private static func divide(_ operation: BinaryOperator, _ left: Int, _ right: Int) throws
        -> Int?
    {
        guard right != 0 else { throw divisionByZero(operation) }
        guard right != -1 else {
            if operation == .remainder { return 0 }
            return left == .min ? nil : -left
        }
        let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
        let isRounded = remainder != 0 && (remainder < 0) != (right < 0)
        if operation == .remainder { return isRounded ? remainder + right : remainder }
        return isRounded ? quotient - 1 : quotient
    }

    private static func divisionByZero(_ operation: BinaryOperator) -> TemplateError {
        .division(
            operation == .remainder
                ? "integer modulo by zero" : "integer division or modulo by zero")
    }

    static func apply(
        _ operation: BinaryOperator, _ left: BigInteger, _ right: BigInteger
    ) throws -> Value {
        switch operation {
        case .add: return try limited(left + right)
        case .subtract: return try limited(left - right)
        case .multiply:
            guard left.bitWidth + right.bitWidth <= BigInteger.maximalBitWidth + 64 else {
                throw tooLarge
            }
            return try limited(left * right)
        case .divide:
            if right.isZero { throw TemplateError.division("division by zero") }
            guard let quotient = BigInteger.trueQuotient(left, by: right) else {
                throw TemplateError.overflow("integer division result too large for a float")
            }
            return .float(quotient)
        case .floorDivide, .remainder:
            if right.isZero { throw divisionByZero(operation) }
            let (quotient, remainder) = BigInteger.floorDivision(left, by: right)
            return Value(operation == .remainder ? remainder : quotient)
        case .power: return try power(left, right)
        }
    }

    private static func power(_ base: BigInteger, _ exponent: BigInteger) throws -> Value {
        if exponent.isNegative {
            guard let base = base.double, let exponent = exponent.double else {
                throw TemplateError.overflow("int too large to convert to float")
            }
            return try FloatArithmetic.apply(.power, base, exponent)
        }
        if base.isZero || base.magnitude == [1] {
            // The size of the exponent does not matter, whether it is odd does.
            if exponent.isZero || !base.isNegative {
                return exponent.isZero ? .int(1) : Value(base)
            }
            return .int((exponent.magnitude.first ?? 0) & 1 == 1 ? -1 : 1)
        }
        guard let exponent = exponent.int, let power = base.power(exponent) else {
            throw tooLarge
        }
        return try limited(power)
    }

    private static func limited(_ result: BigInteger) throws -> Value {
        guard result.bitWidth <= BigInteger.maximalBitWidth else { throw tooLarge }
        return Value(result)
    }

    private static var tooLarge: TemplateError {
        .overflow("integer of more than \(BigInteger.maximalBitWidth) bits")
    }
}
