public import DewarHTTP
public import DewarText
public import HTTPTypes

/// Declares what answers an error: what `app.errorHandler` is.
///
/// It is called like a function, with a status or a type of errors:
/// ```swift
/// app.errorHandler(.notFound) { error in ("<h1>There is nothing here.", .notFound) }
/// app.errorHandler(PaymentFailed.self) { failure in ("<p>\(failure.reason)", .badGateway) }
/// app.errorHandler((any Error).self) { error in (["error": "\(error)"], .internalServerError) }
/// ```
/// As with a view, what is returned without a status is sent with 200.
///
/// Of several handlers that fit, one for the status comes before one for the type, one for the
/// type itself before one for a protocol, and a blueprint's before the application's. A handler
/// for ``HTTPTypes/HTTPResponse/Status/internalServerError`` gets an ``HTTPError`` whose
/// ``HTTPError/cause`` is what was thrown.
///
/// - SeeAlso: Flask `errorhandler`.
public struct ErrorHandlerRegistrar: Sendable {
    private let addHandler: @Sendable (ErrorHandler) -> Void

    init(_ add: @escaping @Sendable (ErrorHandler) -> Void) { addHandler = add }

    func add(
        _ status: Status, _ answer: @escaping @Sendable (HTTPError) async throws -> Response
    ) {
        addHandler(
            ErrorHandler(subject: .status(status.code)) { error in
                guard let error = error as? HTTPError else { return nil }
                return try await answer(error)
            })
    }

    func add<Failure>(
        _ type: Failure.Type, _ answer: @escaping @Sendable (Failure) async throws -> Response
    ) {
        // `any Error` is the one existential type that conforms to its protocol.
        let isProtocol = !(type is any Error.Type) || type == (any Error).self
        addHandler(
            ErrorHandler(subject: isProtocol ? .protocol : .type(ObjectIdentifier(type))) { error in
                guard let failure = error as? Failure else { return nil }
                return try await answer(failure)
            })
    }
}

// What a handler returns: as with views, literals first.
extension ErrorHandlerRegistrar {
    /// Answers a status with a literal: HTML with its interpolations escaped.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    public func callAsFunction(
        _ status: Status, _ handler: @escaping @Sendable (HTTPError) async throws -> Markup
    ) {
        add(status) { try await handler($0).makeResponse() }
    }

    /// Answers a status with a literal and a status.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    public func callAsFunction(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (Markup, Status)
    ) {
        add(status) { error in
            let (body, status) = try await handler(error)
            return try body.makeResponse(status)
        }
    }

    /// Answers a status with JSON: a dictionary literal.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    public func callAsFunction(
        _ status: Status, _ handler: @escaping @Sendable (HTTPError) async throws -> JSONObject
    ) {
        add(status) { try await handler($0).makeResponse() }
    }

    /// Answers a status with JSON and a status.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    public func callAsFunction(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (JSONObject, Status)
    ) {
        add(status) { error in
            let (body, status) = try await handler(error)
            return try body.makeResponse(status)
        }
    }

    /// Answers a status with anything that a view may return.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    @_disfavoredOverload
    public func callAsFunction(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> some ResponseConvertible
    ) {
        add(status) { try await handler($0).makeResponse() }
    }

    /// Answers a status with anything that a view may return, and a status.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    @_disfavoredOverload
    public func callAsFunction<Output: ResponseConvertible>(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (Output, Status)
    ) {
        add(status) { error in
            let (body, status) = try await handler(error)
            return try body.makeResponse(status)
        }
    }

    /// Answers errors of a type with a literal: HTML with its interpolations escaped.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    public func callAsFunction<Failure>(
        _ type: Failure.Type, _ handler: @escaping @Sendable (Failure) async throws -> Markup
    ) {
        add(type) { try await handler($0).makeResponse() }
    }

    /// Answers errors of a type with a literal and a status.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    public func callAsFunction<Failure>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (Markup, Status)
    ) {
        add(type) { error in
            let (body, status) = try await handler(error)
            return try body.makeResponse(status)
        }
    }

    /// Answers errors of a type with JSON: a dictionary literal.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    public func callAsFunction<Failure>(
        _ type: Failure.Type, _ handler: @escaping @Sendable (Failure) async throws -> JSONObject
    ) {
        add(type) { try await handler($0).makeResponse() }
    }

    /// Answers errors of a type with JSON and a status.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    public func callAsFunction<Failure>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (JSONObject, Status)
    ) {
        add(type) { error in
            let (body, status) = try await handler(error)
            return try body.makeResponse(status)
        }
    }

    /// Answers errors of a type with anything that a view may return.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    @_disfavoredOverload
    public func callAsFunction<Failure>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> some ResponseConvertible
    ) {
        add(type) { try await handler($0).makeResponse() }
    }

    /// Answers errors of a type with anything that a view may return, and a status.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    @_disfavoredOverload
    public func callAsFunction<Failure, Output: ResponseConvertible>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (Output, Status)
    ) {
        add(type) { error in
            let (body, status) = try await handler(error)
            return try body.makeResponse(status)
        }
    }
}

extension Scaffold {
    /// Answers a status, or errors of a type, in place of the usual page: an application all of
    /// them, a blueprint those of its own views.
    public var errorHandler: ErrorHandlerRegistrar {
        ErrorHandlerRegistrar { [declarations] handler in
            declarations.change("errorHandler") { $0.errorHandlers.add(handler) }
        }
    }
}
