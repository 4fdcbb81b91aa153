package import DewarHTTP
import Synchronization

/// Answers what goes wrong with a page for the developer, while an application is developed.
///
/// Nobody has one in production.
package protocol FailureExplainer: Sendable {
    /// Explains an error that nobody handled, or that is answered with the page of its status.
    ///
    /// Called in the context of the request.
    ///
    /// - Parameter error: What was thrown.
    /// - Returns: An answer; nil for the one of production.
    func answer(to error: any Error) -> Response?
}

extension Application {
    /// Who explains failures to the developer; nil in production.
    package var explainer: (any FailureExplainer)? {
        get { ownExplainer.withLock { $0 } }
        set { ownExplainer.withLock { $0 = newValue } }
    }
}

/// What a developer's tools have noted of the request that is being answered.
package enum RequestNotes {
    /// Notes something, in place of what was noted before; nothing outside of a request.
    ///
    /// - Parameter note: Anything.
    package static func keep(_ note: any Sendable) {
        Context.current?.state.withLock { $0.note = note }
    }

    /// What was noted last; nil outside of a request.
    package static var kept: (any Sendable)? { Context.current?.state.withLock(\.note) }

    /// Whether there is a request to note something of.
    package static var isPossible: Bool { Context.current?.request != nil }
}
