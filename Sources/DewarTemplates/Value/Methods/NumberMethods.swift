/// The methods and attributes of `int` and `float`.
enum NumberMethods {
    static let integerNames: Set<MethodName> = [
        .asIntegerRatio, .bitCount, .bitLength, .conjugate,
    ]
    static let floatNames: Set<MethodName> = [.asIntegerRatio, .conjugate, .hex, .isInteger]

    /// The attributes that are no methods.
    static func property(_ name: MethodName, of value: Value) -> Value? {
        switch (value, name) {
        case (.int, .real), (.int, .numerator), (.integer, .real), (.integer, .numerator),
            (.float, .real):
            value
        case (.bool(let truth), .real), (.bool(let truth), .numerator): .int(truth ? 1 : 0)
        case (.int, .imag), (.integer, .imag), (.bool, .imag): .int(0)
        case (.int, .denominator), (.integer, .denominator), (.bool, .denominator): .int(1)
        case (.float, .imag): .float(0)
        default: nil
        }
    }

    static func call(
        _ name: MethodName, of value: Value, _ arguments: Arguments
    ) throws -> Value {
        try StringMethods.noArguments(name, value.typeName, arguments)
        if case .float(let float) = value { return try call(name, of: float) }
        guard let integer = value.bigInteger else {
            throw TemplateError.attribute(value.typeName, name.rawValue)
        }
        switch name {
        case .asIntegerRatio: return .tuple([Value(integer), .int(1)])
        case .bitCount: return .int(integer.magnitude.reduce(0) { $0 + $1.nonzeroBitCount })
        case .bitLength: return .int(integer.bitWidth)
        default: return Value(integer)
        }
    }

    private static func call(_ name: MethodName, of value: Double) throws -> Value {
        switch name {
        case .isInteger: return .bool(value.isFinite && value == value.rounded(.towardZero))
        case .hex: return .string(Text(hexadecimal(value)))
        case .asIntegerRatio: return try ratio(value)
        default: return .float(value)
        }
    }

    private static func ratio(_ value: Double) throws -> Value {
        if value.isNaN { throw TemplateError.value("cannot convert NaN to integer ratio") }
        if value.isInfinite {
            throw TemplateError.overflow("cannot convert Infinity to integer ratio")
        }
        var scaled = value
        var exponent = 0
        while scaled != scaled.rounded(.towardZero) {
            scaled *= 2
            exponent += 1
        }
        let denominator = Magnitude.shiftedLeft([1], by: exponent)
        return .tuple([
            Value(BigInteger(truncating: scaled)),
            Value(BigInteger(isNegative: false, magnitude: denominator)),
        ])
    }

    /// - SeeAlso: Python `float.hex`.
    private static func hexadecimal(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        let sign = value.sign == .minus ? "-" : ""
        guard value != 0 else { return sign + "0x0.0p+0" }
        let digits = String(value.significandBitPattern, radix: 16)
        let padding = String(repeating: "0", count: 13 - digits.utf8.count)
        let exponent = value.isNormal ? Int(value.exponent) : -1022
        let first = value.isNormal ? "1" : "0"
        return "\(sign)0x\(first).\(padding)\(digits)p\(exponent < 0 ? "-" : "+")\(abs(exponent))"
    }
}
