/// Python's `textwrap.wrap`, without the expansion of tabs and the replacement of white space.
///
/// - SeeAlso: CPython `Lib/textwrap.py`.
struct TextWrapper {
    /// What a line may have: Python takes real numbers too, as long as no word is cut.
    let width: Value
    let breaksLongWords: Bool
    let breaksOnHyphens: Bool

    /// The lines of a text.
    ///
    /// - Throws: ValueError if the width is not positive; TypeError if it is no number, or a word
    ///   had to be cut at a fraction.
    func wrap(_ text: Text) throws -> [Text] {
        let scalars = text.scalars
        var chunks = chunks(scalars)
        guard try !Value.compare(width, .lessOrEqual, 0) else {
            throw TemplateError.value("invalid width \(try width.repr()) (must be > 0)")
        }
        let isWhole: Bool
        let width: Int
        if case .float(let number) = self.width {
            width = Int(exactly: number.rounded(.down)) ?? (number > 0 ? .max : 1)
            isWhole = number < 1
        } else {
            width = try self.width.asClampedIndex()
            isWhole = true
        }
        var lines: [Text] = []
        var next = 0
        while next < chunks.count {
            if !lines.isEmpty, isBlank(scalars, chunks[next]) { next += 1 }
            let start = next < chunks.count ? chunks[next].lowerBound : scalars.count
            var end = start
            // What the line ends with, to be left out if it is blank.
            var last: Range<Int>?
            while next < chunks.count, chunks[next].upperBound - start <= width {
                last = chunks[next]
                end = chunks[next].upperBound
                next += 1
            }
            if next < chunks.count, chunks[next].count > width {
                if breaksLongWords {
                    guard isWhole else {
                        throw TemplateError.type(
                            "slice indices must be integers or None or have an __index__ method")
                    }
                    let room = max(width, 1) - (end - start)
                    let cut = cut(scalars, chunks[next], room: room)
                    last = chunks[next].lowerBound..<cut
                    chunks[next] = cut..<chunks[next].upperBound
                } else if last == nil {
                    last = chunks[next]
                    next += 1
                }
                end = last?.upperBound ?? end
            }
            guard let last else { continue }
            if isBlank(scalars, last) {
                // Of a line that was one piece nothing remains, not even a line.
                if last.lowerBound == start { continue }
                end = last.lowerBound
            }
            if lines.count & 0xFFF == 0xFFF { try Value.checkCount(lines.count) }
            lines.append(text.isASCII ? text.part(start..<end) : Text(scalars[start..<end]))
        }
        return lines
    }

    private func isBlank(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        for index in range where !scalars[index].isPythonSpace { return false }
        return true
    }

    /// Where a word that is longer than a line is cut, if `room` code points of the line are left.
    private func cut(_ scalars: [Unicode.Scalar], _ chunk: Range<Int>, room: Int) -> Int {
        if breaksOnHyphens {
            // Only a hyphen after something that is none is a place to break.
            let head = scalars[chunk.lowerBound..<chunk.lowerBound + room]
            if let hyphen = head.lastIndex(of: "-"), hyphen > chunk.lowerBound,
                head[..<hyphen].contains(where: { $0 != "-" })
            {
                return hyphen + 1
            }
        }
        return chunk.lowerBound + room
    }

    // MARK: Chunks

    private func chunks(_ scalars: [Unicode.Scalar]) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var start = 0
        while start < scalars.count {
            let end =
                isSpace(scalars, start)
                ? spaceEnd(scalars, start)
                : breaksOnHyphens ? wordEnd(scalars, start) : simpleEnd(scalars, start)
            chunks.append(start..<end)
            start = end
        }
        return chunks
    }

    private func isSpace(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        switch scalars[index] {
        case "\t", "\n", "\u{B}", "\u{C}", "\r", " ": true
        default: false
        }
    }

    private func spaceEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        var index = start
        while index < scalars.count, isSpace(scalars, index) { index += 1 }
        return index
    }

    private func simpleEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        var index = start
        while index < scalars.count, !isSpace(scalars, index) { index += 1 }
        return index
    }

    /// The end of a dash between words, or of a word, or of a part of it through its hyphen.
    private func wordEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
        if start > 0, scalars[start] == "-", isPunctuatedWord(scalars, start - 1),
            let end = dashEnd(scalars, start)
        {
            return end
        }
        var index = start + 1
        while index < scalars.count, !isSpace(scalars, index) {
            if scalars[index] == "-" {
                if isHyphen(scalars, index) { return index + 1 }
                if isPunctuatedWord(scalars, index - 1), dashEnd(scalars, index) != nil {
                    return index
                }
            }
            index += 1
        }
        return index
    }

    /// The end of two or more hyphens before a word character, or nil.
    private func dashEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
        var index = start
        while index < scalars.count, scalars[index] == "-" { index += 1 }
        guard index - start >= 2, index < scalars.count, scalars[index].isWordCharacter else {
            return nil
        }
        return index
    }

    /// Whether the hyphen at an index stands between parts of a word that are long enough.
    private func isHyphen(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        guard index >= 2, isLetter(scalars[index - 1]) else { return false }
        let isLong =
            isLetter(scalars[index - 2])
            || index >= 3 && scalars[index - 2] == "-" && isLetter(scalars[index - 3])
        guard isLong, index + 1 < scalars.count, isLetter(scalars[index + 1]) else { return false }
        var next = index + 2
        if next < scalars.count, scalars[next] == "-" { next += 1 }
        return next < scalars.count && isLetter(scalars[next])
    }

    private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isWordCharacter && !scalar.isPythonDecimal
    }

    private func isPunctuatedWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        switch scalars[index] {
        case "!", "\"", "'", "&", ".", ",", "?": true
        default: scalars[index].isWordCharacter
        }
    }
}
