/// Cuts a template's source into tokens.
///
/// The parser reads tokens as Jinja2's does, one ahead; where the lexer fails, the last token is
/// a ``TokenKind/failure``, so that an error the parser meets earlier comes first.
///
/// - SeeAlso: Jinja2 `lexer.Lexer.tokeniter`.
struct Lexer {
    let source: TemplateSource
    let bytes: [UInt8]
    let delimiters: Delimiters
    var position = 0
    var line = 1
    var tokens: [Token] = []
    /// What went wrong, for the last token.
    var failure: TemplateError?
    /// Whether the last match ended a line.
    private var isLineStarting = true
    /// The brackets that are open, across all tags.
    var openBrackets: [UInt8] = []

    /// Prepares to read a source.
    init(_ source: TemplateSource, delimiters: Delimiters) {
        self.source = source
        bytes = source.bytes
        self.delimiters = delimiters
        tokens.reserveCapacity(bytes.count / 8 + 4)
    }

    /// Reads all of the source.
    ///
    /// - Parameter startsInVariable: Whether it begins inside of an expression.
    mutating func run(startsInVariable: Bool = false) {
        if startsInVariable, !tag(.variable) { return }
        while position < bytes.count {
            guard let start = nextStart(from: position) else {
                addData(position..<bytes.count)
                advance(to: bytes.count)
                return
            }
            addData(dataRange(before: start))
            advance(to: start.offset)
            guard enter(start) else { return }
        }
    }

    // MARK: - Where tags begin

    /// A delimiter in the source.
    private struct Start {
        var offset: Int
        /// nil for `{% raw %}`.
        var tag: Delimiters.Tag?
        /// `-`, `+`, or 0.
        var sign: UInt8
        /// The first byte after the delimiter and its sign.
        var end: Int
    }

    private func nextStart(from index: Int) -> Start? {
        var index = index
        while index < bytes.count {
            if delimiters.mayStart[Int(bytes[index])], let start = start(at: index) {
                return start
            }
            index += 1
        }
        return nil
    }

    private func start(at index: Int) -> Start? {
        if let raw = rawStart(at: index) { return raw }
        for (tag, text) in delimiters.starts {
            guard let end = end(of: tag, text, at: index) else { continue }
            let sign = sign(at: end)
            return Start(offset: index, tag: tag, sign: sign, end: sign == 0 ? end : end + 1)
        }
        return nil
    }

    private func end(of tag: Delimiters.Tag, _ text: [UInt8], at index: Int) -> Int? {
        var index = index
        switch tag {
        case .comment, .block, .variable: break
        case .lineStatement:
            guard isLineStart(index) else { return nil }
            while index < bytes.count, [9, 11, 32].contains(bytes[index]) { index += 1 }
        case .lineComment:
            guard isLineStart(index) || !isSpaceBefore(index) else { return nil }
            while case let length = CharacterClasses.spaceLength(bytes, at: index), length > 0,
                bytes[index] != UInt8(ascii: "\n")
            {
                index += length
            }
        }
        return matches(text, at: index) ? index + text.count : nil
    }

    private func rawStart(at index: Int) -> Start? {
        guard matches(delimiters.blockStart, at: index) else { return nil }
        let afterDelimiter = index + delimiters.blockStart.count
        let sign = sign(at: afterDelimiter)
        var end = sign == 0 ? afterDelimiter : afterDelimiter + 1
        end = CharacterClasses.skipSpace(bytes, from: end)
        guard matches(Array("raw".utf8), at: end) else { return nil }
        end = CharacterClasses.skipSpace(bytes, from: end + 3)
        if at(end) == UInt8(ascii: "-"), matches(delimiters.blockEnd, at: end + 1) {
            end = CharacterClasses.skipSpace(bytes, from: end + 1 + delimiters.blockEnd.count)
        } else if matches(delimiters.blockEnd, at: end) {
            end += delimiters.blockEnd.count
        } else {
            return nil
        }
        return Start(offset: index, tag: nil, sign: sign, end: end)
    }

    // MARK: - Data

    /// The text before a tag, without what white space control takes away.
    private func dataRange(before start: Start) -> Range<Int> {
        strip(
            position..<start.offset, sign: start.sign,
            mayStripLine: start.tag != .variable)
    }

    private func strip(_ range: Range<Int>, sign: UInt8, mayStripLine: Bool) -> Range<Int> {
        if sign == UInt8(ascii: "-") {
            return range.lowerBound..<CharacterClasses.endWithoutSpace(bytes, range)
        }
        guard sign != UInt8(ascii: "+"), delimiters.lstripsBlocks, mayStripLine else {
            return range
        }
        let newline = bytes[range].lastIndex(of: UInt8(ascii: "\n"))
        guard newline != nil || isLineStarting else { return range }
        let lineStart = newline.map { $0 + 1 } ?? range.lowerBound
        guard CharacterClasses.skipSpace(bytes, from: lineStart) >= range.upperBound else {
            return range
        }
        return range.lowerBound..<lineStart
    }

    private mutating func addData(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        add(.data, at: range.lowerBound, withNewlines(bytes[range]))
    }

