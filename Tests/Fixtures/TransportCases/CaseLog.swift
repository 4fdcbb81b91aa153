package import Logging
import Synchronization

/// What a server has logged and which paths it was asked for, until somebody takes it.
package final class CaseLog: LogHandler {
    private struct State: Sendable {
        var lines: [String] = []
        var paths: [String] = []
    }

    private let state = Mutex(State())

    /// Makes an empty log.
    package init() {}

    /// A logger that writes here.
    package var logger: Logger { Logger(label: "dewar.cases") { _ in self } }

    /// Notes a request.
    func note(path: String) { state.withLock { $0.paths.append(path) } }

    /// Takes everything: a line `warning: the message` for each message, a line `asked: /path` for
    /// each request.
    package func take() -> [String] {
        state.withLock { state in
            defer { state = State() }
            return state.lines + state.paths.map { "asked: \($0)" }
        }
    }

    package var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    package var logLevel: Logger.Level {
        get { .debug }
        set {}
    }

    package subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    package func log(event: LogEvent) {
        state.withLock { $0.lines.append("\(event.level): \(event.message)") }
    }
}
