/// A syntax's delimiters as bytes, and the order in which the lexer tries them.
struct Delimiters: Sendable {
    /// What begins at a delimiter.
    enum Tag: Sendable {
        case comment, block, variable, lineStatement, lineComment
    }

    let blockStart: [UInt8]
    let blockEnd: [UInt8]
    let variableEnd: [UInt8]
    let commentEnd: [UInt8]
    /// What may begin a tag, the first match counting; after `{% raw %}`, which comes before all.
    let starts: [(tag: Tag, text: [UInt8])]
    /// Whether a delimiter may begin with a byte; all are true if there are line prefixes.
    let mayStart: [Bool]
    let trimsBlocks: Bool
    let lstripsBlocks: Bool
    /// The bytes of a line break in data; nil where it stays `\n`.
    let newline: [UInt8]?

    /// Sorts the delimiters: long ones first, then by the names Jinja2 has for them.
    init(_ syntax: TemplateSyntax) {
        blockStart = Array(syntax.blockStart.utf8)
        blockEnd = Array(syntax.blockEnd.utf8)
        variableEnd = Array(syntax.variableEnd.utf8)
        commentEnd = Array(syntax.commentEnd.utf8)
        trimsBlocks = syntax.trimsBlocks
        lstripsBlocks = syntax.lstripsBlocks
        newline = syntax.newlineSequence == "\n" ? nil : Array(syntax.newlineSequence.utf8)

        var starts: [(tag: Tag, text: [UInt8], count: Int, rank: Int)] = []
        func add(_ tag: Tag, _ text: String?, rank: Int) {
            guard let text else { return }
            starts.append((tag, Array(text.utf8), text.unicodeScalars.count, rank))
        }
        // The ranks are the alphabetical order of Jinja2's token names.
        add(.block, syntax.blockStart, rank: 0)
        add(.comment, syntax.commentStart, rank: 1)
        add(.lineComment, syntax.lineCommentPrefix, rank: 2)
        add(.lineStatement, syntax.lineStatementPrefix, rank: 3)
        add(.variable, syntax.variableStart, rank: 4)
        starts.sort { ($0.count, $0.rank) > ($1.count, $1.rank) }
        self.starts = starts.map { ($0.tag, $0.text) }

        let hasLines = syntax.lineStatementPrefix != nil || syntax.lineCommentPrefix != nil
        var mayStart = [Bool](repeating: hasLines, count: 256)
        for start in starts {
            if let first = start.text.first { mayStart[Int(first)] = true }
        }
        self.mayStart = mayStart
    }
}
