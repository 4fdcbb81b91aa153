/// The order of decimal numbers as text: `-2`, `0.5`, `1.50`, `10`; what is no number comes last,
/// by its bytes.
enum DecimalOrder {
    /// Compares two texts.
    ///
    /// - Returns: Less than 0, 0 or more than 0, as C's functions do.
    static func compare(
        _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
    ) -> Int32 {
        switch (Parts(left), Parts(right)) {
        case (let left?, let right?): return left.compare(right)
        case (_?, nil): return -1
        case (nil, _?): return 1
        case (nil, nil):
            if left.elementsEqual(right) { return 0 }
            return left.lexicographicallyPrecedes(right) ? -1 : 1
        }
    }

    /// A number's sign, its digits before the point without leading zeros, and those behind it
    /// without trailing ones.
    private struct Parts {
        var isNegative = false
        var whole: Slice<UnsafeRawBufferPointer>
        var fraction: Slice<UnsafeRawBufferPointer>

        init?(_ text: UnsafeRawBufferPointer) {
            var rest = text[...]
            if rest.first == UInt8(ascii: "-") {
                isNegative = true
                rest = rest.dropFirst()
            }
            let digits = rest.prefix { $0 >= 48 && $0 <= 57 }
            rest = rest.dropFirst(digits.count)
            whole = digits.drop { $0 == 48 }
            fraction = rest.prefix(0)
            guard !digits.isEmpty else { return nil }
            guard let point = rest.first else {
                if whole.isEmpty { isNegative = false }
                return
            }
            fraction = rest.dropFirst()
            guard point == UInt8(ascii: "."), fraction.allSatisfy({ $0 >= 48 && $0 <= 57 })
            else { return nil }
            while fraction.last == 48 { fraction = fraction.dropLast() }
            if whole.isEmpty, fraction.isEmpty { isNegative = false }
        }

        func compare(_ other: Parts) -> Int32 {
            if isNegative != other.isNegative { return isNegative ? -1 : 1 }
            let order = magnitude(comparedTo: other)
            return isNegative ? -order : order
        }

        private func magnitude(comparedTo other: Parts) -> Int32 {
            if whole.count != other.whole.count { return whole.count < other.whole.count ? -1 : 1 }
            if !whole.elementsEqual(other.whole) {
                return whole.lexicographicallyPrecedes(other.whole) ? -1 : 1
            }
            if fraction.elementsEqual(other.fraction) { return 0 }
            return fraction.lexicographicallyPrecedes(other.fraction) ? -1 : 1
        }
    }
}
