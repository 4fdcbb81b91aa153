/// How alike two names are, for "Did you mean".
package enum Similarity {
    /// Names longer than this are not compared: nobody mistypes them.
    private static let longest = 200

    /// The name that is most like another, if any is like it at all.
    ///
    /// - Parameters:
    ///   - name: What was written.
    ///   - candidates: What exists; of equally good ones the first is taken.
    /// - Returns: A candidate at least six tenths of which is shared, or nil.
    package static func closest(to name: String, in candidates: [String]) -> String? {
        var best: (name: String, ratio: Double)?
        for candidate in candidates where mayBeAlike(candidate, name) {
            let ratio = ratio(candidate, name)
            if ratio >= 0.6, ratio > best?.ratio ?? 0 { best = (candidate, ratio) }
        }
        return best?.name
    }

    /// Tells whether the lengths alone allow names to share six tenths.
    private static func mayBeAlike(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.unicodeScalars.count, right.unicodeScalars.count)
        return max(left, right) <= longest && 20 * min(left, right) >= 6 * (left + right)
    }

    /// Twice the number of shared characters, divided by the number of all: 1 for equal names.
    ///
    /// - SeeAlso: Python `difflib.SequenceMatcher.ratio`.
    private static func ratio(_ left: String, _ right: String) -> Double {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        guard !left.isEmpty || !right.isEmpty else { return 1 }
        let shared = shared(left[...], right[...])
        return 2 * Double(shared) / Double(left.count + right.count)
    }

    /// Characters in the longest common piece, and in the longest ones left and right of it.
    private static func shared(
        _ left: ArraySlice<Unicode.Scalar>, _ right: ArraySlice<Unicode.Scalar>
    ) -> Int {
        var pending = [(left, right)]
        var total = 0
        while let (left, right) = pending.popLast() {
            let (start, other, length) = longestCommon(left, right)
            guard length > 0 else { continue }
            total += length
            pending.append((left[..<start], right[..<other]))
            pending.append((left[(start + length)...], right[(other + length)...]))
        }
        return total
    }

    private static func longestCommon(
        _ left: ArraySlice<Unicode.Scalar>, _ right: ArraySlice<Unicode.Scalar>
    ) -> (Int, Int, Int) {
        var best = (left.startIndex, right.startIndex, 0)
        // The length of the common piece that ends before each place of the right name.
        var lengths = Array(repeating: 0, count: right.count + 1)
        for i in left.indices {
            for j in right.indices.reversed() {
                let place = j - right.startIndex
                lengths[place + 1] = left[i] == right[j] ? lengths[place] + 1 : 0
                let length = lengths[place + 1]
                if length > best.2 || length == best.2 && length > 0 && i - length + 1 == best.0 {
                    best = (i - length + 1, j - length + 1, length)
                }
            }
        }
        return best
    }
}
