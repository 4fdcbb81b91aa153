package import DewarHTTP
import DewarText
import HTTPTypes
package import Logging

/// Logs every request: who asked for what, and what came of it.
///
/// A line is `127.0.0.1 "GET /posts/7" 200 1843 B 612 us`; its metadata has the same as values, and
/// the request's number if the web server gave one. Of a stream the time ends where it begins.
package struct AccessLog: Responder {
    private let application: any Responder
    private let logger: Logger

    /// Logs the requests of an application.
    ///
    /// - Parameters:
    ///   - application: Answers them.
    ///   - logger: Takes the lines.
    package init(of application: any Responder, logger: Logger) {
        self.application = application
        self.logger = logger
    }

    /// Tells the application who runs its background work.
    package func willServe(with background: any BackgroundRunner) {
        application.willServe(with: background)
    }

    /// Answers a request as the application does, and logs it.
    ///
    /// - Parameter request: The request; its number goes out as `X-Request-ID`.
    /// - Returns: The application's answer.
    package func respond(to request: Request) async -> Response {
        let start = ContinuousClock.now
        var response = await application.respond(to: request)
        if let id = request.id { response.headers["X-Request-ID"] = id }
        let microseconds = (ContinuousClock.now - start) / .microseconds(1)
        note(request, response, Int(microseconds))
        return response
    }

    private func note(_ request: Request, _ response: Response, _ microseconds: Int) {
        let client = request.parameters.text(of: "REMOTE_ADDR") ?? "-"
        let query = request.queryString
        let target = query.isEmpty ? request.path : "\(request.path)?\(query)"
        let asked = "\(request.method.rawValue) \(target)"
        let length = response.body.length
        var metadata: Logger.Metadata = [
            "client": .string(client), "method": .string(request.method.rawValue),
            "path": .string(request.path), "status": .stringConvertible(response.status.code),
            "microseconds": .stringConvertible(microseconds),
        ]
        if let length { metadata["bytes"] = .stringConvertible(length) }
        if let id = request.id { metadata["request"] = .string(id) }
        // Escaped, so that no path makes a line of its own.
        logger.info(
            """
            \(LogText.escaped("\(client) \"\(asked)\"")) \(response.status.code) \
            \(length.map { "\($0) B" } ?? "stream") \(microseconds) us
            """, metadata: metadata)
    }
}
