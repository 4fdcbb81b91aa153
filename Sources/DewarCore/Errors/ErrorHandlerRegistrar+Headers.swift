public import DewarHTTP
public import DewarText
public import HTTPTypes

// What a handler returns, with header fields: as with views, literals first.
extension ErrorHandlerRegistrar {
    /// Answers a status with a literal, and header fields.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    public func callAsFunction(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (Markup, Headers)
    ) {
        add(status) { error in
            let (body, headers) = try await handler(error)
            return try body.makeResponse(nil, headers)
        }
    }

    /// Answers a status with a literal, a status, and header fields.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    public func callAsFunction(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (Markup, Status, Headers)
    ) {
        add(status) { error in
            let (body, status, headers) = try await handler(error)
            return try body.makeResponse(status, headers)
        }
    }

    /// Answers a status with JSON, and header fields.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    public func callAsFunction(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (JSONObject, Headers)
    ) {
        add(status) { error in
            let (body, headers) = try await handler(error)
            return try body.makeResponse(nil, headers)
        }
    }

    /// Answers a status with JSON, a status, and header fields.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    public func callAsFunction(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (JSONObject, Status, Headers)
    ) {
        add(status) { error in
            let (body, status, headers) = try await handler(error)
            return try body.makeResponse(status, headers)
        }
    }

    /// Answers a status with anything that a view may return, and header fields.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    @_disfavoredOverload
    public func callAsFunction<Output: ResponseConvertible>(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (Output, Headers)
    ) {
        add(status) { error in
            let (body, headers) = try await handler(error)
            return try body.makeResponse(nil, headers)
        }
    }

    /// Answers a status with anything that a view may return, a status, and header fields.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - handler: Answers.
    @_disfavoredOverload
    public func callAsFunction<Output: ResponseConvertible>(
        _ status: Status,
        _ handler: @escaping @Sendable (HTTPError) async throws -> (Output, Status, Headers)
    ) {
        add(status) { error in
            let (body, status, headers) = try await handler(error)
            return try body.makeResponse(status, headers)
        }
    }

    /// Answers errors of a type with a literal, and header fields.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    public func callAsFunction<Failure>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (Markup, Headers)
    ) {
        add(type) { error in
            let (body, headers) = try await handler(error)
            return try body.makeResponse(nil, headers)
        }
    }

    /// Answers errors of a type with a literal, a status, and header fields.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    public func callAsFunction<Failure>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (Markup, Status, Headers)
    ) {
        add(type) { error in
            let (body, status, headers) = try await handler(error)
            return try body.makeResponse(status, headers)
        }
    }

    /// Answers errors of a type with JSON, and header fields.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    public func callAsFunction<Failure>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (JSONObject, Headers)
    ) {
        add(type) { error in
            let (body, headers) = try await handler(error)
            return try body.makeResponse(nil, headers)
        }
    }

    /// Answers errors of a type with JSON, a status, and header fields.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    public func callAsFunction<Failure>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (JSONObject, Status, Headers)
    ) {
        add(type) { error in
            let (body, status, headers) = try await handler(error)
            return try body.makeResponse(status, headers)
        }
    }

    /// Answers errors of a type with anything that a view may return, and header fields.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    @_disfavoredOverload
    public func callAsFunction<Failure, Output: ResponseConvertible>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (Output, Headers)
    ) {
        add(type) { error in
            let (body, headers) = try await handler(error)
            return try body.makeResponse(nil, headers)
        }
    }

    /// Answers errors of a type with anything that a view may return, a status, and header fields.
    ///
    /// - Parameters:
    ///   - type: A type of errors, or a protocol: `(any PaymentError).self`.
    ///   - handler: Answers.
    @_disfavoredOverload
    public func callAsFunction<Failure, Output: ResponseConvertible>(
        _ type: Failure.Type,
        _ handler: @escaping @Sendable (Failure) async throws -> (Output, Status, Headers)
    ) {
        add(type) { error in
            let (body, status, headers) = try await handler(error)
            return try body.makeResponse(status, headers)
        }
    }
}
