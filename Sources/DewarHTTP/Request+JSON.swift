public import DewarText
import HTTPTypes
import Synchronization

extension Request {
    /// Whether the body's media type is JSON: `application/json` or `application/…+json`.
    public var isJSON: Bool { MediaType.isJSON(mimeType) }

    /// The body, read as JSON.
    ///
    /// ```swift
    /// let title = try request.json["title"]?.string ?? "Untitled"
    /// ```
    /// It is read once; the next call gives the same value.
    ///
    /// - Throws: ``HTTPError`` of status 415 for another media type, of 400 for what is no JSON;
    ///   ``RequestBodyError``.
    /// - SeeAlso: Flask `request.json`.
    public var json: JSON {
        get throws { try readJSON(force: false) }
    }

    /// The body, read as JSON.
    ///
    /// ```swift
    /// let post = try request.getJSON(force: true, silent: true) ?? [:]
    /// ```
    ///
    /// - Parameters:
    ///   - force: Whether any media type will do.
    ///   - silent: Whether a body that is not JSON gives nil rather than an error.
    /// - Returns: The value; nil only when `silent`.
    /// - Throws: Unless `silent`, ``HTTPError`` of status 415 for another media type, of 400 for
    ///   what is no JSON; ``RequestBodyError``.
    /// - SeeAlso: Flask `request.get_json`.
    public func getJSON(force: Bool = false, silent: Bool = false) throws -> JSON? {
        do {
            return try readJSON(force: force)
        } catch let error as HTTPError {
            if silent { return nil }
            throw error
        }
    }

    /// The body, read as JSON and made a value of a type.
    ///
    /// ```swift
    /// struct NewPost: Decodable { var title: String; var tags: [String]? }
    ///
    /// let post = try request.json(as: NewPost.self)
    /// ```
    ///
    /// - Parameter type: The type.
    /// - Returns: The value.
    /// - Throws: ``HTTPError`` of status 415 for another media type, of 400 for what is no JSON or
    ///   does not fit the type; ``RequestBodyError``.
    /// - SeeAlso: Flask `request.get_json`; Swift `Decodable`.
    public func json<Value: Decodable>(as type: Value.Type) throws -> Value {
        let json = try readJSON(force: false)
        return try HTTPError.decoding { try json.decode(type) }
    }

    private func readJSON(force: Bool) throws -> JSON {
        guard force || isJSON else {
            var error = HTTPError(.unsupportedMediaType)
            error.reason =
                "the Content-Type is '\(LogText.excerpt(contentType ?? ""))', "
                + "not 'application/json'."
            throw error
        }
        if let result = cache.withLock({ $0.json }) { return try result.get() }
        let bytes = try body.bytes()
        let result: Result<JSON, HTTPError>
        do {
            result = .success(try JSONText.read(bytes))
        } catch {
            result = .failure(.badRequest("failed to read JSON: \(error)"))
        }
        cache.withLock { $0.json = result }
        return try result.get()
    }
}
