import DewarFastCGI
import DewarHTTP
import DewarProcesses
import HTTPTypes

/// The pages that tell how the server is, in front of an application's own.
struct StatusPages: Responder {
    private let pingPath: String?
    private let statusPath: String?
    private let peers: [AddressRange]
    private let board: Scoreboard
    private let sockets: [ListeningSocket]
    private let application: any Responder

    /// Makes the pages that a configuration asks for.
    ///
    /// - Parameters:
    ///   - configuration: Their paths, and who may see them.
    ///   - board: Has the numbers.
    ///   - sockets: Of which waiting connections are counted.
    ///   - application: Answers everything else.
    init(
        _ configuration: ServerConfiguration, board: Scoreboard, sockets: [ListeningSocket],
        otherwise application: any Responder
    ) {
        pingPath = configuration.pingPath
        statusPath = configuration.statusPath
        peers = configuration.statusPeers
        self.board = board
        self.sockets = sockets
        self.application = application
    }

    func willServe(with background: any BackgroundRunner) {
        application.willServe(with: background)
    }

    func respond(to request: Request) async -> Response {
        switch request.path {
        case pingPath: page(for: request) { _ in .text("pong\n") }
        case statusPath: page(for: request, status)
        default: await application.respond(to: request)
        }
    }

    private func page(
        for request: Request, _ make: (Request) -> StatusReport.Page
    ) -> Response {
        // As the web server says, who knows; headers are the client's to make up.
        let peer = request.parameters.text(of: "REMOTE_ADDR") ?? ""
        guard peers.contains(where: { $0.contains(peer) }) else {
            return HTTPError(.forbidden).response
        }
        guard request.method == .get || request.method == .head else {
            var response = HTTPError(.methodNotAllowed).response
            response.headers[.allow] = "GET, HEAD"
            return response
        }
        let page = make(request)
        return Response(
            headers: [.cacheControl: "no-store"], contentType: page.contentType,
            body: .text(page.text))
    }

    private func status(_ request: Request) -> StatusReport.Page {
        let report = StatusReport(board, waiting: sockets.compactMap(\.waitingConnections))
        return switch request.queryString {
        case "json": report.json
        case "prometheus": report.prometheus
        default: .text(report.text)
        }
    }
}
