/// The order of two numbers of whatever kind and size, exactly as Python compares them.
enum NumberOrder {
    case less, same, greater
    /// One of the two is not a number (NaN).
    case incomparable

    /// Compares two values.
    ///
    /// - Returns: Nil when one of them is not numeric; `false` and `true` count as 0 and 1.
    static func compare(_ left: RouteValue, _ right: RouteValue) -> NumberOrder? {
        if let left = integer(left), let right = integer(right) {
            return compare(left, right)
        }
        switch (left, right) {
        case (.double(let left), .double(let right)):
            return order(left, right)
        case (.double(let double), let other):
            return integer(other).map { compare($0, double).reversed }
        case (let other, .double(let double)):
            return integer(other).map { compare($0, double) }
        default: return nil
        }
    }

    private static func order(_ left: Double, _ right: Double) -> NumberOrder {
        if left == right { return .same }
        return left < right ? .less : left > right ? .greater : .incomparable
    }

    private var reversed: NumberOrder {
        switch self {
        case .less: .greater
        case .greater: .less
        case .same: .same
        case .incomparable: .incomparable
        }
    }

    /// An integer's decimal digits, after a `-` if it is negative.
    private static func integer(_ value: RouteValue) -> String? {
        switch value {
        case .bool(let value): value ? "1" : "0"
        case .int(let value): String(value)
        case .integer(let digits): digits
        default: nil
        }
    }

    private static func compare(_ left: String, _ right: String) -> NumberOrder {
        if let left = Int(left), let right = Int(right) {
            return left < right ? .less : left > right ? .greater : .same
        }
        let signs = (left.utf8.first == UInt8(ascii: "-"), right.utf8.first == UInt8(ascii: "-"))
        guard signs.0 == signs.1 else { return signs.0 ? .less : .greater }
        let order = compareDigits(left, right)
        return signs.0 ? order.reversed : order
    }

    /// Compares digits of the same sign and without leading zeros.
    private static func compareDigits(_ left: String, _ right: String) -> NumberOrder {
        if left.utf8.count != right.utf8.count {
            return left.utf8.count < right.utf8.count ? .less : .greater
        }
        if left.utf8.elementsEqual(right.utf8) { return .same }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? .less : .greater
    }

    private static func compare(_ integer: String, _ double: Double) -> NumberOrder {
        guard double.isFinite else {
            return double.isNaN ? .incomparable : double < 0 ? .greater : .less
        }
        let whole = double.rounded(.towardZero)
        let order = compare(integer, digits(of: whole))
        guard order == .same else { return order }
        return double > whole ? .less : double < whole ? .greater : .same
    }

    /// All decimal digits of a whole number, after a `-` if it is negative.
    ///
    /// - Parameter whole: A finite number without a fraction.
    /// - Returns: Digits, exact however large the number is.
    static func digits(of whole: Double) -> String {
        if let small = Int(exactly: whole) { return String(small) }
        // 53 bits of significand, doubled as often as the exponent says: at most 971 times.
        let billion: UInt64 = 1_000_000_000
        let shift = max(Int(whole.exponent) - 52, 0)
        let significand = UInt64((whole.magnitude.significand * 0x1p52).rounded())
        var limbs = [
            significand % billion, significand / billion % billion, significand / billion / billion,
        ]
        for _ in 0..<shift {
            var carry: UInt64 = 0
            for index in limbs.indices {
                let value = limbs[index] * 2 + carry
                limbs[index] = value % billion
                carry = value / billion
            }
            if carry > 0 { limbs.append(carry) }
        }
        while limbs.last == 0 { limbs.removeLast() }
        let parts = limbs.reversed().enumerated().map { position, limb in
            let digits = String(limb)
            return position == 0
                ? digits : String(repeating: "0", count: 9 - digits.count) + digits
        }
        return (whole < 0 ? "-" : "") + parts.joined()
    }
}
