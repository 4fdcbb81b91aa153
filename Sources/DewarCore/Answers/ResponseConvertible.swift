public import DewarHTTP
public import DewarText
import HTTPTypes

/// What a view may return.
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
}

extension Response: ResponseConvertible {
    /// The response itself.
    public func makeResponse() -> Response { self }
}

extension Markup: ResponseConvertible {
    /// The HTML as it stands.
    public func makeResponse() -> Response { Response(body: .text(html)) }
}

extension String: ResponseConvertible {
    /// The text, escaped: a page that shows it character for character.
    ///
    /// Only a *literal* in a view is HTML; a variable may hold what a client sent.
    public func makeResponse() -> Response { Response(body: .text(HTMLEscaping.escape(self))) }
}

extension Array: ResponseConvertible where Element: JSONConvertible {
    /// The list as Flask's `jsonify` writes it; `[UInt8]` as bytes, sent as HTML, as Flask sends
    /// `bytes`.
    public func makeResponse() -> Response {
        if let bytes = self as? [UInt8] { return Response(body: .bytes(bytes)) }
        return json.makeResponse()
    }
}

extension Dictionary: ResponseConvertible where Key == String, Value: JSONConvertible {
    /// The dictionary as Flask's `jsonify` writes it.
    public func makeResponse() -> Response { json.makeResponse() }
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
