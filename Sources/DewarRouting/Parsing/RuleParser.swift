/// Cuts a rule's pattern into slashes, texts and variables.
///
/// The grammar, in which spaces stand for nothing:
/// ```
/// pattern  = { "/" | text | variable }
/// text     = one or more characters but "/" and "<"
/// variable = "<" [ name [ "(" arguments ")" ] ":" ] name ">"
/// name     = an ASCII letter or "_", then ASCII letters, digits, "_"
/// ```
/// Arguments end at the first `)` after which the variable can be completed; they hold no line feed.
///
/// - SeeAlso: Werkzeug `Rule._parse_rule`.
struct RuleParser {
    /// A piece of a pattern.
    enum Token: Equatable {
        case slash
        case text(String)
        case variable(name: String, converter: String?, arguments: String)
    }

    private let bytes: [UInt8]
    private var index = 0

    /// Cuts a pattern.
    ///
    /// - Throws: ``RoutingError`` at a `<` that begins no variable.
    static func parse(_ pattern: String) throws(RoutingError) -> [Token] {
        var parser = RuleParser(bytes: Array(pattern.utf8))
        var tokens: [Token] = []
        while let token = try parser.next() { tokens.append(token) }
        return tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func next() throws(RoutingError) -> Token? {
        guard index < bytes.count else { return nil }
        if bytes[index] == UInt8(ascii: "/") {
            index += 1
            return .slash
        }
        guard bytes[index] == UInt8(ascii: "<") else {
            let start = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "/"),
                bytes[index] != UInt8(ascii: "<")
            {
                index += 1
            }
            return .text(text(start, index))
        }
        if let token = variable() { return token }
        throw .malformedVariable(text(index, bytes.count))
    }

    private mutating func variable() -> Token? {
        let start = index + 1
        let end = nameEnd(from: start)
        guard end > start, end < bytes.count else { return nil }
        let first = text(start, end)
        switch bytes[end] {
        case UInt8(ascii: ">"):
            index = end + 1
            return .variable(name: first, converter: nil, arguments: "")
        case UInt8(ascii: ":"):
            return completed(from: end, converter: first, arguments: end..<end)
        case UInt8(ascii: "("):
            var close = end + 1
            while close < bytes.count, bytes[close] != UInt8(ascii: "\n") {
                if bytes[close] == UInt8(ascii: ")"),
                    let token = completed(
                        from: close + 1, converter: first, arguments: end + 1..<close)
                {
                    return token
                }
                close += 1
            }
            return nil
        default: return nil
        }
    }

    /// Reads `:name>`.
    private mutating func completed(
        from colon: Int, converter: String, arguments: Range<Int>
    ) -> Token? {
        guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return nil }
        let end = nameEnd(from: colon + 1)
        guard end > colon + 1, end < bytes.count, bytes[end] == UInt8(ascii: ">") else {
            return nil
        }
        index = end + 1
        return .variable(
            name: text(colon + 1, end), converter: converter,
            arguments: text(arguments.lowerBound, arguments.upperBound))
    }

    private func nameEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, isName(bytes[end], isFirst: end == start) { end += 1 }
        return end
    }

    private func isName(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"):
            true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): !isFirst
        default: false
        }
    }

    private func text(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
