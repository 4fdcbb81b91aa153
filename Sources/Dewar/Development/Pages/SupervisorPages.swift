import DewarHTTP
import DewarText
import HTTPTypes

/// What the supervisor answers: what browsers listen to, and in place of a worker that is not
/// there, why.
struct SupervisorPages: Responder {
    let state: DevelopmentState
    private let edition: Int?

    /// Makes pages.
    ///
    /// - Parameters:
    ///   - state: What they are about.
    ///   - edition: Of which edition they are; nil for the one that is shown.
    init(_ state: DevelopmentState, edition: Int? = nil) {
        self.state = state
        self.edition = edition
    }

    func willServe(with background: any BackgroundRunner) {}

    func respond(to request: Request) async -> Response {
        switch request.path {
        case LiveReload.prefix + "live.js":
            return Response(
                headers: [
                    "Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "same-origin",
                ], contentType: "text/javascript; charset=utf-8",
                body: .text(LiveReload.script))
        case LiveReload.prefix + "events": return events
        case let path where path.hasPrefix(LiveReload.prefix): return HTTPError(.notFound).response
        default:
            return await LiveReload.$edition.withValue(edition ?? state.edition) {
                await failure.response(to: request)
            }
        }
    }

    // MARK: Events

    private var events: Response {
        let state = state
        return Response(
            headers: [
                "Cache-Control": "no-store", "X-Accel-Buffering": "no",
                "Cross-Origin-Resource-Policy": "same-origin",
            ],
            contentType: "text/event-stream",
            body: .stream { writer in
                let events = state.events()
                let hello = "\(state.version) \(state.changed) \(state.edition)"
                try await writer.write("event: hello\ndata: \(hello)\n\n")
                for await event in events {
                    try await writer.write(Self.text(of: event, version: state.version))
                }
            })
    }

    private static func text(of event: DevelopmentState.Event, version: String) -> String {
        switch event {
        case .reload: "event: reload\ndata: \(version)\n\n"
        case .styles: "event: styles\ndata: \(version)\n\n"
        // A step is one line, as everything that a build prints.
        case .building(let step): "event: building\ndata: \(step)\n\n"
        case .idle: "event: idle\ndata:\n\n"
        }
    }

    // MARK: Failures

    private var failure: FailurePage {
        get async {
            switch state.phase {
            case .failed(let page): return page
            case .good:
                // The web server had no answer; the worker's end may be told of in a moment.
                for _ in 0..<50 {
                    if let crash = state.crash, crash.time.duration(to: .now) < .seconds(3) {
                        return crash.page
                    }
                    try? await Task.sleep(for: .milliseconds(20))
                }
                return .unanswered(state.proxyLine)
            }
        }
    }
}

extension FailurePage {
    /// The page in the form that a client takes.
    func response(to request: Request) -> Response {
        let accept = request.accept.mimeTypes
        let code = HTTPResponse.Status(code: status)
        let headers = Self.headers
        let wantsHTML = accept.values.contains { $0.hasPrefix("text/html") }
        if !wantsHTML, accept.values.contains(where: { $0.contains("json") }) {
            return Response(
                status: code, headers: headers, contentType: Response.json,
                body: .text(JSONWriter().text(of: json)))
        }
        if !wantsHTML {
            return Response(
                status: code, headers: headers, contentType: "text/plain; charset=utf-8",
                body: .text(text))
        }
        return Response(status: code, headers: headers, body: .text(html.html))
    }

    /// Nobody keeps, frames, or loads it into a page of another site; it loads nothing itself.
    private static var headers: Headers {
        [
            "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "no-referrer",
            "Content-Security-Policy": """
            default-src 'none'; style-src 'unsafe-inline'; script-src 'self' 'unsafe-inline'; \
            connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            """,
        ]
    }
}
