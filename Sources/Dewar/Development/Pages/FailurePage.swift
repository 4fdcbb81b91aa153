import DewarCore
import DewarText

/// What a developer is shown of a failure: the same as HTML, as text and as JSON.
package struct FailurePage: Sendable {
    /// A place in the source, and what it has to do with the failure.
    package struct Place: Sendable {
        /// The function; nil for a place of the compiler.
        package var function: String?
        /// The file: below the package's folder without it, others as absolute paths.
        package var file: String?
        /// The line, from 1.
        package var line: Int?
        /// The column, from 1.
        package var column: Int?
        /// What is said of this place; nil when all is said above.
        package var message: String?
        /// Further lines, as the compiler's notes.
        package var details: [String] = []
        /// The lines around it.
        package var excerpt: SourceExcerpt?
        /// Whether it is in the application, and not in what that is built of.
        package var isOwn = true

        /// Makes a place.
        package init(
            function: String? = nil, file: String? = nil, line: Int? = nil, column: Int? = nil,
            message: String? = nil, details: [String] = [], excerpt: SourceExcerpt? = nil
        ) {
            self.function = function
            self.file = file
            self.line = line
            self.column = column
            self.message = message
            self.details = details
            self.excerpt = excerpt
        }
    }

    /// Names and values, as the request's header fields.
    package struct Table: Sendable {
        package var title: String
        package var rows: [(name: String, value: String)]
        /// Whether it is closed at first.
        package var isFolded = true

        /// Makes a table.
        package init(
            title: String, rows: [(name: String, value: String)], isFolded: Bool = true
        ) {
            self.title = title
            self.rows = rows
            self.isFolded = isFolded
        }
    }

    /// Whether a browser loads the page anew by itself.
    package enum Reloading: String, Sendable {
        /// When the application changes.
        case onChange = "change"
        /// Never: there is nobody to tell it.
        case never
    }

    /// What kind of failure, as a small line above: `Build failed`.
    package var kind: String
    /// What failed, as `BoardError` or `3 errors`.
    package var title: String
    /// What it says.
    package var message = ""
    /// What may help, one sentence each.
    package var hints: [String] = []
    /// Where it is, the most important one first.
    package var places: [Place] = []
    package var tables: [Table] = []
    /// What took how long, and what extensions know of the request.
    package var panels: [FailurePanel] = []
    /// What was printed, whole.
    package var output: (title: String, text: String)?
    package var reloading = Reloading.onChange
    /// The code of the answer.
    package var status = 500

    /// Makes a page with a title, to be filled.
    package init(kind: String, title: String, status: Int = 500) {
        self.kind = kind
        self.title = title
        self.status = status
    }
}

extension FailurePage {
    /// The page as text: for a terminal, and to be copied.
    package var text: String {
        var text = "\(kind): \(title)\n"
        if !message.isEmpty { text += "\(message)\n" }
        for hint in hints { text += "\n\(hint)\n" }
        for place in places {
            text += "\n\(place.title)\n"
            if let message = place.message { text += "  \(message)\n" }
            if let excerpt = place.excerpt { text += excerpt.text }
        }
        for table in tables where !table.rows.isEmpty {
            text += "\n\(table.title)\n"
            for row in table.rows { text += "  \(row.name): \(row.value)\n" }
        }
        for panel in panels { text += "\n\(panel.text)\n" }
        if let output { text += "\n\(output.title)\n\(output.text)\n" }
        return text
    }

    /// The page for programs.
    package var json: JSON {
        let places = places.map { place -> JSON in
            var members: JSONObject = [:]
            if let function = place.function { members["function"] = .string(function) }
            if let file = place.file { members["file"] = .string(file) }
            if let line = place.line { members["line"] = .int(line) }
            if let column = place.column { members["column"] = .int(column) }
            if let message = place.message { members["message"] = .string(message) }
            members["own"] = .bool(place.isOwn)
            return .object(members)
        }
        return [
            "error": [
                "kind": .string(kind), "title": .string(title), "message": .string(message),
                "hints": .array(hints.map { .string($0) }), "places": .array(places),
                "panels": .array(panels.map(\.json)),
            ]
        ]
    }
}

extension FailurePage.Place {
    /// The function and where it is: `show(id:) at Sources/Shop/App.swift:12`.
    package var title: String {
        let place = file.map { file in
            [file, line.map(String.init), column.map(String.init)].compactMap { $0 }
                .joined(separator: ":")
        }
        return switch (function, place) {
        case (let function?, let place?): "\(function) at \(place)"
        case (let function?, nil): function
        case (nil, let place): place ?? "unknown place"
        }
    }
}
