/// Matches a pattern whose variables could share the text between them in several ways:
/// `<a>-<b>` against `x-y-z`.
///
/// Instead of trying one way after another, which takes time of the power of the number of
/// variables, it works out from the end for every place where each element would end if it began
/// there, then reads the answer from the start. Time and memory are the product of the pattern's
/// and the text's length.
struct AmbiguousPattern {
    private let elements: [RoutePattern.Element]
    private static let impossible: Int32 = -1

    /// Prepares a pattern.
    init(_ elements: [RoutePattern.Element]) {
        self.elements = elements
    }

    /// Matches a whole text.
    ///
    /// - Parameter bytes: UTF-8.
    /// - Returns: Where each element begins, and the end; in bytes. Nil when the text doesn't match.
    func borders(in bytes: UnsafeBufferPointer<UInt8>) -> [Int]? {
        var scalars: [Unicode.Scalar] = []
        var offsets: [Int] = []
        var index = 0
        while index < bytes.count {
            scalars.append(UTF8Scan.scalar(in: bytes, at: index))
            offsets.append(index)
            index += UTF8Scan.length(of: bytes[index])
        }
        offsets.append(bytes.count)
        // Offsets are kept in 32 bits; no web server passes a path of two gigabytes.
        guard scalars.count < Int(Int32.max) else { return nil }

        var following = [Int32](repeating: Self.impossible, count: scalars.count + 1)
        following[scalars.count] = Int32(scalars.count)
        var ends: [[Int32]] = []
        for element in elements.reversed() {
            following = self.ends(of: element, scalars, following)
            ends.append(following)
        }
        var place = 0
        var borders = [0]
        for row in ends.reversed() {
            guard row[place] != Self.impossible else { return nil }
            place = Int(row[place])
            borders.append(offsets[place])
        }
        return borders
    }

    /// For every place the end of an element that begins there, or `impossible` when it or what
    /// follows would not match.
    private func ends(
        of element: RoutePattern.Element, _ scalars: [Unicode.Scalar], _ following: [Int32]
    ) -> [Int32] {
        switch element {
        case .text(let text): return ends(ofOneOf: [text], scalars, following)
        case .optional(let text): return ends(ofOneOf: [text, []], scalars, following)
        case .choice(let texts): return ends(ofOneOf: texts, scalars, following)
        case .run(let run): return ends(of: run, scalars, following)
        }
    }

    private func ends(
        ofOneOf texts: [[UInt8]], _ scalars: [Unicode.Scalar], _ following: [Int32]
    ) -> [Int32] {
        let texts = texts.map { Array(String(decoding: $0, as: UTF8.self).unicodeScalars) }
        return (0...scalars.count).map { place in
            for text in texts {
                let end = place + text.count
                if end <= scalars.count, following[end] != Self.impossible,
                    scalars[place..<end].elementsEqual(text)
                {
                    return Int32(end)
                }
            }
            return Self.impossible
        }
    }

    private func ends(
        of run: RoutePattern.Run, _ scalars: [Unicode.Scalar], _ following: [Int32]
    ) -> [Int32] {
        let count = scalars.count
        let possible = nearestPossible(following, isBefore: !run.isLazy)
        var result = [Int32](repeating: Self.impossible, count: count + 1)
        var runEnd = count
        for place in (0...count).reversed() {
            if place < count, !run.scalars.contains(scalars[place]) { runEnd = place }
            let longest = min(runEnd - place, run.most ?? count)
            guard longest >= run.least else { continue }
            let range = place + run.least...place + longest
            let end = possible[run.isLazy ? range.lowerBound : range.upperBound]
            if end != Self.impossible, range.contains(Int(end)) { result[place] = end }
        }
        return result
    }

    /// For every place the nearest one, itself included, from which the rest of the pattern
    /// matches.
    private func nearestPossible(_ following: [Int32], isBefore: Bool) -> [Int32] {
        var result = following
        var nearest = Self.impossible
        for step in following.indices {
            let place = isBefore ? step : following.count - 1 - step
            if following[place] != Self.impossible { nearest = Int32(place) }
            result[place] = nearest
        }
        return result
    }
}
