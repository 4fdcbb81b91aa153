import DewarHTTP
import DewarRouting
import DewarText
import HTTPTypes
import Logging

/// Takes a request through an application; the only place that knows the order of the steps.
struct Dispatcher: Responder {
    let application: Application
    let routes: RouteTable
    /// Where work goes that outlives its request.
    private let background: BackgroundPlace

    init(application: Application, routes: RouteTable) {
        self.application = application
        self.routes = routes
        background = BackgroundPlace(application.backgroundPlace.runner)
    }

    func willServe(with background: any BackgroundRunner) {
        self.background.runner = background
        // Also for work that no request begins; of several servers, for the latest.
        application.backgroundPlace.runner = background
    }

    /// Answers a request within its context: match, view, errors.
    ///
    /// - Parameter request: The request.
    /// - Returns: The answer; it never fails.
    func respond(to request: Request) async -> Response {
        let context = Context(
            application: application, request: request, background: background)
        let response = await Context.$current.withValue(context) {
            do {
                return try await dispatch(request)
            } catch {
                return answer(to: error, request)
            }
        }
        return context.endingAfter(response)
    }

    /// Finds the rule and calls its view.
    private func dispatch(_ request: Request) async throws -> Response {
        switch try routes.match(request) {
        case .match(let match):
            let endpoint = routes.endpoints[match.ruleIndex]
            if request.method == .options, endpoint.answersOptions {
                return optionsAnswer(to: request)
            }
            return try await endpoint.view.call(request, match.arguments)
        case .redirect(let location):
            return redirect(location, .permanentRedirect)
        case .methodNotAllowed(let allowed):
            throw HTTPError.methodNotAllowed(allowed: allowed)
        case .notFound, .webSocketMismatch:
            throw HTTPError(.notFound)
        }
    }

    /// The automatic answer to OPTIONS: the methods of all rules of this path.
    private func optionsAnswer(to request: Request) -> Response {
        let allowed = routes.allowedMethods(for: request)
        return Response(headers: [.allow: allowed.joined(separator: ", ")])
    }

    /// The answer to what a view threw: an ``HTTPError``'s own, else a 500 and a line in the log.
    private func answer(to error: any Error, _ request: Request) -> Response {
        switch error {
        case let error as HTTPError: return error.response
        case let error as RequestBodyError: return HTTPError(error.status).response
        default: break
        }
        // Escaped, so that no path makes a line of its own.
        let line = LogText.escaped("\(request.method.rawValue) \(request.path): \(error)")
        application.logger.error("\(line)", metadata: ["type": "\(type(of: error))"])
        return HTTPError(.internalServerError).response
    }
}
