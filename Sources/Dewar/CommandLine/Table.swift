/// Rows below a title, in columns as wide as they need be.
struct Table {
    private let lines: [[String]]
    private let columns: Int

    /// Makes a table.
    ///
    /// - Parameters:
    ///   - titles: One for each column.
    ///   - rows: As many cells each.
    init(_ titles: [String], _ rows: [[String]]) {
        columns = titles.count
        lines = [titles] + rows
    }

    /// The table, with a rule below the titles and no end of line.
    var text: String {
        let widths = (0..<columns).map { column in
            lines.map { $0[column].count }.max() ?? 0
        }
        var texts = lines.map { line in
            zip(line, widths).enumerated().map { index, cell in
                // Nothing stands behind the last one.
                index == columns - 1 ? cell.0 : cell.0 + Self.spaces(cell.1 - cell.0.count)
            }.joined(separator: "  ")
        }
        texts.insert(
            widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
        return texts.joined(separator: "\n")
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
