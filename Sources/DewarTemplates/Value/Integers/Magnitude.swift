/// Arithmetic on natural numbers: words of 64 bits, the least significant first, without zeros at
/// the end.
///
/// Sizes stay within ``BigInteger/maximalBitWidth``, so schoolbook methods will do.
enum Magnitude {
    static func trimmed(_ words: [UInt]) -> [UInt] {
        var words = words
        while words.last == 0 { words.removeLast() }
        return words
    }

    static func bitWidth(_ words: [UInt]) -> Int {
        guard let last = words.last else { return 0 }
        return words.count * UInt.bitWidth - last.leadingZeroBitCount
    }

    static func isLess(_ left: [UInt], _ right: [UInt]) -> Bool {
        guard left.count == right.count else { return left.count < right.count }
        for index in left.indices.reversed() where left[index] != right[index] {
            return left[index] < right[index]
        }
        return false
    }

    static func sum(_ left: [UInt], _ right: [UInt]) -> [UInt] {
        var (result, other) = left.count >= right.count ? (left, right) : (right, left)
        other += repeatElement(0, count: result.count - other.count)
        var carry = false
        for index in result.indices {
            let (partial, first) = result[index].addingReportingOverflow(other[index])
            let (word, second) = partial.addingReportingOverflow(carry ? 1 : 0)
            result[index] = word
            carry = first || second
        }
        if carry { result.append(1) }
        return result
    }

    /// `left - right`, where `left` is not the less.
    static func difference(_ left: [UInt], _ right: [UInt]) -> [UInt] {
        var result = left
        var borrow = false
        for index in result.indices {
            let other = index < right.count ? right[index] : 0
            let (partial, first) = result[index].subtractingReportingOverflow(other)
            let (word, second) = partial.subtractingReportingOverflow(borrow ? 1 : 0)
            result[index] = word
            borrow = first || second
        }
        return trimmed(result)
    }

    static func product(_ left: [UInt], _ right: [UInt]) -> [UInt] {
        guard !left.isEmpty, !right.isEmpty else { return [] }
        var result = [UInt](repeating: 0, count: left.count + right.count)
        for (offset, word) in left.enumerated() {
            var carry: UInt = 0
            for (index, other) in right.enumerated() {
                let (high, low) = word.multipliedFullWidth(by: other)
                let (first, one) = low.addingReportingOverflow(result[offset + index])
                let (second, two) = first.addingReportingOverflow(carry)
                result[offset + index] = second
                carry = high &+ (one ? 1 : 0) &+ (two ? 1 : 0)
            }
            result[offset + right.count] = carry
        }
        return trimmed(result)
    }

