import DewarText

extension Headers {
    /// The name of a header field, compared without regard to the case of letters.
    public struct Name: Sendable, Hashable, ExpressibleByStringLiteral {
        /// The name as it is written.
        public let text: String

        /// Makes a name; what is no token names no field.
        public init(_ text: String) {
            self.text = text
        }

        /// Makes a name of a literal.
        public init(stringLiteral value: String) {
            text = value
        }

        /// Tells whether two names are the same but for the case of letters.
        public static func == (left: Name, right: Name) -> Bool {
            left.text.equalsIgnoringCase(right.text)
        }

        /// Hashes the name in lower case.
        public func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte.lowercasedASCII) }
        }
    }
}

extension Headers.Name {
    /// `Accept`.
    public static let accept: Self = "Accept"
    /// `Accept-Charset`.
    public static let acceptCharset: Self = "Accept-Charset"
    /// `Accept-Encoding`.
    public static let acceptEncoding: Self = "Accept-Encoding"
    /// `Accept-Language`.
    public static let acceptLanguage: Self = "Accept-Language"
    /// `Accept-Ranges`.
    public static let acceptRanges: Self = "Accept-Ranges"
    /// `Age`.
    public static let age: Self = "Age"
    /// `Allow`.
    public static let allow: Self = "Allow"
    /// `Authorization`.
    public static let authorization: Self = "Authorization"
    /// `Cache-Control`.
    public static let cacheControl: Self = "Cache-Control"
    /// `Connection`.
    public static let connection: Self = "Connection"
    /// `Content-Disposition`.
    public static let contentDisposition: Self = "Content-Disposition"
    /// `Content-Encoding`.
    public static let contentEncoding: Self = "Content-Encoding"
    /// `Content-Language`.
    public static let contentLanguage: Self = "Content-Language"
    /// `Content-Length`.
    public static let contentLength: Self = "Content-Length"
    /// `Content-Location`.
    public static let contentLocation: Self = "Content-Location"
    /// `Content-Range`.
    public static let contentRange: Self = "Content-Range"
    /// `Content-Security-Policy`.
    public static let contentSecurityPolicy: Self = "Content-Security-Policy"
    /// `Content-Type`.
    public static let contentType: Self = "Content-Type"
    /// `Cookie`.
    public static let cookie: Self = "Cookie"
    /// `Date`.
    public static let date: Self = "Date"
    /// `ETag`.
    public static let eTag: Self = "ETag"
    /// `Expires`.
    public static let expires: Self = "Expires"
    /// `Host`.
    public static let host: Self = "Host"
    /// `If-Match`.
    public static let ifMatch: Self = "If-Match"
    /// `If-Modified-Since`.
    public static let ifModifiedSince: Self = "If-Modified-Since"
    /// `If-None-Match`.
    public static let ifNoneMatch: Self = "If-None-Match"
    /// `If-Range`.
    public static let ifRange: Self = "If-Range"
    /// `If-Unmodified-Since`.
    public static let ifUnmodifiedSince: Self = "If-Unmodified-Since"
    /// `Last-Modified`.
    public static let lastModified: Self = "Last-Modified"
    /// `Location`.
    public static let location: Self = "Location"
    /// `Origin`.
    public static let origin: Self = "Origin"
    /// `Range`.
    public static let range: Self = "Range"
    /// `Referer`.
    public static let referer: Self = "Referer"
    /// `Retry-After`.
    public static let retryAfter: Self = "Retry-After"
    /// `Set-Cookie`.
    public static let setCookie: Self = "Set-Cookie"
    /// `Transfer-Encoding`.
    public static let transferEncoding: Self = "Transfer-Encoding"
    /// `Upgrade`.
    public static let upgrade: Self = "Upgrade"
    /// `User-Agent`.
    public static let userAgent: Self = "User-Agent"
    /// `Vary`.
    public static let vary: Self = "Vary"
    /// `WWW-Authenticate`.
    public static let wwwAuthenticate: Self = "WWW-Authenticate"
}
