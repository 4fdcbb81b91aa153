import DewarHTTP
import Synchronization

extension Context {
    /// The session of the request, opened when it is first asked for.
    var session: Session {
        if let session = state.withLock(\.session) { return session }
        // Not under the lock: an interface may look at the context itself.
        let (opened, failure) = openSession()
        return state.withLock { state in
            // Another task may have been first.
            if let session = state.session { return session }
            (state.session, state.sessionError) = (opened, failure)
            return opened
        }
    }

    private func openSession() -> (Session, failure: (any Error)?) {
        do {
            return (try request.flatMap { try sessions?.open($0) } ?? .null(), nil)
        } catch {
            return (.null(), error)
        }
    }

    /// Saves the session, if there is something to save.
    ///
    /// - Parameter response: Gets the cookie.
    /// - Throws: Why the session could not be opened or saved.
    func saveSession(into response: inout Response) throws {
        guard let request, let sessions else { return }
        let isOpen = state.withLock { $0.session != nil }
        guard isOpen || sessions.savesUntouched(request) else { return }
        let session = session
        do {
            if let error = state.withLock(\.sessionError) { throw error }
            try sessions.save(session, of: request, into: &response)
        } catch {
            // The answer that tells of it is not to fail by it again.
            state.withLock { state in
                state.session = .null()
                state.sessionError = nil
            }
            // Nobody looked at it: that it cannot live on is no reason to refuse a page.
            guard isOpen || !(error is any HTTPErrorConvertible) else { return log(error) }
            throw error
        }
    }
}

/// What is kept for the visitor from one request to the next.
///
/// ```swift
/// session["user_id"] = user.id
/// let id: Int? = session["user_id"]
/// ```
/// It needs a secret key: ``Config/secretKey``. Stops with a message outside of a request.
///
/// - SeeAlso: Flask `session`.
public var session: Session {
    let context = Context.require("session")
    guard context.request != nil else {
        fatalError(ContextError.noRequest("session").description)  // as Flask's RuntimeError
    }
    return context.session
}
