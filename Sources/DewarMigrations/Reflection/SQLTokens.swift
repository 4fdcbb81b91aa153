/// The words, names, numbers and signs of a piece of SQL, with the spaces between them: their texts
/// together are the piece.
struct SQLTokens {
    /// What a token is.
    enum Kind {
        /// `SELECT`, `views`.
        case word
        /// `"views"`, `` `views` ``, `[views]`.
        case name
        /// `'text'`, and `X'00'`.
        case string
        /// A number or a parameter.
        case number
        /// A sign: `(`, `<=`.
        case sign
        /// Spaces and comments.
        case space
    }

    /// A token.
    struct Token {
        var kind: Kind
        var text: Substring
    }

    let tokens: [Token]

    /// Takes a piece of SQL apart; what is not closed reaches to its end.
    init(_ text: String) {
        var tokens: [Token] = []
        var rest = text[...]
        while let first = rest.unicodeScalars.first {
            let (kind, end) = Self.next(rest.unicodeScalars, first)
            tokens.append(Token(kind: kind, text: rest[..<end]))
            rest = rest[end...]
        }
        self.tokens = tokens
    }

    private typealias Scalars = Substring.UnicodeScalarView

    private static func next(
        _ rest: Scalars, _ first: Unicode.Scalar
    ) -> (Kind, Scalars.Index) {
        let second = rest.dropFirst().first
        switch first {
        case "\"", "`": return (.name, end(ofQuoted: rest, first))
        case "'": return (.string, end(ofQuoted: rest, first))
        case "[":
            let close = rest.firstIndex(of: "]").map(rest.index(after:)) ?? rest.endIndex
            return (.name, close)
        case "-" where second == "-":
            return (.space, rest.firstIndex(of: "\n") ?? rest.endIndex)
        case "/" where second == "*": return (.space, endOfComment(rest))
        case "x", "X":
            if second == "'" { return (.string, end(ofQuoted: rest.dropFirst(), "'")) }
        default: break
        }
        if isSpace(first) { return (.space, rest.firstIndex { !isSpace($0) } ?? rest.endIndex) }
        if isDigit(first) {
            return (.number, rest.firstIndex { !isDigit($0) && $0 != "." } ?? rest.endIndex)
        }
        if isWord(first) {
            return (.word, rest.firstIndex { !isWord($0) && !isDigit($0) } ?? rest.endIndex)
        }
        let after = rest.index(after: rest.startIndex)
        guard isOperator(first) || first == "-" && second == ">" else { return (.sign, after) }
        return (.sign, rest[after...].firstIndex { !isOperator($0) } ?? rest.endIndex)
    }

    /// Signs that make one operator together.
    private static func isOperator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "=", "!", "|", ":": true
        default: false
        }
    }

    private static func end(ofQuoted rest: Scalars, _ mark: Unicode.Scalar) -> Scalars.Index {
        var index = rest.index(after: rest.startIndex)
        while index < rest.endIndex {
            let isMark = rest[index] == mark
            index = rest.index(after: index)
            guard isMark else { continue }
            guard index < rest.endIndex, rest[index] == mark else { return index }
            index = rest.index(after: index)
        }
        return index
    }

    private static func endOfComment(_ rest: Scalars) -> Scalars.Index {
        var isStar = false
        for index in rest.dropFirst(2).indices {
            if isStar, rest[index] == "/" { return rest.index(after: index) }
            isStar = rest[index] == "*"
        }
        return rest.endIndex
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || (0x09...0x0D).contains(scalar.value)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar == "$" || scalar.value >= 0x80
            || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }
}

// Columns in an expression.
extension SQLTokens {
    /// The places of a column: not of a function or a type that is called like it.
    func places(of column: String) -> [Int] {
        tokens.indices.filter { tokens[$0].isName(column) && isColumn($0) }
    }

    /// The text with another one in the places of a column.
    func replacing(_ column: String, with text: String) -> String {
        replacing([column: text])
    }

    /// The text with others in the places of columns, all of them at once.
    func replacing(_ columns: [String: String]) -> String {
        var texts = tokens.map { String($0.text) }
        for (column, text) in columns {
            for place in places(of: column) { texts[place] = text }
        }
        return texts.joined()
    }

    /// Whether a name can be a column's: `length(x)` calls a function, `x::text` and
    /// `CAST(x AS text)` name types, `x COLLATE text` an order.
    private func isColumn(_ place: Int) -> Bool {
        let after = tokens[(place + 1)...].first { $0.kind != .space }
        let before = tokens[..<place].last { $0.kind != .space }
        let namesOther = before?.text == "::" || before?.isWord("AS") == true
        return after?.text != "(" && !namesOther && before?.isWord("COLLATE") != true
    }
}

extension SQLTokens.Token {
    /// The name that it is; nil if it is none.
    var name: String? {
        switch kind {
        case .word: return String(text)
        case .name:
            guard let mark = text.first, text.count >= 2 else { return String(text) }
            let inner = text.dropFirst().dropLast()
            if mark == "[" { return String(inner) }
            return inner.split(separator: "\(mark)\(mark)", omittingEmptySubsequences: false)
                .joined(separator: String(mark))
        default: return nil
        }
    }

    /// Whether it is a name: that of quotation marks exactly, or a word in the database's eyes.
    func isName(_ wanted: String) -> Bool {
        switch kind {
        case .name: name == wanted
        case .word: text.lowercased() == wanted
        default: false
        }
    }

    /// Whether it is a word of the language, in any case.
    func isWord(_ word: String) -> Bool {
        kind == .word && text.uppercased() == word
    }
}
