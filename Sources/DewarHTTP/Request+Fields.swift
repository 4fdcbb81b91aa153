public import DewarText

extension Request {
    /// The names and values of the query.
    ///
    /// ```swift
    /// request.args["q"]
    /// request.args.get("page", as: Int.self, default: 1)
    /// ```
    /// `%XX` and bytes that are no UTF-8 stay visible, as `%FF`.
    ///
    /// - SeeAlso: Flask `request.args`.
    public var args: MultiDict<String> {
        cached(\.args) {
            (parameters.bytes(of: "QUERY_STRING") ?? []).withUnsafeBufferPointer(QueryString.parse)
        }
    }

    /// The cookies that the client sent.
    ///
    /// Bytes that are not UTF-8 become U+FFFD.
    ///
    /// - SeeAlso: Flask `request.cookies`.
    public var cookies: MultiDict<String> {
        cached(\.cookies) {
            guard parameters.isRepeated("HTTP_COOKIE") else {
                return (parameters.bytes(of: "HTTP_COOKIE") ?? [])
                    .withUnsafeBufferPointer(CookieParser.parse)
            }
            var field = self.field("HTTP_COOKIE", separator: "; ") ?? ""
            return field.withUTF8(CookieParser.parse)
        }
    }

    /// The value of one cookie, the first of its name; nil when there is none.
    ///
    /// A function of its own: called from another module, the dictionary's general one costs more
    /// than reading the cookies.
    package func cookie(_ name: String) -> String? { cookies[name] }

    /// What the client prefers: media types, languages, charsets and codings.
    ///
    /// ```swift
    /// request.accept.languages.bestMatch(["ko", "en"])
    /// ```
    public var accept: RequestAccept { cached(\.accept) { RequestAccept(self) } }

    /// How caches on the way shall answer.
    public var cacheControl: RequestCacheControl {
        RequestCacheControl(parsing: field("HTTP_CACHE_CONTROL"))
    }

    /// The versions of which one must be there for the request to be carried out.
    public var ifMatch: ETags { ETags(parsing: field("HTTP_IF_MATCH")) }

    /// The versions that the client has.
    public var ifNoneMatch: ETags { ETags(parsing: field("HTTP_IF_NONE_MATCH")) }

    /// The date of the version that the client has.
    public var ifModifiedSince: HTTPDate? { date("HTTP_IF_MODIFIED_SINCE") }

    /// The date since which nothing may have changed for the request to be carried out.
    public var ifUnmodifiedSince: HTTPDate? { date("HTTP_IF_UNMODIFIED_SINCE") }

    /// The version of which the client has a part.
    public var ifRange: IfRange? { IfRange(parsing: field("HTTP_IF_RANGE")) }

    /// The part of the body that the client asks for; nil when it is malformed.
    public var range: RangeHeader? { field("HTTP_RANGE").flatMap { RangeHeader($0) } }

    /// Who the client says it is.
    public var authorization: Authorization? {
        field("HTTP_AUTHORIZATION").flatMap { Authorization($0) }
    }

    /// When the client sent the request, by its own clock.
    public var date: HTTPDate? { date("HTTP_DATE") }

    /// How many proxies may pass a TRACE or OPTIONS on.
    public var maxForwards: Int? { field("HTTP_MAX_FORWARDS").flatMap(NumberText.int) }

    /// The page that led here.
    public var referrer: String? { field("HTTP_REFERER") }

    /// The site that the request comes from.
    public var origin: String? { field("HTTP_ORIGIN") }

    /// The client's name for itself; empty when it sent none.
    public var userAgent: String { field("HTTP_USER_AGENT") ?? "" }

    /// Directives for caches of HTTP/1.0.
    public var pragma: HeaderSet { HeaderSet(parsing: field("HTTP_PRAGMA")) }

    /// The header fields that a request from another site shall have.
    public var accessControlRequestHeaders: HeaderSet? {
        field("HTTP_ACCESS_CONTROL_REQUEST_HEADERS").map { HeaderSet(parsing: $0) }
    }

    /// The method that a request from another site shall have.
    public var accessControlRequestMethod: String? {
        field("HTTP_ACCESS_CONTROL_REQUEST_METHOD")
    }

    private func date(_ parameter: StaticString) -> HTTPDate? {
        field(parameter).flatMap { HTTPDate($0) }
    }
}

// What browsers say of where a request comes from; no page can write these fields.
extension Request {
    /// How the page that sent the request relates to this site: `same-origin`, `same-site`,
    /// `cross-site`, or `none` for what the user typed; nil from an old browser or another client.
    ///
    /// - SeeAlso: Werkzeug 3.2 `Request.sec_fetch_site`; W3C Fetch Metadata Request Headers.
    public var secFetchSite: String? { field("HTTP_SEC_FETCH_SITE") }

