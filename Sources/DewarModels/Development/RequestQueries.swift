import DewarCore
import DewarHTTP
import DewarORM
import DewarText
import HTTPTypes
import Logging

/// What a request asked its database, for the developer.
enum RequestQueries {
    private enum LogKey: GlobalsKey {
        typealias Value = QueryLog
        /// No name that a template could ask for.
        static var name: String { " queries" }
    }

    /// Takes the request's statements; nil where nobody wants to see them.
    static var log: QueryLog? {
        let app = currentApp
        guard app.config.isDebug || app.explainsFailures else { return nil }
        if let log = g[LogKey.self] { return log }
        let log = QueryLog { RequestTimings.current?.add("sql", $0.duration) }
        g[LogKey.self] = log
        return log
    }

    /// Says in the log what was asked once for each of many values.
    static func report() {
        guard let log = g[LogKey.self] else { return }
        for repetition in log.repetitions().prefix(mostReports) {
            let origin = hasRequestContext ? "\(request.method.rawValue) \(request.path)" : ""
            currentApp.logger.warning(
                "\(LogText.escaped("\(repetition.sentence) (\(origin))"))",
                metadata: ["sql": "\(LogText.escaped(repetition.sql))"])
        }
    }

    private static let mostReports = 10

    /// The statements on the page of a failure.
    static var panel: FailurePanel? {
        guard let log = g[LogKey.self] else { return nil }
        let entries = log.entries
        guard !entries.isEmpty else { return nil }
        let repeated = Dictionary(
            log.repetitions().map { ($0.relation ?? $0.sql, $0.count) }, uniquingKeysWith: max)
        let all = entries.reduce(Duration.zero) { $0 + $1.duration }
        let rows = entries.map { entry -> [String] in
            let count = repeated[entry.relation ?? entry.sql]
            let note = [entry.relation, count.map { "N+1: \($0) times" }].compactMap(\.self)
            return [
                entry.sql, "\(entry.binds)", "\(entry.rows)", entry.duration.millisecondText,
                note.joined(separator: "\n"),
            ]
        }
        return FailurePanel(
            "Queries", summary: "\(entries.count) in \(all.millisecondText) ms",
            columns: [
                "Statement", .number("values"), .number("rows"), .number("ms"), "What for",
            ],
            rows: rows)
    }
}

extension QueryLog.Repetition {
    /// What is said of it.
    var sentence: String {
        guard let relation else {
            return """
                N+1: the same query was run \(count) times with other values: ask for all of them \
                at once, as with in(…)
                """
        }
        return """
            N+1: \(relation) was loaded \(count) times, once for each value: load it with the \
            query, by with(…), or for all of them, by load(…)
            """
    }
}
