import DewarCore
import DewarHTTP
import DewarText
import DewarTemplates

extension FailurePage {
    /// An error that nobody handled: what it says, and where it was thrown.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - root: The package's folder.
    init(thrown error: any Error, root: String) {
        self.init(kind: "Unhandled error", title: "\(type(of: error))")
        message = "\(error)"
        if let error = error as? TemplateError { add(error, root: root) }
        places += Self.way(root: root)
    }

    /// The way to where the last error of this request was thrown, from there outwards.
    private static func way(root: String) -> [Place] {
        let frames = ThrownPlace.frames
        // It begins in the runtime, at what noted it.
        let start =
            frames.firstIndex { $0.function.contains("swift_willThrow") }.map { $0 + 1 } ?? 0
        return frames.dropFirst(start).map { Place($0, root: root) }
    }

    /// A template's error: its own place comes first.
    private mutating func add(_ error: TemplateError, root: String) {
        kind = "Template error"
        title = "\(error.kind.rawValue): \(error.message)"
        message = ""
        if let suggestion = error.suggestion { hints.append("Did you mean '\(suggestion)'?") }
        if let line = error.line {
            places.append(
                Place(
                    file: error.template ?? "<string>", line: line, column: error.column,
                    excerpt: error.sourceLine.map {
                        SourceExcerpt(line: $0, number: line, column: error.column)
                    }))
        }
        if !error.searchedFolders.isEmpty {
            hints.append("Looked in \(error.searchedFolders.joined(separator: ", ")).")
        }
        if let cause = error.underlying { message = "\(type(of: cause)): \(cause)" }
        places += error.chain.map { step in
            Place(function: step.relation, file: step.template ?? "<string>", line: step.line)
        }
        tables.append(
            Table(
                title: "Names in scope",
                rows: error.variables.map { variable in
                    let value = Secrets.masked(variable.name, variable.value)
                    return (
                        variable.name, value.isEmpty ? variable.type : "\(variable.type) \(value)"
                    )
                }, isFolded: error.variables.count > 30))
    }

    /// A request that no rule takes: the rules that are most like its path.
    ///
    /// - Parameters:
    ///   - error: The 404, 405 or 400.
    ///   - request: The request.
    ///   - rules: All rules.
    init(miss error: HTTPError, _ request: Request, _ rules: [Rule]) {
        self.init(
            kind: "\(error.status.code) \(error.status.name)",
            title: "\(request.method.rawValue) \(request.path)", status: error.status.code)
        let samePath = error.headers[.allow]
        message =
            samePath.map { "There are rules for this path, for other methods: \($0)." }
            ?? "No rule takes this path."
        let patterns = rules.filter { !$0.isBuildOnly }.map(\.pattern)
        if samePath == nil, let best = patterns.nearest(to: request.path) {
            hints = ["Did you mean \(best)?"]
        }
        tables.append(
            Table(
                title: "Rules",
                rows: rules.map { rule in
                    let methods = rule.methods?.joined(separator: ", ") ?? "any"
                    return (rule.pattern, "\(methods) → \(rule.endpoint ?? "")")
                }, isFolded: rules.count > 30))
    }

    /// A request that was refused for what it holds, with the reason that users do not see.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - reason: What was found and what was wanted.
    ///   - request: The request.
    ///   - root: The package's folder.
    init(refusal error: HTTPError, _ reason: String, _ request: Request, root: String) {
        self.init(
            kind: "\(error.status.code) \(error.status.name)", title: reason,
            status: error.status.code)
        message = "\(error)"
        if let key = error.missingKey { hints = Self.hints(missing: key, request) }
        places = Self.way(root: root)
    }
}

extension [String] {
    /// The pattern that is most like a path; a variable is like whatever stands in its place.
    fileprivate func nearest(to path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let filled = map { pattern in
            pattern.split(separator: "/", omittingEmptySubsequences: false).enumerated()
                .map { index, part in
                    part.hasPrefix("<") && index < parts.count ? parts[index] : part
                }.joined(separator: "/")
        }
        guard let best = Similarity.closest(to: path, in: filled) else { return nil }
        return filled.firstIndex(of: best).map { self[$0] }
    }
}
