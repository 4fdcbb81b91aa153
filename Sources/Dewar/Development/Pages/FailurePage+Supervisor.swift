import DewarProcesses

extension FailurePage {
    /// A build that failed: every error with its lines.
    ///
    /// - Parameters:
    ///   - report: What the build said.
    ///   - root: The package's folder.
    package init(_ report: BuildOutput, root: String) {
        let errors = report.errors
        self.init(
            kind: "The build failed",
            title: errors.count == 1 ? errors[0].text : "\(errors.count) errors")
        if errors.isEmpty {
            title = "swift build ended with an error"
            message = report.lines.suffix(30).joined(separator: "\n")
        }
        places = errors.map { error in
            Place(
                file: error.file.map { Self.short($0, root) }, line: error.line,
                column: error.column, message: errors.count == 1 ? nil : error.text,
                details: error.details,
                excerpt: error.file.flatMap { file in
                    error.line.flatMap { SourceExcerpt(file: file, line: $0, column: error.column) }
                })
        }
        hints = ["Save the mended file, and this page turns into the application's by itself."]
        output = ("Everything that the build printed", report.lines.joined(separator: "\n"))
    }

    /// A worker that ended: why, where, and what it was answering.
    ///
    /// - Parameters:
    ///   - crash: How it ended.
    ///   - kind: What that meant.
    ///   - root: The package's folder.
    init(_ crash: WorkerCrash, kind: String, root: String) {
        let trace = CrashTrace(crash.lines)
        self.init(kind: kind, title: trace.reason ?? "The program ended \(crash.ending)")
        if trace.reason != nil {
            message = "The program ended \(crash.ending)."
        } else {
            // Whoever ends by itself has said why.
            message = trace.output.filter { !$0.isEmpty }.suffix(Self.lastWords)
                .joined(separator: "\n")
        }
        places = trace.frames.map { Place($0, root: root) }
        if !crash.requests.isEmpty {
            tables.append(
                Table(
                    title: crash.requests.count == 1 ? "The request" : "Requests under way",
                    rows: crash.requests.map { ("\($0.method)", $0.path) }, isFolded: false))
        }
        hints = [
            kind == "Crash"
                ? "The application was started again: other pages work."
                : "Save the mended file, and this page turns into the application's by itself."
        ]
        output = ("The last of what the program printed", trace.output.joined(separator: "\n"))
    }

    /// As many lines of a program that ended by itself stand above the others.
    private static let lastWords = 20

    /// No answer, and no reason that the supervisor knows of.
    static func unanswered(_ line: String?) -> FailurePage {
        var page = FailurePage(
            kind: "No answer", title: "The application's answer did not reach nginx",
            status: 502)
        page.message = line.map { "nginx says: \($0)" } ?? ""
        return page
    }

    /// A path as it is shown: without the package's folder.
    static func short(_ file: String, _ root: String) -> String {
        file.hasPrefix(root + "/") ? String(file.dropFirst(root.count + 1)) : file
    }
}
