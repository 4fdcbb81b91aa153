extension BigInteger {
    /// The integer part of a number, which is finite.
    convenience init(truncating value: Double) {
        let truncated = value.magnitude.rounded(.towardZero)
        let exponent = truncated < 1 ? 0 : Int(truncated.exponent)
        if exponent < 63 {
            self.init(isNegative: value < 0, magnitude: [UInt(truncated)])
        } else {
            let significand = truncated.significandBitPattern | 1 << 52
            let words = Magnitude.shiftedLeft([UInt(significand)], by: exponent - 52)
            self.init(isNegative: value < 0, magnitude: words)
        }
    }

    /// The nearest number, half to even; nil beyond the largest.
    var double: Double? {
        let excess = bitWidth - 64
        guard excess > 0 else {
            let value = Double(magnitude.first ?? 0)
            return isNegative ? -value : value
        }
        guard excess <= 960 else { return nil }
        // 64 bits, the last of them set if any bit beyond is, round as the whole would.
        var top = Magnitude.shiftedRight(magnitude, by: excess).first ?? 0
        if Magnitude.hasBits(magnitude, below: excess) { top |= 1 }
        let value = Double(sign: .plus, exponent: excess, significand: Double(top))
        guard value.isFinite else { return nil }
        return isNegative ? -value : value
    }

    /// The quotient as the nearest number, half to even; nil beyond the largest.
    ///
    /// - SeeAlso: CPython `long_true_divide`.
    static func trueQuotient(_ left: BigInteger, by right: BigInteger) -> Double? {
        guard !left.isZero else { return right.isNegative ? -0.0 : 0.0 }
        // The quotient gets 66 bits or 67, more than its 53; below 2^-1022 fewer count.
        let shift = 66 - (left.bitWidth - right.bitWidth)
        let numerator = Magnitude.shiftedLeft(left.magnitude, by: max(shift, 0))
        let denominator = Magnitude.shiftedLeft(right.magnitude, by: max(-shift, 0))
        let (words, rest) = Magnitude.quotientAndRemainder(numerator, by: denominator)
        let isNegative = left.isNegative != right.isNegative
        let value = scaled(words, isInexact: !rest.isEmpty, by: -shift)
        guard value.isFinite else { return nil }
        return isNegative ? -value : value
    }

    /// `words * 2^exponent`, rounded once.
    private static func scaled(_ words: [UInt], isInexact: Bool, by exponent: Int) -> Double {
        let width = Magnitude.bitWidth(words)
        // The bits that the result has room for: 53, fewer for a subnormal one.
        let kept = min(53, width + exponent + 1074)
        guard kept >= 0 else { return 0 }
        let dropped = width - kept
        var significand = Magnitude.shiftedRight(words, by: dropped).first ?? 0
        let half = Magnitude.shiftedRight(words, by: dropped - 1).first ?? 0
        let isAboveHalf = isInexact || Magnitude.hasBits(words, below: dropped - 1)
        if half & 1 == 1, isAboveHalf || significand & 1 == 1 { significand += 1 }
        guard exponent + dropped <= 1100 else { return .infinity }
        return Double(sign: .plus, exponent: exponent + dropped, significand: Double(significand))
    }
}

extension Double {
    /// Compares a finite number exactly with an integer: less than zero, zero or greater.
    func compared(to integer: BigInteger) -> Int {
        let whole = BigInteger(truncating: self)
        if whole != integer { return whole < integer ? -1 : 1 }
        let rest = self - rounded(.towardZero)
        return rest < 0 ? -1 : rest > 0 ? 1 : 0
    }

    /// Compares exactly with an integer of 64 bits; not for nan.
    func compared(to integer: Int) -> Int {
        if self >= 0x1p63 { return 1 }
        if self < -0x1p63 { return -1 }
        let whole = Int(self)
        if whole != integer { return whole < integer ? -1 : 1 }
        let rest = self - rounded(.towardZero)
        return rest < 0 ? -1 : rest > 0 ? 1 : 0
    }
}
