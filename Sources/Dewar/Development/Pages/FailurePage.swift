import DewarText

/// What a developer is shown of a failure: the same as HTML, as text and as JSON.
struct FailurePage: Sendable {
    /// A place in the source, and what it has to do with the failure.
    struct Place: Sendable {
        /// The function; nil for a place of the compiler.
        var function: String?
        /// The file: below the package's folder without it, others as absolute paths.
        var file: String?
        /// The line, from 1.
        var line: Int?
        /// The column, from 1.
        var column: Int?
        /// What is said of this place; nil when all is said above.
        var message: String?
        /// Further lines, as the compiler's notes.
        var details: [String] = []
        /// The lines around it.
        var excerpt: SourceExcerpt?
        /// Whether it is in the application, and not in what that is built of.
        var isOwn = true
    }

    /// Names and values, as the request's header fields.
    struct Table: Sendable {
        var title: String
        var rows: [(name: String, value: String)]
        /// Whether it is closed at first.
        var isFolded = true
    }

    /// Whether a browser loads the page anew by itself.
    enum Reloading: String, Sendable {
        /// When the application changes.
        case onChange = "change"
        /// Never: there is nobody to tell it.
        case never
    }

    /// What kind of failure, as a small line above: `Build failed`.
    var kind: String
    /// What failed, as `BoardError` or `3 errors`.
    var title: String
    /// What it says.
    var message = ""
    /// What may help, one sentence each.
    var hints: [String] = []
    /// Where it is, the most important one first.
    var places: [Place] = []
    var tables: [Table] = []
    /// What was printed, whole.
    var output: (title: String, text: String)?
    var reloading = Reloading.onChange
    /// The code of the answer.
    var status = 500
}

extension FailurePage {
    /// The page as text: for a terminal, and to be copied.
    var text: String {
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
        if let output { text += "\n\(output.title)\n\(output.text)\n" }
        return text
    }

    /// The page for programs.
    var json: JSON {
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
            ]
        ]
    }
}

extension FailurePage.Place {
    /// The function and where it is: `show(id:) at Sources/Shop/App.swift:12`.
    var title: String {
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
