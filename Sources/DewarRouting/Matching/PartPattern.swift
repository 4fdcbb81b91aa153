/// Matches one part of a path against texts and variables.
///
/// Most patterns can be followed from left to right without a choice, and without memory; the others
/// are left to ``AmbiguousPattern``.
final class PartPattern: Sendable {
    /// What a pattern is made of.
    enum Piece: Sendable, Hashable {
        case text([UInt8])
        case variable(RoutePattern)
    }

    /// The elements that belong to a variable: a range of indices.
    typealias Capture = Range<Int>

    private let prefix: [UInt8]
    private let suffix: [UInt8]
    private let elements: [RoutePattern.Element]
    private let captures: [Capture]
    private let isSuffixed: Bool
    private let isDeterministic: Bool

    /// Prepares a pattern.
    ///
    /// - Parameters:
    ///   - pieces: Texts and variables in order.
    ///   - isSuffixed: Whether a single slash may follow at the end.
    init(_ pieces: [Piece], isSuffixed: Bool) {
        var pieces = pieces[...]
        var prefix: [UInt8] = []
        var suffix: [UInt8] = []
        if case .text(let text)? = pieces.first {
            prefix = text
            pieces.removeFirst()
        }
        if case .text(let text)? = pieces.last {
            suffix = text
            pieces.removeLast()
        }
        var elements: [RoutePattern.Element] = []
        var captures: [Capture] = []
        for piece in pieces {
            switch piece {
            case .text(let text): elements.append(.text(text))
            case .variable(let pattern):
                captures.append(elements.count..<elements.count + pattern.elements.count)
                elements += pattern.elements
            }
        }
        self.prefix = prefix
        self.suffix = suffix
        self.elements = elements
        self.captures = captures
        self.isSuffixed = isSuffixed
        isDeterministic = elements.indices.allSatisfy {
            Self.isDeterministic(elements[$0], before: elements[($0 + 1)...].first)
        }
    }

    /// What the pattern is when it is a variable alone, of one of the usual kinds.
    var shape: Shape {
        guard prefix.isEmpty, suffix.isEmpty, !isSuffixed, captures.count == 1,
            elements.count == 1, case .run(let run) = elements[0]
        else { return .other }
        switch run {
        case RoutePattern.Run(scalars: .segment, least: 1, most: nil): return .segment
        case RoutePattern.Run(scalars: .digits, least: 1, most: nil): return .digits
        default: return .other
        }
    }

    /// A kind of pattern that can be matched without a look at the pattern.
    enum Shape: Sendable {
        /// Some characters, none of them a slash.
        case segment
        /// Some digits.
        case digits
        case other
    }

    /// How a text was matched.
    enum Result {
        case none
        case match
        /// Matched but for a slash at the end.
        case matchBeforeSlash
    }

    /// Matches a text.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - range: The text's place; all of it must match.
    ///   - values: Takes the place of each variable's text; on a failure it may hold some already.
    /// - Returns: Whether and how the text matched.
    func match(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, values: inout TextPlaces
    ) -> Result {
        var end = range.upperBound
        if isSuffixed, end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "/") {
            end -= 1
            if end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "/") { return .none }
        }
        guard end - range.lowerBound >= prefix.count + suffix.count,
            Self.has(prefix, bytes, at: range.lowerBound),
            Self.has(suffix, bytes, at: end - suffix.count)
        else { return .none }
        let middle = range.lowerBound + prefix.count..<end - suffix.count
        let isMatch =
            isDeterministic
            ? follow(bytes, middle, values: &values) : search(bytes, middle, values: &values)
        guard isMatch else { return .none }
        return end == range.upperBound ? .match : .matchBeforeSlash
    }

    private func follow(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, values: inout TextPlaces
    ) -> Bool {
        var position = range.lowerBound
        for capture in captures.indices {
            // The texts before the variable, then the variable's own elements.
            let first = capture == 0 ? 0 : captures[capture - 1].upperBound
            for index in first..<captures[capture].lowerBound {
                guard let end = end(of: index, bytes, position..<range.upperBound) else {
                    return false
                }
                position = end
            }
            let start = position
            for index in captures[capture] {
                guard let end = end(of: index, bytes, position..<range.upperBound) else {
                    return false
                }
                position = end
            }
            values.append(start..<position)
        }
        return position == range.upperBound
    }

    /// The only possible end of an element that begins at the range's start.
    private func end(
        of index: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int? {
        switch elements[index] {
        case .text(let text):
            return Self.has(text, bytes, in: range) ? range.lowerBound + text.count : nil
        case .optional(let text):
            return range.lowerBound + (Self.has(text, bytes, in: range) ? text.count : 0)
        case .choice(let texts):
            let isLast = index == elements.count - 1
            for text in texts where Self.has(text, bytes, in: range) {
                if !isLast || text.count == range.count { return range.lowerBound + text.count }
            }
            return nil
        case .run(let run):
            let (end, count) = run.scalars.run(in: bytes, range, limit: run.most)
            return count >= run.least ? end : nil
        }
    }

    private func search(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, values: inout TextPlaces
    ) -> Bool {
        guard hasTexts(bytes, range) else { return false }
        let text = UnsafeBufferPointer(rebasing: bytes[range])
        guard let borders = AmbiguousPattern(elements).borders(in: text) else { return false }
        for capture in captures {
            values.append(
                range.lowerBound + borders[capture.lowerBound]..<range.lowerBound
                    + borders[capture.upperBound])
        }
        return true
    }

    /// Tells whether the pattern's texts are there, in their order: most paths fail here, before
    /// any memory is needed.
    private func hasTexts(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        var start = range.lowerBound
        for case .text(let text) in elements {
            while !Self.has(text, bytes, in: start..<range.upperBound) {
                guard start < range.upperBound else { return false }
                start += 1
            }
            start += text.count
        }
        return true
    }

    private static func has(
        _ text: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>
    ) -> Bool {
        text.count <= range.count && has(text, bytes, at: range.lowerBound)
    }

    private static func has(
        _ text: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> Bool {
        for index in text.indices where bytes[start + index] != text[index] { return false }
        return true
    }

    /// Tells whether an element can end in one place only, given what must follow.
    private static func isDeterministic(
        _ element: RoutePattern.Element, before next: RoutePattern.Element?
    ) -> Bool {
        switch element {
        case .text: return true
        case .optional(let text):
            // `-?\d+`: the text can't be taken for what follows.
            guard case .run(let run)? = next, run.least > 0, let first = firstScalar(text) else {
                return false
            }
            return !run.scalars.contains(first)
        case .choice(let texts):
            return next == nil
                || !texts.enumerated().contains { index, text in
                    texts[(index + 1)...].contains {
                        $0.starts(with: text) || text.starts(with: $0)
                    }
                }
        case .run(let run):
            if next == nil || run.isFixed { return true }
            guard case .text(let text)? = next, let first = firstScalar(text) else { return false }
            return !run.scalars.contains(first)
        }
    }

    private static func firstScalar(_ text: [UInt8]) -> Unicode.Scalar? {
        String(decoding: text, as: UTF8.self).unicodeScalars.first
    }
}
