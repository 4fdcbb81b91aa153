import DewarText

/// How alike two names are, for "Did you mean".
enum Similarity {
    /// Names longer than this are not compared: nobody mistypes them.
    private static let longest = 200

    /// The name that is most like another, if any is like it at all.
    ///
    /// - Parameters:
    ///   - name: What was written.
    ///   - candidates: What exists; of equally good ones the first is taken.
    /// - Returns: A candidate at least six tenths of which is shared, or nil.
    static func closest(to name: String, in candidates: [String]) -> String? {
        var best: (name: String, ratio: Double)?
        for candidate in candidates {
            let ratio = ratio(candidate, name)
            if ratio >= 0.6, ratio > best?.ratio ?? 0 { best = (candidate, ratio) }
        }
        return best?.name
    }

    /// Twice the number of shared characters, divided by the number of all: 1 for equal names.
    ///
    /// - SeeAlso: Python `difflib.SequenceMatcher.ratio`.
    static func ratio(_ left: String, _ right: String) -> Double {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        guard left.count <= longest, right.count <= longest else { return 0 }
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
        var lengths: [Int: Int] = [:]
        for i in left.indices {
            var next: [Int: Int] = [:]
            for j in right.indices where left[i] == right[j] {
                let length = (lengths[j - 1] ?? 0) + 1
                next[j] = length
                if length > best.2 { best = (i - length + 1, j - length + 1, length) }
            }
            lengths = next
        }
        return best
    }
}
