import DewarORM

/// The types that SQLite's columns are declared as.
enum SQLiteType {
    /// The type of a declaration: `VARCHAR(200)`.
    static func type(of text: String) -> ColumnType {
        let upper = text.uppercased()
        let name = upper.prefix { $0 != "(" }.trimmingSpaces()
        let numbers = upper.drop { $0 != "(" }.split { !$0.isNumber }.compactMap { Int($0) }
        switch name {
        case "VARCHAR", "CHAR", "NVARCHAR", "CHARACTER VARYING", "NCHAR", "CHARACTER":
            return .text(length: numbers.first)
        case "DECIMAL_TEXT", "DECIMAL", "NUMERIC":
            guard let precision = numbers.first else { return .decimal(nil) }
            return .decimal(.init(precision: precision, scale: numbers.dropFirst().first ?? 0))
        case "BOOLEAN", "BOOL": return .bool
        case "TIMESTAMP_TEXT": return .timestamp
        case "DATETIME_TEXT", "DATETIME", "TIMESTAMP": return .localTimestamp
        case "DATE_TEXT", "DATE": return .date
        case "TIME_TEXT", "TIME": return .time
        case "UUID_TEXT", "UUID": return .uuid
        case "JSON_TEXT", "JSON": return .json
        default: break
        }
        // As SQLite finds the affinity.
        if name.contains("INT") { return .integer(bytes: 8) }
        if ["CHAR", "CLOB", "TEXT"].contains(where: { name.contains($0) }) {
            return .text(length: nil)
        }
        if name.contains("BLOB") || name.isEmpty { return .bytes }
        if ["REAL", "FLOA", "DOUB"].contains(where: { name.contains($0) }) { return .double }
        return .decimal(nil)
    }
}

/// Defaults as databases write them.
enum DefaultReader {
    /// SQLite's default of a column.
    static func sqlite(_ text: String, _ type: ColumnType) -> DefaultState {
        if text == "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))" { return .now }
        return literal(text, type) ?? .sql(DialectText(unwrapped(text)))
    }

    /// PostgreSQL's default of a column: `'x'::text`, `0`, `CURRENT_TIMESTAMP`.
    static func postgresql(_ text: String, _ type: ColumnType) -> DefaultState {
        if text == "CURRENT_TIMESTAMP" || text == "now()" { return .now }
        var bare = text
        // A type that a literal is given; never inside of quotation marks, which come before it.
        let tokens = SQLTokens(text).tokens
        if let first = tokens.first, first.kind == .string,
            tokens.dropFirst().first?.text == "::"
        {
            bare = String(first.text)
        }
        return literal(bare, type) ?? .sql(DialectText(text))
    }

    private static func literal(_ text: String, _ type: ColumnType) -> DefaultState? {
        if text.uppercased() == "NULL" { return .value(.null) }
        var value: DatabaseValue?
        let tokens = SQLTokens(text).tokens
        if tokens.count == 1, tokens[0].kind == .string {
            if text.hasPrefix("'") {
                let inner = text.dropFirst().dropLast()
                    .split(separator: "''", omittingEmptySubsequences: false)
                    .joined(separator: "'")
                value =
                    type == .bytes
                    ? bytes(inner.dropFirst(2), isHex: inner.hasPrefix("\\x")) : .text(inner)
            } else {
                value = bytes(text.dropFirst(2).dropLast(), isHex: true)
            }
        } else if let number = Int64(text) {
            value = type == .bool ? .bool(number != 0) : .integer(number)
        } else if let number = Double(text) {
            value = .double(number)
        } else if ["true", "false"].contains(text.lowercased()) {
            value = .bool(text.lowercased() == "true")
        }
        return value.flatMap { try? DefaultState.value($0).typed(type) }
    }

    private static func bytes(_ digits: Substring, isHex: Bool) -> DatabaseValue? {
        guard isHex else { return nil }
        let digits = Array(digits.utf8)
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            let pair = String(decoding: digits[start..<min(start + 2, digits.count)], as: UTF8.self)
            guard pair.utf8.count == 2, let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        return .bytes(bytes)
    }

    private static func unwrapped(_ text: String) -> String {
        guard text.hasPrefix("("), text.hasSuffix(")"), text.count >= 2 else { return text }
        return text.dropFirst().dropLast().trimmingSpaces()
    }
}

extension StringProtocol {
    /// The text without white space around it.
    package func trimmingSpaces() -> String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension SQLTokens {
    /// A condition with one space between its tokens and its columns in quotation marks.
    static func normalized(_ text: String, names: [String]) -> String {
        SQLTokens(text).tokens.filter { $0.kind != .space }.map { token in
            guard let name = token.name else { return String(token.text) }
            if token.kind == .name { return quoted(name) }
            return names.first { $0.lowercased() == name.lowercased() }.map { quoted($0) } ?? name
        }.joined(separator: " ")
    }
}
