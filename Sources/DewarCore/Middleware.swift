public import DewarHTTP
import HTTPTypes

/// A function around what answers a request.
///
/// It takes the request and what comes after it.
public typealias Middleware =
    @Sendable (_ request: Request, _ next: @Sendable (Request) async -> Response) async throws
    -> Response

/// Answers by functions around functions around what answers by itself, the first the outermost.
struct MiddlewareChain: Responder {
    private let answer: @Sendable (Request) async -> Response
    private let inner: any Responder

    init(_ chain: [Middleware], of application: Application, around inner: any Responder) {
        self.inner = inner
        answer = chain.reversed().reduce(inner.respond(to:)) { next, middleware in
            { request in
                do {
                    return try await middleware(request, next)
                } catch let error as HTTPError {
                    return error.response
                } catch let error as ResponseError {
                    return error.response
                } catch {
                    Context(application: application, request: request).log(error)
                    return HTTPError(.internalServerError).response
                }
            }
        }
    }

    func willServe(with background: any BackgroundRunner) {
        inner.willServe(with: background)
    }

    func respond(to request: Request) async -> Response { await answer(request) }
}
