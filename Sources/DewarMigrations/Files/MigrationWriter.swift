import DewarORM

/// Writes migrations.
package struct MigrationWriter {
    private var text = ""
    private let indent = "    "

    /// The text of a migration's file.
    ///
    /// - Parameters:
    ///   - migration: The migration.
    ///   - before: The schema before it, for comments on what is lost.
    /// - Returns: Text that ``MigrationParser`` reads as the same migration.
    package static func text(of migration: Migration, before: SchemaState) -> String {
        var writer = MigrationWriter()
        let comment = migration.message.split(whereSeparator: \.isNewline)
            .map { "-- \(MigrationText.visible(String($0)))\n" }
        writer.text += comment.joined() + (comment.isEmpty ? "" : "\n")
        writer.text += "revision \(MigrationText.quoted(migration.revision))\n"
        let parent = migration.parent.map { MigrationText.quoted($0) } ?? "nothing"
        writer.text += "after \(parent)\n"
        writer.text += "message \(MigrationText.quoted(migration.message))\n"
        writer.text += "created \(MigrationText.quoted(migration.created))\n"
        if !migration.isTransactional { writer.text += "transaction none\n" }
        var state = before
        writer.text += "\nup {\n"
        for step in migration.up { writer.append(step.operation, &state) }
        writer.text += "}\n\ndown {\n"
        for step in migration.down { writer.append(step.operation, &state) }
        writer.text += "}\n"
        return writer.text
    }

    /// An operation as it stands in a file, without what is said of the rows.
    package static func text(of operation: Operation) -> String {
        OperationText.text(of: operation)
    }

    private mutating func append(_ operation: Operation, _ state: inout SchemaState) {
        if let hazard = operation.hazard(in: state) {
            text += "\(indent)-- Mind: \(MigrationText.visible(hazard.description)).\n"
        }
        // What does not fit is shown all the same.
        try? state.apply(operation)
        for line in OperationText.text(of: operation).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            text += line.isEmpty ? "\n" : "\(indent)\(line)\n"
        }
    }
}

/// Names and texts as migrations write them.
enum MigrationText {
    /// Text in quotation marks, on one line of characters that can be seen.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if isVisible(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += "\\u{\(String(scalar.value, radix: 16))}"
                }
            }
        }
        return result + "\""
    }

    /// A name: bare if it is a word that means nothing else.
    static func name(_ name: String) -> String {
        guard let first = name.unicodeScalars.first, !MigrationLexer.isDigit(first),
            name.unicodeScalars.allSatisfy(MigrationLexer.isWord), !keywords.contains(name)
        else { return quoted(name) }
        return name
    }

    /// Names in parentheses.
    static func names(_ names: [String]) -> String {
        "(" + names.map { name($0) }.joined(separator: ", ") + ")"
    }

    static func path(_ path: ColumnPath) -> String { "\(name(path.table)).\(name(path.column))" }

    /// Text for a comment: what cannot be seen, or turns the direction of writing, is escaped.
    static func visible(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(isVisible) else { return text }
        return String(quoted(text).dropFirst().dropLast())
    }

    /// SQL in parentheses; in quotation marks if it could be read otherwise.
    static func sql(_ text: String) -> String {
        var lexer = MigrationLexer(text + ")", path: "")
        let isPlain =
            text.unicodeScalars.allSatisfy(isVisible) && (try? lexer.sql()) == text
            && (try? lexer.next()) == .end && !text.isEmpty
        return isPlain ? "(\(text))" : quoted(text)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            false
        default: true
        }
    }

    /// Words that mean something where a name can stand.
    static let keywords: Set<String> = [
        "primary", "unique", "check", "foreign", "sqlite", "postgresql", "nothing", "now", "null",
        "not", "no", "default", "generated", "type", "fill", "using", "to", "on", "references",
        "key", "concurrently", "true", "false", "none", "hex",
    ]
}
