public import DewarHTTP
public import DewarText
import HTTPTypes

/// What a view may return.
///
/// A type of one's own joins in by what it makes, or by the name alone when it is `Encodable`: then
/// it is JSON.
/// ```swift
/// struct Weather: Codable, ResponseConvertible { var town: String; var degrees: Double }
///
/// app.get("/weather") { Weather(town: "Seoul", degrees: 21.5) }
/// ```
///
/// - SeeAlso: Flask `make_response`.
public protocol ResponseConvertible: SendableMetatype {
    /// Makes the response.
    ///
    /// ```swift
    /// struct Page: ResponseConvertible {
    ///     var text: String
    ///
    ///     func makeResponse() -> Response {
    ///         Response(contentType: "text/plain", body: .text(text))
    ///     }
    /// }
    ///
    /// app.get("/robots.txt") { Page(text: "User-agent: *") }
    /// ```
    ///
    /// - Returns: A response of status 200, unless the value itself says otherwise.
    /// - Throws: When the value cannot be written; the answer is then a 500.
    /// - SeeAlso: Flask `make_response`.
    func makeResponse() throws -> Response
}

extension ResponseConvertible {
    /// Makes the response with another status: what a tuple `(value, status)` stands for.
    func makeResponse(_ status: Status) throws -> Response {
        var response = try makeResponse()
        response.status = status
        return response
    }

    /// Makes the response with another status and header fields: what a tuple `(value, status,
    /// headers)` stands for.
    ///
    /// - Parameters:
    ///   - status: The status; nil for the value's own.
    ///   - headers: Fields, which take the places of the value's own of these names.
    /// - Returns: The response.
    /// - Throws: What the value throws.
    func makeResponse(_ status: Status?, _ headers: Headers) throws -> Response {
        // Text is escaped for pages; of another type it goes out character for character.
        let isPlain = headers[.contentType].map { !Response.isMarkup($0) } ?? false
        let plain = isPlain ? self as? any EscapedResponse : nil
        var response = try plain?.makePlainResponse() ?? makeResponse()
        if let status { response.status = status }
        let names = Set(headers.map { Headers.Name($0.name) })
        response.headers.removeAll { names.contains(Headers.Name($0.name)) }
        for field in headers { response.headers.append(Headers.Name(field.name), field.value) }
        return response
    }
}

extension ResponseConvertible where Self: Encodable {
    /// The value as JSON, as Flask's `jsonify` writes it.
    ///
    /// - Throws: What the type's own `encode(to:)` throws.
    public func makeResponse() throws -> Response { try JSON(encoding: self).makeResponse() }
}

/// A value whose text is escaped, unless it is sent as something else than a page.
protocol EscapedResponse {
    /// Makes the response with the text character for character.
    func makePlainResponse() -> Response
}

extension Response: ResponseConvertible {
    /// The response itself.
    public func makeResponse() -> Response { self }
}

extension Markup: ResponseConvertible {
    /// The HTML as it stands.
    public func makeResponse() -> Response { Response(body: .text(html)) }
}

extension String: ResponseConvertible, EscapedResponse {
    /// The text, escaped: a page that shows it character for character.
    ///
    /// Only a *literal* in a view is HTML; a variable may hold what a client sent. In a tuple with
    /// a `Content-Type` that is neither HTML nor XML it is sent as it is.
    public func makeResponse() -> Response { Response(body: .text(HTMLEscaping.escape(self))) }

    func makePlainResponse() -> Response { Response(body: .text(self)) }
}

extension Optional: ResponseConvertible where Wrapped: ResponseConvertible {
    /// The value's response; a 404 where there is none.
    ///
    /// ```swift
    /// app.get("/posts/<int:id>") { (id: Int) in posts[id]?.title }
    /// ```
    ///
    /// - Throws: What the value throws; ``HTTPError`` of status 404 without one.
    public func makeResponse() throws -> Response {
        guard let self else { throw HTTPError(.notFound) }
        return try self.makeResponse()
    }
}

extension Array: ResponseConvertible where Element: Encodable {
    /// The list as Flask's `jsonify` writes it; `[UInt8]` as bytes, sent as HTML, as Flask sends
    /// `bytes`.
    ///
    /// - Throws: What an element's `encode(to:)` throws.
    public func makeResponse() throws -> Response {
        // An empty list of anything can be cast to one of bytes.
        if Element.self == UInt8.self, let bytes = self as? [UInt8] {
            return Response(body: .bytes(bytes))
        }
        return try JSON(encoding: self).makeResponse()
    }
}

extension Dictionary: ResponseConvertible where Key == String, Value: Encodable {
    /// The dictionary as Flask's `jsonify` writes it.
    ///
    /// - Throws: What a value's `encode(to:)` throws.
    public func makeResponse() throws -> Response { try JSON(encoding: self).makeResponse() }
}

extension JSON: ResponseConvertible {
    /// The value as Flask's `jsonify` writes it.
    public func makeResponse() -> Response {
        var bytes: [UInt8] = []
        JSONWriter().append(self, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return Response(contentType: Response.json, body: .bytes(bytes))
    }
}

extension JSONObject: ResponseConvertible {
    /// The object as Flask's `jsonify` writes it.
    public func makeResponse() -> Response { JSON.object(self).makeResponse() }
}
