import Synchronization

/// A table on the pages that show a developer what went wrong: what an extension knows of the
/// request, as the queries of a database.
///
/// ```swift
/// enum SentMailsKey: GlobalsKey { typealias Value = [String] }
///
/// app.failurePanel {
///     let names = g[SentMailsKey.self] ?? []
///     return FailurePanel(
///         "Mails", summary: "\(names.count) sent", columns: ["To"], rows: names.map { [$0] })
/// }
/// ```
/// It stands on the page, in its text and in its JSON, behind the request. Whoever makes one keeps
/// secrets out of it: nothing is hidden here but what the cells leave out.
///
/// - SeeAlso: Flask-DebugToolbar's panels.
public struct FailurePanel: Sendable, Hashable {
    /// The title of a column, and what stands in it.
    public struct Column: Sendable, Hashable, ExpressibleByStringLiteral {
        /// The title.
        public var title: String
        /// Whether its cells are numbers, which stand at the right.
        public var isNumber: Bool

        /// Makes a column of text.
        public init(stringLiteral title: String) {
            self.title = title
            isNumber = false
        }

        private init(title: String, isNumber: Bool) {
            self.title = title
            self.isNumber = isNumber
        }

        /// A column of texts.
        ///
        /// ```swift
        /// let column = FailurePanel.Column.text("SQL")
        /// ```
        ///
        /// - Parameter title: The title; a literal alone says the same.
        /// - Returns: The column.
        /// - SeeAlso: ``number(_:)``
        public static func text(_ title: String) -> Column {
            Column(title: title, isNumber: false)
        }

        /// A column of numbers, which stand at the right.
        ///
        /// ```swift
        /// let column = FailurePanel.Column.number("ms")
        /// ```
        ///
        /// - Parameter title: The title.
        /// - Returns: The column.
        /// - SeeAlso: ``text(_:)``
        public static func number(_ title: String) -> Column {
            Column(title: title, isNumber: true)
        }
    }

    /// What the table is of: `Queries`.
    public var title: String
    /// All of it in a few words, beside the title: `12 in 3.4 ms`; empty for nothing.
    public var summary: String
    /// The columns, from the left.
    public var columns: [Column]
    /// The rows, each with a cell for every column; a cell may have several lines.
    ///
    /// Cells too many are left out, and those that are missing are empty.
    public var rows: [[String]]

    /// Makes a panel.
    ///
    /// ```swift
    /// FailurePanel("Mails", columns: ["To", .number("bytes")], rows: [["kim@example.com", "812"]])
    /// ```
    ///
    /// - Parameters:
    ///   - title: What the table is of.
    ///   - summary: All of it in a few words.
    ///   - columns: The columns, from the left.
    ///   - rows: Each with a cell for every column; a page shows the first 500.
    /// - SeeAlso: Flask-DebugToolbar's panels.
    public init(
        _ title: String, summary: String = "", columns: [Column], rows: [[String]] = []
    ) {
        self.title = title
        self.summary = summary
        self.columns = columns
        self.rows = rows
    }

    /// The rows that a page shows at most: a loop that asks a database may have asked it a million
    /// times.
    package static let longest = 500
}

extension Application {
    /// Has the pages that show a developer what went wrong show something more of the request.
    ///
    /// The function is called when such a page is made, in the context of its request, and never
    /// in production. ``explainsFailures`` tells whether it is worth while to note anything for it.
    ///
    /// ```swift
    /// app.failurePanel {
    ///     FailurePanel("Process", columns: ["", .number("")], rows: [["threads", "8"]])
    /// }
    /// ```
    ///
    /// - Parameter makePanel: Makes the panel; nil for none. What it throws is shown in its place.
    /// - SeeAlso: Flask-DebugToolbar's panels.
    public func failurePanel(_ makePanel: @escaping @Sendable () throws -> FailurePanel?) {
        failurePanelMakers.withLock { $0.append(makePanel) }
    }

    /// Whether failures are shown to a developer, and not hidden from users.
    ///
    /// True only in a process that serves with `debug`, and there before the first request.
    ///
    /// - SeeAlso: ``failurePanel(_:)``
    public var explainsFailures: Bool { explainer != nil }

    /// The panels of the request that is being answered, in the order of declaration.
    package var failurePanels: [FailurePanel] {
        let makers = failurePanelMakers.withLock(\.self)
        return makers.compactMap { makePanel in
            do {
                return try makePanel()
            } catch {
                return FailurePanel("A panel failed", columns: ["Error"], rows: [["\(error)"]])
            }
        }
    }
}
