/// Unicode normalisation forms for compatibility, which the standard library has no door to.
///
/// - SeeAlso: Unicode Standard Annex #15; Python `unicodedata.normalize`.
package enum Normalization {
    /// Takes characters apart and keeps what is ASCII: `"naïve №1.txt"` is `"naive No1.txt"`.
    ///
    /// - Parameter text: Any text.
    /// - Returns: ASCII text.
    /// - SeeAlso: Python `normalize("NFKD", text).encode("ascii", "ignore")`.
    package static func simplifiedASCII(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                result.unicodeScalars.append(scalar)
            } else {
                for part in decomposed(scalar, upTo: nil) where part.isASCII {
                    result.unicodeScalars.append(part)
                }
            }
        }
        return result
    }

    /// Tells whether text holds characters that are taken for the syntax of URLs once they are
    /// normalised, as `℀` for `a/c`.
    ///
    /// - Parameter text: Any text.
    /// - Returns: Whether it holds one.
    /// - SeeAlso: Python `urllib.parse._checknetloc`.
    package static func expandsToURLSyntax(_ text: String) -> Bool {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return false }
        return text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x2047...0x2049, 0x2100, 0x2101, 0x2105, 0x2106, 0x2A74, 0xFE13, 0xFE16, 0xFE55,
                0xFE56, 0xFE5F, 0xFE6B, 0xFF03, 0xFF0F, 0xFF1A, 0xFF1F, 0xFF20:
                true
            default: false
            }
        }
    }

    /// The form NFKC as Unicode 3.2 had it, which host names still use: characters that came
    /// later stay as they are.
    ///
    /// - Parameter text: Any text.
    /// - Returns: Composed characters without their compatibility variants.
    static func compatibilityComposed(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var parts = text.unicodeScalars.flatMap { decomposed($0, upTo: (3, 2)) }
        sortMarks(&parts)
        var result = String.UnicodeScalarView()
        for scalar in composed(parts) { result.append(scalar) }
        return String(result)
    }

    // MARK: Taking apart

    private static let hangulBase: UInt32 = 0xAC00
    private static let leadBase: UInt32 = 0x1100
    private static let vowelBase: UInt32 = 0x1161
    private static let tailBase: UInt32 = 0x11A7

    /// The full compatibility decomposition of a character.
    ///
    /// - Parameters:
    ///   - scalar: The character.
    ///   - version: The version of Unicode after which characters are left alone.
    /// - Returns: What it is made of.
    private static func decomposed(
        _ scalar: Unicode.Scalar, upTo version: Unicode.Version?
    ) -> [Unicode.Scalar] {
        if scalar.isASCII { return [scalar] }
        if (hangulBase..<hangulBase + 11_172).contains(scalar.value) {
            let index = scalar.value - hangulBase
            let tail = index % 28
            return [leadBase + index / 588, vowelBase + index % 588 / 28]
                .compactMap(Unicode.Scalar.init)
                + (tail == 0 ? [] : [Unicode.Scalar(tailBase + tail)].compactMap { $0 })
        }
        guard let mapping = UnicodeMappings.shared.decompositions[scalar.value] else {
            return [scalar]
        }
        if let version, (scalar.properties.age ?? (99, 0)) > version { return [scalar] }
        return mapping.flatMap { decomposed($0, upTo: version) }
    }

    /// Sorts runs of marks by their classes, each class in its order.
    private static func sortMarks(_ scalars: inout [Unicode.Scalar]) {
        var start = 0
        while start < scalars.count {
            guard markClass(scalars[start]) != 0 else {
                start += 1
                continue
            }
            var end = start
            while end < scalars.count, markClass(scalars[end]) != 0 { end += 1 }
            let run = scalars[start..<end].enumerated().sorted { left, right in
                (markClass(left.element), left.offset) < (markClass(right.element), right.offset)
            }
            scalars.replaceSubrange(start..<end, with: run.map(\.element))
            start = end
        }
    }

    private static func markClass(_ scalar: Unicode.Scalar) -> UInt8 {
        scalar.properties.canonicalCombiningClass.rawValue
    }

    // MARK: Putting together

    private static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var starter: Int?
        var lastClass: UInt8 = 0
        for scalar in scalars {
            let markClass = markClass(scalar)
            let isBlocked = lastClass != 0 && lastClass >= markClass
            if let starter, !isBlocked || starter == result.count - 1,
                let composite = composite(result[starter], scalar)
            {
                result[starter] = composite
                continue
            }
            if markClass == 0 {
                starter = result.count
                lastClass = 0
            } else {
                lastClass = markClass
            }
            result.append(scalar)
        }
        return result
    }

    private static func composite(
        _ first: Unicode.Scalar, _ second: Unicode.Scalar
    ) -> Unicode.Scalar? {
        let (a, b) = (first.value, second.value)
        if (leadBase..<leadBase + 19).contains(a), (vowelBase..<vowelBase + 21).contains(b) {
            return Unicode.Scalar(hangulBase + ((a - leadBase) * 21 + b - vowelBase) * 28)
        }
        if (hangulBase..<hangulBase + 11_172).contains(a), (a - hangulBase) % 28 == 0,
            (tailBase + 1..<tailBase + 28).contains(b)
        {
            return Unicode.Scalar(a + b - tailBase)
        }
        guard
            let composite = UnicodeMappings.shared.composites[UInt64(a) << 32 | UInt64(b)],
            (composite.properties.age ?? (99, 0)) <= (3, 2)
        else { return nil }
        return composite
    }
}
