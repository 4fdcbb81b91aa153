public import DewarHTTP
import HTTPTypes
import Synchronization

/// Has something done when the answer to the request that is being answered was sent.
///
/// ```swift
/// app.post("/orders/<int:number>") { (number: Int) in
///     try afterResponse { try await sendMail("order \(number) came by \(request.path)") }
///     return redirect("/thanks")
/// }
/// ```
/// The client has its answer, or is gone; of a stream the last piece was sent. Several are done one
/// after the other, in the order of declaration; what one throws is logged and keeps the others
/// from nothing. They are background work of one piece, with all that ``Application/background(_:)``
/// says of it: a context of its own with `request` and an empty `g`, on the server's workers,
/// bounded, waited for by a graceful stop.
///
/// Stops with a message outside of a request.
///
/// - Parameter action: What to do.
/// - Throws: ``HTTPError``, a 503, when as much background work goes on as may; then nothing will be
///   done.
/// - SeeAlso: Werkzeug `Response.call_on_close`.
public func afterResponse(_ action: @escaping @Sendable () async throws -> Void) throws(HTTPError) {
    let context = Context.require("afterResponse")
    guard context.request != nil else {
        fatalError(ContextError.noRequest("afterResponse").description)  // as afterThisRequest
    }
    try context.afterResponse(action)
}

extension Context {
    /// Has something done when the response was sent.
    func afterResponse(
        _ action: @escaping @Sendable () async throws -> Void
    ) throws(HTTPError) {
        let closing = ResponseClosing()
        let isFirst = state.withLock { state in
            state.afterResponse.append(action)
            defer { state.closing = state.closing ?? closing }
            return state.closing == nil
        }
        guard isFirst else { return }
        do throws(HTTPError) {
            // Begun now, if to wait: it is counted, so that a server that stops waits for it.
            try application.startBackground(of: self) { [self] in
                await closing.wait()
                for action in state.withLock(\.afterResponse) {
                    do { try await action() } catch { log(error, in: "after the response to ") }
                }
            }
        } catch {
            state.withLock { ($0.afterResponse, $0.closing) = ([], nil) }
            throw error
        }
    }
}
