import DewarHTTP
import HTTPTypes

/// What answers an error in place of its usual page.
struct ErrorHandler: Sendable {
    /// Which errors it is for.
    enum Subject: Sendable {
        /// Those that are answered with a status.
        case status(Int)
        /// Those of a type; of none below a protocol.
        case type(ObjectIdentifier)
        /// Those that can be cast to a protocol.
        case `protocol`
    }

    let subject: Subject
    /// Answers an error; nil when it is not for this one after all.
    let answer: @Sendable (any Error) async throws -> Response?
}

/// The error handlers of one application or blueprint.
///
/// Flask looks an error's classes up from the most special to the most general. Swift's error
/// types have no classes above them, but protocols: a handler of the error's own type comes
/// first, then one of a protocol, the latest declared first.
///
/// - SeeAlso: Flask `_find_error_handler`.
struct ErrorHandlers: Sendable {
    private var byStatus: [Int: ErrorHandler] = [:]
    private var byType: [ObjectIdentifier: ErrorHandler] = [:]
    private var byProtocol: [ErrorHandler] = []

    var isEmpty: Bool { byStatus.isEmpty && byType.isEmpty && byProtocol.isEmpty }

    /// Adds a handler; of two for the same status or type the later counts.
    mutating func add(_ handler: ErrorHandler) {
        switch handler.subject {
        case .status(let code): byStatus[code] = handler
        case .type(let type): byType[type] = handler
        case .protocol: byProtocol.append(handler)
        }
    }

    /// Adds another's handlers, as if they were declared now.
    mutating func append(_ other: ErrorHandlers) {
        byStatus.merge(other.byStatus) { $1 }
        byType.merge(other.byType) { $1 }
        byProtocol += other.byProtocol
    }

    /// The handler of a status.
    func handler(ofStatus code: Int) -> ErrorHandler? { byStatus[code] }

    /// The handlers of an error's type and of its protocols, in the order in which they are asked.
    func handlers(of error: any Error) -> [ErrorHandler] {
        let exact = byType[ObjectIdentifier(type(of: error))]
        return (exact.map { [$0] } ?? []) + byProtocol.reversed()
    }
}

extension [ErrorHandlers] {
    /// Answers an error: by its status first, then by its type, each from the innermost
    /// blueprint to the application.
    ///
    /// - Parameter error: The error; only an ``HTTPError`` has a status.
    /// - Returns: The answer; nil when no handler is for this error.
    /// - Throws: What the handler throws.
    func answer(to error: any Error) async throws -> Response? {
        if let status = (error as? HTTPError)?.status.code {
            for handlers in self {
                if let handler = handlers.handler(ofStatus: status) {
                    return try await handler.answer(error)
                }
            }
        }
        for handlers in self {
            for handler in handlers.handlers(of: error) {
                if let response = try await handler.answer(error) { return response }
            }
        }
        return nil
    }
}
