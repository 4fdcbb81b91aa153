import DewarCore
import DewarText

extension FailurePanel {
    /// The first rows, each with a cell for every column.
    private var shown: [[String]] {
        rows.prefix(Self.longest).map { row in
            columns.indices.map { $0 < row.count ? row[$0] : "" }
        }
    }

    /// What is said of the rows that are not shown; nil when all are.
    private var rest: String? {
        rows.count > Self.longest ? "… and \(rows.count - Self.longest) more" : nil
    }

    private var heading: String { summary.isEmpty ? title : "\(title): \(summary)" }

    /// The panel as a table, folded; its summary can be read all the same.
    var markup: Markup {
        let alignment = columns.map { column -> Markup in
            column.isNumber ? " class=\"number\"" : ""
        }
        func line(_ cells: [String], _ element: Markup) -> Markup {
            let cells = zip(cells, alignment).map { cell, alignment -> Markup in
                "<\(element)\(alignment)>\(cell)</\(element)>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        let summary: Markup = summary.isEmpty ? "" : " <small>\(summary)</small>"
        let rest: Markup = rest.map { "<p class=\"rest\">\($0)</p>" } ?? ""
        return """
            <details class="panel"><summary>\(title)\(summary)</summary>\
            <div class="scroll"><table><thead>\(line(columns.map(\.title), "th"))</thead>\
            <tbody>\(shown.map { line($0, "td") }.joined())</tbody></table></div>\(rest)</details>
            """
    }

    /// The panel as text: a row a line, two spaces between its cells.
    var text: String {
        let lines = shown.map { row in
            "  " + row.map { $0.replacing("\n", with: "\n    ") }.joined(separator: "  ")
        }
        return
            ([heading, "  " + columns.map(\.title).joined(separator: "  ")] + lines
            + [rest.map { "  \($0)" }].compactMap(\.self)).joined(separator: "\n")
    }

    /// The panel for programs: each row is a list of texts.
    var json: JSON {
        func list(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
        return [
            "title": .string(title), "summary": .string(summary),
            "columns": list(columns.map(\.title)), "rows": .array(shown.map(list)),
            "count": .int(rows.count),
        ]
    }
}

extension RequestTimings {
    /// What took how long: the steps of the request, and its templates.
    var panels: [FailurePanel] {
        let steps = all
        let total = steps.last.map { "\($0.duration.millisecondText) ms" } ?? ""
        let renderings = renderings
        let time = FailurePanel(
            "Time", summary: total, columns: ["Step", .number("ms")],
            rows: steps.map { [$0.name, $0.duration.millisecondText] })
        guard !renderings.isEmpty else { return [time] }
        let rows = renderings.map { rendering in
            [
                rendering.template ?? "<string>", "\(rendering.count)",
                rendering.loading.millisecondText, rendering.all.millisecondText,
            ]
        }
        let whole = renderings.reduce(Duration.zero) { $0 + $1.all }
        let templates = FailurePanel(
            "Templates", summary: "\(whole.millisecondText) ms",
            columns: ["Template", .number("times"), .number("loading, ms"), .number("in all, ms")],
            rows: rows)
        return [time, templates]
    }
}