    /// `words * factor + addend`, in place.
    static func multiply(_ words: inout [UInt], by factor: UInt, adding addend: UInt) {
        var carry = addend
        for index in words.indices {
            let (high, low) = words[index].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            words[index] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
        if carry > 0 { words.append(carry) }
    }

    /// Divides in place by one word that is not zero, and gives the remainder.
    static func divide(_ words: inout [UInt], by divisor: UInt) -> UInt {
        var remainder: UInt = 0
        for index in words.indices.reversed() {
            (words[index], remainder) = divisor.dividingFullWidth((remainder, words[index]))
        }
        words = trimmed(words)
        return remainder
    }

    static func shiftedLeft(_ words: [UInt], by bits: Int) -> [UInt] {
        guard bits > 0, !words.isEmpty else { return words }
        let (whole, part) = bits.quotientAndRemainder(dividingBy: UInt.bitWidth)
        var result = [UInt](repeating: 0, count: whole)
        var carry: UInt = 0
        for word in words {
            result.append(word << UInt(part) | carry)
            carry = part == 0 ? 0 : word >> UInt(UInt.bitWidth - part)
        }
        if carry > 0 { result.append(carry) }
        return result
    }

    static func shiftedRight(_ words: [UInt], by bits: Int) -> [UInt] {
        let (whole, part) = bits.quotientAndRemainder(dividingBy: UInt.bitWidth)
        guard whole < words.count else { return [] }
        var result = Array(words[whole...])
        guard part > 0 else { return result }
        for index in result.indices {
            let high = index + 1 < result.count ? result[index + 1] : 0
            result[index] = result[index] >> UInt(part) | high << UInt(UInt.bitWidth - part)
        }
        return trimmed(result)
    }

    /// Whether any of the lowest `bits` bits is set.
    static func hasBits(_ words: [UInt], below bits: Int) -> Bool {
        let (whole, part) = bits.quotientAndRemainder(dividingBy: UInt.bitWidth)
        if words.prefix(whole).contains(where: { $0 != 0 }) { return true }
        return part > 0 && whole < words.count && words[whole] << UInt(UInt.bitWidth - part) != 0
    }

    /// The quotient and the remainder of a division by a number that is not zero.
    ///
    /// - SeeAlso: Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D.
    static func quotientAndRemainder(
        _ left: [UInt], by right: [UInt]
    ) -> (quotient: [UInt], remainder: [UInt]) {
        if isLess(left, right) { return ([], left) }
        if right.count == 1 {
            var quotient = left
            let remainder = divide(&quotient, by: right[0])
            return (quotient, remainder == 0 ? [] : [remainder])
        }
        let shift = right[right.count - 1].leadingZeroBitCount
        let divisor = shiftedLeft(right, by: shift)
        var rest = shiftedLeft(left, by: shift)
        if rest.count == left.count { rest.append(0) }
        var quotient = [UInt](repeating: 0, count: rest.count - divisor.count)
        for index in quotient.indices.reversed() {
            var digit = estimate(rest, divisor, at: index)
            if subtract(divisor, times: digit, from: &rest, at: index) {
                digit &-= 1
                addBack(divisor, to: &rest, at: index)
            }
            quotient[index] = digit
        }
        return (trimmed(quotient), shiftedRight(trimmed(rest), by: shift))
    }

    /// A digit of the quotient, at most one too large.
    private static func estimate(_ rest: [UInt], _ divisor: [UInt], at index: Int) -> UInt {
        let top = divisor[divisor.count - 1]
        let high = rest[index + divisor.count]
        let low = rest[index + divisor.count - 1]
        guard high < top else { return .max }
        var (digit, remainder) = top.dividingFullWidth((high, low))
        let next = divisor[divisor.count - 2]
        while true {
            let product = digit.multipliedFullWidth(by: next)
            let third = rest[index + divisor.count - 2]
            guard (product.high, product.low) > (remainder, third) else { return digit }
            digit &-= 1
            let (sum, overflow) = remainder.addingReportingOverflow(top)
            if overflow { return digit }
            remainder = sum
        }
    }

    /// Subtracts; whether that was too much.
    private static func subtract(
        _ divisor: [UInt], times digit: UInt, from rest: inout [UInt], at index: Int
    ) -> Bool {
        var carry: UInt = 0
        for offset in divisor.indices {
            let (high, low) = digit.multipliedFullWidth(by: divisor[offset])
            let (sum, overflow) = low.addingReportingOverflow(carry)
            let (word, borrow) = rest[index + offset].subtractingReportingOverflow(sum)
            rest[index + offset] = word
            carry = high &+ (overflow ? 1 : 0) &+ (borrow ? 1 : 0)
        }
        let (word, borrow) = rest[index + divisor.count].subtractingReportingOverflow(carry)
        rest[index + divisor.count] = word
        return borrow
    }

    private static func addBack(_ divisor: [UInt], to rest: inout [UInt], at index: Int) {
        var carry = false
        for offset in divisor.indices {
            let (partial, first) = rest[index + offset].addingReportingOverflow(divisor[offset])
            let (word, second) = partial.addingReportingOverflow(carry ? 1 : 0)
            rest[index + offset] = word
            carry = first || second
        }
        rest[index + divisor.count] = rest[index + divisor.count] &+ (carry ? 1 : 0)
    }

    /// The natural number that a text of ASCII digits writes, in a base from 2 to 36.
    static func parse(_ digits: [UInt8], base: Int) -> [UInt] {
        var result: [UInt] = []
        for digit in digits { multiply(&result, by: UInt(base), adding: UInt(digit)) }
        return result
    }

    /// The digits in a base from 2 to 36, the most significant first; none for zero.
    static func digits(_ words: [UInt], base: Int) -> [UInt8] {
        var chunk = UInt(base)
        var length = 1
        while true {
            let (next, overflow) = chunk.multipliedReportingOverflow(by: UInt(base))
            if overflow { break }
            chunk = next
            length += 1
        }
        var rest = words
        var digits: [UInt8] = []
        while !rest.isEmpty {
            var part = divide(&rest, by: chunk)
            for _ in 0..<length where !(rest.isEmpty && part == 0) {
                digits.append(UInt8(part % UInt(base)))
                part /= UInt(base)
            }
        }
        return digits.reversed()
    }
}
