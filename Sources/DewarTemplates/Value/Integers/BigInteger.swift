/// An integer beyond 64 bits, as Python has them.
final class BigInteger: Sendable {
    /// The widest integer that arithmetic makes, in bits: beyond it, OverflowError.
    static let maximalBitWidth = 1 << 20

    let isNegative: Bool
    let magnitude: [UInt]

    /// Makes an integer of words, the least significant first.
    init(isNegative: Bool, magnitude: [UInt]) {
        self.magnitude = Magnitude.trimmed(magnitude)
        self.isNegative = isNegative && !self.magnitude.isEmpty
        MemoryMeter.didMake(self, size: size)
    }

    deinit { MemoryMeter.willEnd(self, size: size) }

    private var size: Int { magnitude.count &* MemoryLayout<UInt>.size }

    convenience init(_ value: Int) {
        self.init(isNegative: value < 0, magnitude: [value.magnitude])
    }

    var isZero: Bool { magnitude.isEmpty }

    var bitWidth: Int { Magnitude.bitWidth(magnitude) }

    /// The value, if 64 bits have room for it.
    var int: Int? {
        guard magnitude.count <= 1 else { return nil }
        let word = magnitude.first ?? 0
        if !isNegative { return Int(exactly: word) }
        return word <= Int.min.magnitude ? Int(truncatingIfNeeded: 0 &- word) : nil
    }

    var negated: BigInteger { BigInteger(isNegative: !isNegative, magnitude: magnitude) }

    static func + (left: BigInteger, right: BigInteger) -> BigInteger {
        if left.isNegative == right.isNegative {
            let sum = Magnitude.sum(left.magnitude, right.magnitude)
            return BigInteger(isNegative: left.isNegative, magnitude: sum)
        }
        if Magnitude.isLess(left.magnitude, right.magnitude) {
            let difference = Magnitude.difference(right.magnitude, left.magnitude)
            return BigInteger(isNegative: right.isNegative, magnitude: difference)
        }
        let difference = Magnitude.difference(left.magnitude, right.magnitude)
        return BigInteger(isNegative: left.isNegative, magnitude: difference)
    }

    static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + right.negated }

    static func * (left: BigInteger, right: BigInteger) -> BigInteger {
        BigInteger(
            isNegative: left.isNegative != right.isNegative,
            magnitude: Magnitude.product(left.magnitude, right.magnitude))
    }

    /// Division that rounds towards minus infinity, by a number that is not zero.
    static func floorDivision(
        _ left: BigInteger, by right: BigInteger
    ) -> (quotient: BigInteger, remainder: BigInteger) {
        let (words, rest) = Magnitude.quotientAndRemainder(left.magnitude, by: right.magnitude)
        let quotient = BigInteger(
            isNegative: left.isNegative != right.isNegative, magnitude: words)
        let remainder = BigInteger(isNegative: left.isNegative, magnitude: rest)
        guard !rest.isEmpty, left.isNegative != right.isNegative else {
            return (quotient, remainder)
        }
        return (quotient - BigInteger(1), remainder + right)
    }

    /// A power; nil when it would exceed ``maximalBitWidth``.
    func power(_ exponent: Int) -> BigInteger? {
        guard exponent > 0, !isZero else { return exponent == 0 ? BigInteger(1) : self }
        if magnitude == [1] {
            return BigInteger(isNegative: isNegative && exponent % 2 == 1, magnitude: [1])
        }
        guard exponent <= Self.maximalBitWidth,
            (bitWidth - 1) * exponent <= Self.maximalBitWidth
        else { return nil }
        var result = BigInteger(1)
        var factor = self
        var rest = exponent
        while true {
            if rest & 1 == 1 { result = result * factor }
            rest >>= 1
            guard rest > 0 else { return result }
            factor = factor * factor
        }
    }
}

extension BigInteger: Comparable {
    static func == (left: BigInteger, right: BigInteger) -> Bool {
        left.isNegative == right.isNegative && left.magnitude == right.magnitude
    }

    static func < (left: BigInteger, right: BigInteger) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative
            ? Magnitude.isLess(right.magnitude, left.magnitude)
            : Magnitude.isLess(left.magnitude, right.magnitude)
    }

    /// The hash in dictionaries; integral floats of the same value have the same.
    var dictionaryHash: Int {
        var hash = isNegative ? 1 : 0
        for word in magnitude { hash = TextHash.hash(hash ^ Int(bitPattern: word)) }
        return hash
    }
}
