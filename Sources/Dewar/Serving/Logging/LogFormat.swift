import DewarCore
import Logging

/// How a server's log is written to standard error, or to its log file.
///
/// ```swift
/// var configuration = ServerConfiguration()
/// configuration.logFormat = .json
/// app.run(configuration: configuration)
/// ```
/// `ShopServer --log-format json` says the same. It is the form of what the application's own
/// logger, the server and its master write; other loggers of the program are as they were made. What
/// a view prints is a message of its own where a master passes it on.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
    /// A line for each event: time, level, message.
    case text
    /// An object on a line of its own for each event, as ``JSONLogHandler`` writes it.
    case json

    /// A logger of this format with another one's label, level and metadata.
    fileprivate func logger(like other: Logger) -> Logger {
        var logger = Logger(label: other.label) { label -> any LogHandler in
            switch self {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        }
        logger.handler.metadata = other.handler.metadata
        logger.handler.metadataProvider = other.handler.metadataProvider
        logger.logLevel = other.logLevel
        return logger
    }
}

extension Application {
    /// Has the application's log written in a format.
    func write(log format: LogFormat) { use(logger: format.logger(like: logger)) }
}
