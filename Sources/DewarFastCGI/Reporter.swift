import DewarText
import Logging

/// Tells what goes wrong with a request: the log, and the web server's if so configured.
///
/// Every sentence stays on its line: an application's errors may say what a client sent.
struct Reporter: Sendable {
    let logger: Logger
    let reportsToWebServer: Bool

    /// Reports a failure of the application.
    ///
    /// - Parameters:
    ///   - sentence: What was found, and what was done.
    ///   - library: The request, which has not been ended.
    func report(_ sentence: String, to library: LibraryRequest) {
        let sentence = LogText.escaped(sentence)
        logger.error("\(sentence)")
        if reportsToWebServer { library.writeError(sentence) }
    }

    /// Reports an answer that goes out, and may not arrive.
    func warn(_ sentence: String) { logger.warning("\(LogText.escaped(sentence))") }

    /// Reports what a server that ended has left undone.
    func reportUnfinished(_ count: Int) {
        logger.warning("stopped before \(count) pieces of background work had ended.")
    }

    /// Reports a request that the web server, or whoever connected, should not have sent.
    func reportRefusal(_ sentence: String) { warn(sentence) }
}