    /// How the request was made: `navigate`, `cors`, `no-cors`, `same-origin` or `websocket`.
    ///
    /// - SeeAlso: Werkzeug 3.2 `Request.sec_fetch_mode`.
    public var secFetchMode: String? { field("HTTP_SEC_FETCH_MODE") }

    /// Whether the user caused a navigation.
    ///
    /// - SeeAlso: Werkzeug 3.2 `Request.sec_fetch_user`.
    public var secFetchUser: Bool { field("HTTP_SEC_FETCH_USER") == "?1" }

    /// What the answer is for: `document`, `image`, `script`, `empty` and others.
    ///
    /// - SeeAlso: Werkzeug 3.2 `Request.sec_fetch_dest`.
    public var secFetchDest: String? { field("HTTP_SEC_FETCH_DEST") }
}

extension Request {
    /// The `Content-Type` of the body; nil when there is none.
    public var contentType: String? {
        parameters.hasValue("CONTENT_TYPE") ? parameters.text(of: "CONTENT_TYPE") : nil
    }

    /// The media type of the body in lower case, without parameters; empty when there is none.
    public var mimeType: String { parsedContentType.value.lowercased() }

    /// The parameters of the media type, as `charset`, by names in lower case.
    public var mimeTypeParameters: [(name: String, value: String)] { parsedContentType.options }

    /// The codings of the body.
    public var contentEncoding: String? { field("HTTP_CONTENT_ENCODING") }

    /// The body's MD5 digest in base64, as the client computed it.
    ///
    /// - SeeAlso: Werkzeug `Request.content_md5`; RFC 1864.
    public var contentMD5: String? { field("HTTP_CONTENT_MD5") }

    /// The number of bytes that the client announced; nil when it announced none.
    ///
    /// - SeeAlso: Werkzeug `Request.content_length`.
    public var contentLength: Int? {
        Self.contentLength(
            field: parameters.hasValue("CONTENT_LENGTH")
                ? parameters.text(of: "CONTENT_LENGTH") : nil,
            transferEncoding: field("HTTP_TRANSFER_ENCODING")
        ).map { Int(clamping: $0) }
    }

    /// The number of bytes that header fields announce.
    ///
    /// - Parameters:
    ///   - field: `Content-Length`; nil when there is none.
    ///   - transferEncoding: `Transfer-Encoding`; nil when there is none.
    /// - Returns: nil when there is no length, or the body comes in chunks; 0 for what is none.
    /// - SeeAlso: Werkzeug `get_content_length`.
    package static func contentLength(field: String?, transferEncoding: String?) -> Int128? {
        guard let field else { return nil }
        if let transferEncoding, HeaderSet(parsing: transferEncoding).contains("chunked") {
            return nil
        }
        return max(0, WholeNumber.parse(TextBytes(field)) ?? 0)
    }

    private var parsedContentType: OptionsHeader {
        cached(\.contentType) { OptionsHeader(contentType ?? "") }
    }

    /// The address of the client as the web server saw it; nil when it didn't say.
    public var remoteAddress: String? { parameters.text(of: "REMOTE_ADDR") }

    /// The user whom the web server let in.
    public var remoteUser: String? { parameters.text(of: "REMOTE_USER") }

    /// The addresses of the client and of the proxies behind it, as `X-Forwarded-For` tells them,
    /// which anybody may have written; else the client's address.
    ///
    /// - SeeAlso: Flask `request.access_route`.
    public var accessRoute: [String] {
        if let route = field("HTTP_X_FORWARDED_FOR") { return HeaderText.list(route) }
        return remoteAddress.map { [$0] } ?? []
    }
}

/// What a client prefers.
public struct RequestAccept: Sendable {
    /// Media types: `Accept`.
    public let mimeTypes: MIMEAccept
    /// Languages: `Accept-Language`.
    public let languages: LanguageAccept
    /// Charsets: `Accept-Charset`.
    public let charsets: CharsetAccept
    /// Content codings: `Accept-Encoding`.
    public let encodings: EncodingAccept

    init(_ request: Request) {
        mimeTypes = MIMEAccept(parsing: request.field("HTTP_ACCEPT"))
        languages = LanguageAccept(parsing: request.field("HTTP_ACCEPT_LANGUAGE"))
        charsets = CharsetAccept(parsing: request.field("HTTP_ACCEPT_CHARSET"))
        encodings = EncodingAccept(parsing: request.field("HTTP_ACCEPT_ENCODING"))
    }
}
