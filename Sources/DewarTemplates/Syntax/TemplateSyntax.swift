/// How a template's source is written: its delimiters and what becomes of white space.
public struct TemplateSyntax: Sendable, Hashable {
    /// What begins a statement: `{%`.
    public var blockStart = "{%"
    /// What ends a statement: `%}`.
    public var blockEnd = "%}"
    /// What begins an expression that is printed: `{{`.
    public var variableStart = "{{"
    /// What ends an expression that is printed: `}}`.
    public var variableEnd = "}}"
    /// What begins a comment: `{#`.
    public var commentStart = "{#"
    /// What ends a comment: `#}`.
    public var commentEnd = "#}"
    /// What makes a whole line a statement, for instance `#`; nil: nothing does.
    public var lineStatementPrefix: String?
    /// What makes the rest of a line a comment, for instance `##`; nil: nothing does.
    public var lineCommentPrefix: String?
    /// Whether the first newline after a statement or comment is dropped.
    public var trimsBlocks = false
    /// Whether white space before a statement or comment is dropped, from the line's beginning.
    public var lstripsBlocks = false
    /// What every line break of the source becomes: `"\n"`, `"\r\n"` or `"\r"`.
    public var newlineSequence = "\n"
    /// Whether a newline at the very end of the source stays.
    public var keepsTrailingNewline = false

    /// Jinja2's defaults.
    public init() {}

    /// What is wrong with the delimiters; nil if nothing is.
    var problem: String? {
        if blockStart == variableStart || variableStart == commentStart
            || blockStart == commentStart
        {
            return "block, variable and comment start strings must be different"
        }
        let delimiters = [
            blockStart, blockEnd, variableStart, variableEnd, commentStart, commentEnd,
            lineStatementPrefix ?? "#", lineCommentPrefix ?? "#",
        ]
        if delimiters.contains("") {
            return "delimiters must not be empty"
        }
        if !["\n", "\r\n", "\r"].contains(where: { $0.utf8.elementsEqual(newlineSequence.utf8) }) {
            return "newline_sequence set to unknown line ending string."
        }
        return nil
    }
}