    /// Text with line breaks as the environment wants them.
    func withNewlines(_ text: ArraySlice<UInt8>) -> String {
        guard let newline = delimiters.newline else { return String(decoding: text, as: UTF8.self) }
        var result: [UInt8] = []
        for byte in text {
            if byte == UInt8(ascii: "\n") {
                result += newline
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: - Tags

    /// Reads a tag to its end.
    ///
    /// - Returns: Whether the lexer can go on.
    private mutating func enter(_ start: Start) -> Bool {
        let offset = position
        switch start.tag {
        case nil:
            advance(to: start.end)
            isLineStarting = bytes[start.end - 1] == UInt8(ascii: "\n")
            return rawText()
        case .comment:
            advance(to: start.end)
            return comment()
        case .lineComment:
            advance(to: start.end)
            let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            advance(to: end)
            isLineStarting = false
            return true
        case .variable:
            add(.variableBegin, at: offset, "")
            advance(to: start.end)
            return tag(.variable)
        case .block:
            add(.blockBegin, at: offset, "")
            advance(to: start.end)
            return tag(.block)
        case .lineStatement:
            add(.blockBegin, at: offset, "")
            advance(to: start.end)
            return tag(.lineStatement)
        }
    }

    mutating func endLineStatement(from start: Int) {
        isLineStarting = position > start && bytes[position - 1] == UInt8(ascii: "\n")
    }

    private mutating func comment() -> Bool {
        let start = position
        var index = start
        while index < bytes.count, !matches(delimiters.commentEnd, at: index) { index += 1 }
        guard index < bytes.count else {
            return start == bytes.count || fail("Missing end of comment tag")
        }
        let sign = index > start ? bytes[index - 1] : 0
        finish(delimiter: delimiters.commentEnd, at: index, sign: sign, trims: true)
        return true
    }

    private mutating func rawText() -> Bool {
        let start = position
        var index = start
        while index < bytes.count {
            if matches(delimiters.blockStart, at: index), let end = rawEnd(at: index) {
                addData(strip(start..<index, sign: end.sign, mayStripLine: true))
                advance(to: end.delimiter)
                let sign = end.delimiter > index ? bytes[end.delimiter - 1] : 0
                finish(
                    delimiter: delimiters.blockEnd, at: end.delimiter, sign: sign, trims: true)
                return true
            }
            index += 1
        }
        return start == bytes.count || fail("Missing end of raw directive")
    }

    /// What begins with `{%` and is `{% endraw %}`: its sign and where its `%}` begins.
    private func rawEnd(at index: Int) -> (sign: UInt8, delimiter: Int)? {
        let afterDelimiter = index + delimiters.blockStart.count
        let sign = sign(at: afterDelimiter)
        var end = sign == 0 ? afterDelimiter : afterDelimiter + 1
        end = CharacterClasses.skipSpace(bytes, from: end)
        guard matches(Array("endraw".utf8), at: end) else { return nil }
        end = CharacterClasses.skipSpace(bytes, from: end + 6)
        if self.sign(at: end) != 0, matches(delimiters.blockEnd, at: end + 1) { end += 1 }
        return matches(delimiters.blockEnd, at: end) ? (sign, end) : nil
    }

    /// Goes past a closing delimiter and the white space that its sign takes.
    mutating func finish(delimiter: [UInt8], at index: Int, sign: UInt8, trims: Bool) {
        var end = index + delimiter.count
        if sign == UInt8(ascii: "-") {
            end = CharacterClasses.skipSpace(bytes, from: end)
        } else if sign != UInt8(ascii: "+"), trims, delimiters.trimsBlocks,
            at(end) == UInt8(ascii: "\n")
        {
            end += 1
        }
        advance(to: end)
        isLineStarting = bytes[end - 1] == UInt8(ascii: "\n")
    }

    // MARK: - Reading

    /// A byte, or 0 beyond the end.
    func at(_ index: Int) -> UInt8 {
        index < bytes.count ? bytes[index] : 0
    }

    /// Whether the source goes on with these bytes.
    func matches(_ text: [UInt8], at index: Int) -> Bool {
        guard index + text.count <= bytes.count else { return false }
        for offset in text.indices where bytes[index + offset] != text[offset] { return false }
        return true
    }

    private func sign(at index: Int) -> UInt8 {
        switch at(index) {
        case UInt8(ascii: "-"): UInt8(ascii: "-")
        case UInt8(ascii: "+"): UInt8(ascii: "+")
        default: 0
        }
    }

    private func isLineStart(_ index: Int) -> Bool {
        index == 0 || bytes[index - 1] == UInt8(ascii: "\n")
    }

    private func isSpaceBefore(_ index: Int) -> Bool {
        CharacterClasses.endWithoutSpace(bytes, 0..<index) != index
    }

    /// Moves on, counting lines.
    mutating func advance(to end: Int) {
        for byte in bytes[position..<end] where byte == UInt8(ascii: "\n") { line += 1 }
        position = end
    }

    mutating func add(_ kind: TokenKind, at offset: Int, _ text: String) {
        tokens.append(Token(kind: kind, line: line, offset: offset, text: text))
    }

    /// Ends with an error at the current place.
    ///
    /// - Returns: false: the lexer cannot go on.
    mutating func fail(_ message: String) -> Bool {
        var error = TemplateError(.templateSyntaxError, message)
        error.template = source.name
        error.line = line
        failure = error
        add(.failure, at: position, "")
        return false
    }
}
