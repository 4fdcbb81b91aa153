public import DewarHTTP
public import DewarText
public import HTTPTypes

/// An answer as a client sees it.
///
/// ```swift
/// #expect(answer.status == .ok)
/// #expect(answer.text == "Hello kim")
/// #expect(try answer.json["id"] == 7)
/// #expect(answer.headers["X-Version"] == "2")
/// #expect(answer.cacheControl.maxAge == 60)          // whatever a `Response` has
/// ```
///
/// - SeeAlso: Werkzeug `TestResponse`.
@dynamicMemberLookup
public struct TestAnswer: Sendable {
    /// The status.
    public let status: HTTPResponse.Status
    /// The header fields.
    public let headers: Headers
    /// The body's bytes; as many as came, when the answer was cut off.
    public let body: [UInt8]
    /// The request that was answered, as it was sent: after redirects the last one.
    public let request: TestRequest
    /// The URL that was asked for, without a fragment.
    public let url: String
    /// The answers that led here by redirects, the first one first.
    public internal(set) var history: [TestAnswer] = []
    /// What the application had while it answered; nil when what answered was not its dispatcher.
    public let context: TestContext?

    private let cookieURL: TestURL

    /// The body as text; bytes that are not UTF-8 become U+FFFD.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    ///
    /// - Throws: ``JSONError`` when it is none.
    public var json: JSON {
        get throws { try JSONReader.read(body) }
    }

    /// The body's JSON as a type.
    ///
    /// ```swift
    /// let post = try answer.json(as: Post.self)
    /// ```
    ///
    /// - Parameter type: The type.
    /// - Returns: The value.
    /// - Throws: ``JSONError`` when it is no JSON; `DecodingError` when it is another value.
    public func json<Value: Decodable>(as type: Value.Type) throws -> Value {
        try json.decode(type)
    }

    /// The cookies that the answer sets or deletes, in order.
    public var cookies: [TestCookie] {
        headers.all("Set-Cookie").compactMap {
            TestCookie($0, from: cookieURL.hostName, path: cookieURL.wholePath)
        }
    }

    /// The cookie of a name that the answer sets or deletes; nil when it does neither.
    ///
    /// - Parameter name: The name.
    /// - Returns: The first of that name.
    public func cookie(_ name: String) -> TestCookie? { cookies.first { $0.name == name } }

    /// Where the answer leads, as it was sent; nil when it leads nowhere.
    public var location: String? { headers[.location] }

    /// What a view or a hook threw and nobody handled; nil when nothing went wrong.
    public var error: (any Error)? { context?.error }

    /// What a response knows of itself: `answer.eTag`, `answer.cacheControl`, `answer.vary`.
    public subscript<Value>(dynamicMember member: KeyPath<Response, Value>) -> Value {
        response[keyPath: member]
    }

    /// The answer as a response.
    private var response: Response {
        Response(status: status, headers: headers, contentType: nil, body: .bytes(body))
    }

    init(
        _ received: ReceivedAnswer, to request: TestRequest, at url: TestURL,
        context: TestContext? = nil
    ) {
        (status, headers, body) = (received.status, received.headers, received.body)
        (self.request, self.url, cookieURL) = (request, url.text, url)
        self.context = context
    }
}

extension TestAnswer: CustomStringConvertible {
    /// Status, request and the beginning of the body, for the message of a failed test.
    public var description: String {
        "\(status.code) \(request.method.rawValue) \(url), \(body.count) bytes: "
            + LogText.escaped(String(text.prefix(200)))
    }
}

/// What came over the wire for a request.
struct ReceivedAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: Headers = [:]
    var body: [UInt8] = []
}
