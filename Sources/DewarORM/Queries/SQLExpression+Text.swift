extension SQLExpression where Value.Unwrapped == String {
    /// Whether the text begins with another; case matters.
    ///
    /// ```swift
    /// print(try Post.filter { $0.title.hasPrefix("100%") }.count())
    /// ```
    ///
    /// - Parameter prefix: Any text, all of which means itself.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.startswith`.
    public func hasPrefix(_ prefix: String) -> SQLExpression<Bool> {
        like(LikePattern.escaped(prefix) + "%")
    }

    /// Whether the text ends with another; case matters.
    ///
    /// ```swift
    /// print(try Post.filter { $0.title.hasSuffix("!") }.count())
    /// ```
    ///
    /// - Parameter suffix: Any text, all of which means itself.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.endswith`.
    public func hasSuffix(_ suffix: String) -> SQLExpression<Bool> {
        like("%" + LikePattern.escaped(suffix))
    }

    /// Whether the text holds another; case matters.
    ///
    /// ```swift
    /// print(try Post.filter { $0.title.contains("swift") }.count())
    /// ```
    ///
    /// - Parameter part: Any text, all of which means itself.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.contains`.
    public func contains(_ part: String) -> SQLExpression<Bool> {
        SQLExpression<Bool>(
            node: .infix(
                .call(.position, [node, .bind(.text(part))]), .greater, .bind(.integer(0))))
    }

    /// Whether the text fits a pattern; case matters.
    ///
    /// ```swift
    /// print(try Post.filter { $0.title.like("A_p%") }.count())
    /// ```
    ///
    /// - Parameter pattern: Text in which `%` is any text and `_` any character; `\` before one
    ///   of these, or before itself, means the character.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.like`.
    public func like(_ pattern: String) -> SQLExpression<Bool> {
        like(pattern, ignoresCase: false)
    }

    /// Whether the text fits a pattern, where ASCII's letters fit in either case.
    ///
    /// ```swift
    /// print(try Post.filter { $0.title.iLike("alp%") }.count())
    /// ```
    ///
    /// - Parameter pattern: Text in which `%` is any text and `_` any character; `\` before one
    ///   of these, or before itself, means the character.
    /// - Returns: A condition.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.ilike`.
    public func iLike(_ pattern: String) -> SQLExpression<Bool> {
        like(pattern, ignoresCase: true)
    }

    private func like(_ pattern: String, ignoresCase: Bool) -> SQLExpression<Bool> {
        SQLExpression<Bool>(
            node: .like(
                node, .bind(LikePattern.value(of: pattern)), ignoresCase: ignoresCase))
    }

    /// The text with ASCII's letters in lower case.
    public var lowercased: SQLExpression { SQLExpression(node: .call(.lower, [node])) }

    /// The text with ASCII's letters in upper case.
    public var uppercased: SQLExpression { SQLExpression(node: .call(.upper, [node])) }

    /// How many code points the text has.
    public var length: SQLExpression<Int> { SQLExpression<Int>(node: .call(.length, [node])) }

    /// The text with another behind it.
    ///
    /// ```swift
    /// print(try Post.select { $0.title.appending("!") }.all())
    /// ```
    ///
    /// - Parameter other: The other text.
    /// - Returns: An expression, `NULL` if one of them is.
    /// - SeeAlso: SQLAlchemy `ColumnOperators.concat`.
    public func appending(_ other: String) -> SQLExpression {
        SQLExpression(node: .infix(node, .concatenate, .bind(.text(other))))
    }

    /// The text with another behind it.
    ///
    /// - Parameter other: The other text.
    /// - Returns: An expression, `NULL` if one of them is.
    public func appending(_ other: SQLExpression) -> SQLExpression {
        SQLExpression(node: .infix(node, .concatenate, other.node))
    }
}

/// Patterns of `LIKE`.
enum LikePattern {
    /// The longest pattern that SQLite takes, in bytes; the same holds on PostgreSQL.
    static let longest = 50_000

    /// A text that fits itself alone.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + 8)
        for scalar in text.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    /// A pattern; one that ends in a lone `\` is an error on PostgreSQL, so on both.
    static func value(of pattern: String) -> DatabaseValue {
        guard pattern.utf8.count <= longest else {
            return .invalid("a pattern of LIKE is longer than \(longest) bytes")
        }
        let end = pattern.utf8.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        guard end.isMultiple(of: 2) else {
            return .invalid("a pattern of LIKE ends in a lone '\\'")
        }
        return .text(pattern)
    }
}
