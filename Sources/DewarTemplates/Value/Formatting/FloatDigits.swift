/// The decimal digits of a number, rounded half to even on its exact value.
struct FloatDigits {
    /// ASCII digits, at least one.
    var digits: [UInt8]
    /// How many of them stand before the decimal point; may be negative or beyond the end.
    var point: Int

    /// Digits after the point beyond which a number has nothing but zeros.
    private static let longestFraction = 1100

    /// All digits up to a place after the point, with at least one before it.
    ///
    /// - Parameters:
    ///   - value: A finite number that is not negative.
    ///   - decimals: Places after the point, not negative.
    init(fixed value: Double, decimals: Int) {
        let exact = min(decimals, Self.longestFraction)
        var digits = Self.rounded(value, scaledBy: exact)
        if digits.count <= exact {
            digits = [UInt8](repeating: 48, count: exact + 1 - digits.count) + digits
        }
        point = digits.count - exact
        digits += repeatElement(48, count: decimals - exact)
        self.digits = digits
    }

    /// The digits before the point without the last ones, by which the others are rounded.
    ///
    /// - Parameters:
    ///   - value: A finite number that is not negative.
    ///   - count: How many digits before the point go.
    init(fixed value: Double, droppedDigits count: Int) {
        digits = Self.rounded(value, scaledBy: -count)
        point = digits.count
    }

    /// A number of digits, the first of them not zero (unless the number is).
    ///
    /// - Parameters:
    ///   - value: A finite number that is not negative.
    ///   - count: At least 1.
    init(significant value: Double, count: Int) {
        guard value > 0 else {
            digits = [UInt8](repeating: 48, count: count)
            point = 1
            return
        }
        let exact = min(count, Self.longestFraction)
        var power = Int((Double(value.exponent) * 0.301_029_995_663_981_2).rounded(.down))
        var digits = Self.rounded(value, scaledBy: exact - 1 - power)
        // The estimate is one too low at most; rounding may also add a digit.
        while digits.count > exact {
            power += 1
            digits = Self.rounded(value, scaledBy: exact - 1 - power)
        }
        self.digits = digits + repeatElement(48, count: count - exact)
        point = power + 1
    }

    /// The digits of `value * 10^scale`, rounded to an integer.
    private static func rounded(_ value: Double, scaledBy scale: Int) -> [UInt8] {
        guard value > 0 else { return [48] }
        let significand: UInt
        let exponent: Int
        if value.isNormal {
            significand = UInt(value.significandBitPattern | 1 << 52)
            exponent = Int(value.exponent) - 52
        } else {
            significand = UInt(value.significandBitPattern)
            exponent = -1074
        }
        if scale >= 0, scale <= 18, exponent < 0 {
            return quicklyRounded(significand, -exponent, scale)
        }
        var numerator = Magnitude.shiftedLeft([significand], by: max(exponent, 0))
        var denominator = Magnitude.shiftedLeft([1], by: max(-exponent, 0))
        if scale >= 0 {
            numerator = Magnitude.product(numerator, powerOfTen(scale))
        } else {
            denominator = Magnitude.product(denominator, powerOfTen(-scale))
        }
        var (quotient, rest) = Magnitude.quotientAndRemainder(numerator, by: denominator)
        let twice = Magnitude.shiftedLeft(rest, by: 1)
        let isOdd = (quotient.first ?? 0) & 1 == 1
        if Magnitude.isLess(denominator, twice) || isOdd && twice == denominator {
            quotient = Magnitude.sum(quotient, [1])
        }
        let digits = Magnitude.digits(quotient, base: 10)
        return digits.isEmpty ? [48] : digits.map { $0 + 48 }
    }

    /// The same for `significand / 2^shift * 10^scale` within 128 bits.
    private static func quicklyRounded(
        _ significand: UInt, _ shift: Int, _ scale: Int
    ) -> [UInt8] {
        var power: UInt128 = 1
        for _ in 0..<scale { power *= 10 }
        let scaled = UInt128(significand) * power
        // The product has 113 bits at most.
        guard shift < 120 else { return [48] }
        var quotient = scaled >> UInt128(shift)
        let rest = scaled & ((1 << UInt128(shift)) - 1)
        let half = UInt128(1) << UInt128(shift - 1)
        if rest > half || rest == half && quotient & 1 == 1 { quotient += 1 }
        return Array(String(quotient).utf8)
    }

    private static func powerOfTen(_ exponent: Int) -> [UInt] {
        var result: [UInt] = [1]
        for _ in 0..<exponent / 19 {
            Magnitude.multiply(&result, by: 10_000_000_000_000_000_000, adding: 0)
        }
        for _ in 0..<exponent % 19 { Magnitude.multiply(&result, by: 10, adding: 0) }
        return result
    }
}
