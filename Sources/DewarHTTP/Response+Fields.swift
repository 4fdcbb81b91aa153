public import DewarText

extension Response {
    /// The `Content-Type` with its parameters; nil for none.
    public var contentType: String? {
        get { headers[.contentType] }
        set { headers[.contentType] = newValue }
    }

    /// The media type without parameters; nil for none.
    ///
    /// Setting one adds `charset=utf-8` to text and XML.
    ///
    /// - SeeAlso: Werkzeug `Response.mimetype`.
    public var mimeType: String? {
        get {
            guard let type = headers[.contentType], !type.isEmpty else { return nil }
            return TextBytes(type).cut(at: UInt8(ascii: ";")).0.trimmed.text
        }
        set { headers[.contentType] = newValue.map(MediaType.contentType) }
    }

    /// The parameters of the media type, as `charset`, by names in lower case.
    public var mimeTypeParameters: [(name: String, value: String)] {
        get { OptionsHeader(headers[.contentType] ?? "").options }
        set {
            headers[.contentType] = OptionsHeader.text(
                mimeType, newValue.map { ($0.name, $0.value) })
        }
    }

    /// Whether the media type is JSON.
    public var isJSON: Bool { mimeType.map(MediaType.isJSON) ?? false }

    /// The place that a redirect leads to.
    public var location: String? {
        get { headers[.location] }
        set { headers[.location] = newValue }
    }

    /// The place that the content has of its own.
    public var contentLocation: String? {
        get { headers[.contentLocation] }
        set { headers[.contentLocation] = newValue }
    }

    /// The codings of the content, as `gzip`.
    public var contentEncoding: String? {
        get { headers[.contentEncoding] }
        set { headers[.contentEncoding] = newValue }
    }

    /// The number of bytes of the content, if the field says so.
    ///
    /// It is added on the way out where the body's own ``ResponseBody/length`` is known.
    public var contentLength: Int? {
        get { headers.get("Content-Length", as: Int.self) }
        set { headers[.contentLength] = newValue.map(String.init) }
    }

    /// The content's MD5 digest in base64.
    ///
    /// - SeeAlso: Werkzeug `Response.content_md5`; RFC 1864.
    public var contentMD5: String? {
        get { headers["Content-MD5"] }
        set { headers["Content-MD5"] = newValue }
    }

    /// How old the response is, in seconds; nil when that is not known.
    public var age: Int? {
        get { headers[.age].flatMap(Age.parse) }
        set { headers[.age] = newValue.map { String(max(0, $0)) } }
    }

    /// When the response was made.
    public var date: HTTPDate? {
        get { date(.date) }
        set { headers[.date] = newValue?.description }
    }

    /// When the response becomes stale.
    public var expires: HTTPDate? {
        get { date(.expires) }
        set { headers[.expires] = newValue?.description }
    }

    /// When the content was changed last.
    public var lastModified: HTTPDate? {
        get { date(.lastModified) }
        set { headers[.lastModified] = newValue?.description }
    }

    /// When the client may try again; seconds are counted from now.
    public var retryAfter: HTTPDate? {
        get {
            guard let text = headers[.retryAfter] else { return nil }
            if let seconds = NumberText.int(text) { return .now + .seconds(seconds) }
            return HTTPDate(text)
        }
        set { headers[.retryAfter] = newValue?.description }
    }

    private func date(_ name: Headers.Name) -> HTTPDate? {
        headers[name].flatMap { HTTPDate($0) }
    }

    /// The request's header fields that the response depends on.
    public var vary: HeaderSet {
        get { set(.vary) }
        set { set(newValue, .vary) }
    }

    /// Notes that the response depends on a header field of the request.
    package mutating func vary(by field: String) {
        // Nearly always the first: then no list is taken apart and put together.
        if headers[.vary] == nil { headers.append(.vary, field) } else { vary.insert(field) }
    }

    /// The languages of the content.
    public var contentLanguage: HeaderSet {
        get { set(.contentLanguage) }
        set { set(newValue, .contentLanguage) }
    }

    /// The methods that the resource allows.
    public var allow: HeaderSet {
        get { set(.allow) }
        set { set(newValue, .allow) }
    }

    private func set(_ name: Headers.Name) -> HeaderSet { HeaderSet(parsing: headers[name]) }

    private mutating func set(_ words: HeaderSet, _ name: Headers.Name) {
        headers[name] = words.isEmpty ? nil : words.description
    }

    /// How caches treat the response.
    ///
    /// ```swift
    /// response.cacheControl.maxAge = 3600
    /// ```
    public var cacheControl: ResponseCacheControl {
        get { ResponseCacheControl(parsing: headers[.cacheControl]) }
        set { headers[.cacheControl] = newValue.isEmpty ? nil : newValue.description }
    }

    /// The tag of this version of the content; nil for none.
    ///
    /// A tag with a quotation mark cannot be written and removes the field.
    public var eTag: ETag? {
        get { headers[.eTag].flatMap { $0.isEmpty ? nil : ETag(parsing: $0) } }
        set { headers[.eTag] = newValue.flatMap { try? $0.headerValue() } }
    }

    /// The unit of the ranges that may be asked for: `bytes` or `none`.
    public var acceptRanges: String? {
        get { headers[.acceptRanges] }
        set { headers[.acceptRanges] = newValue }
    }

    /// Which part of the content this is.
    public var contentRange: ContentRange? {
        get { headers[.contentRange].flatMap { ContentRange($0) } }
        set { headers[.contentRange] = newValue?.description }
    }

    /// What the client must send to be let in.
    public var wwwAuthenticate: [WWWAuthenticate] {
        get { headers.all("WWW-Authenticate").compactMap { WWWAuthenticate(parsing: $0) } }
        set {
            headers[.wwwAuthenticate] = nil
            for challenge in newValue { headers.append(.wwwAuthenticate, challenge.headerValue) }
        }
    }
}

/// Ages as fields write them.
package enum Age {
    /// Reads seconds.
    ///
    /// - Parameter text: The value of an `Age` field.
    /// - Returns: nil when it is no number, below zero, or beyond what Python's `timedelta` holds.
    /// - SeeAlso: Werkzeug `parse_age`.
    package static func parse(_ text: String) -> Int? {
        guard let seconds = NumberText.int(text), (0...86_399_999_999_999).contains(seconds) else {
            return nil
        }
        return seconds
    }

    /// Writes seconds.
    ///
    /// - Parameter seconds: The age.
    /// - Returns: The value of an `Age` field.
    /// - Throws: ``HeaderError``: an age below zero.
    /// - SeeAlso: Werkzeug `dump_age`.
    package static func text(_ seconds: Int) throws(HeaderError) -> String {
        guard seconds >= 0 else { throw HeaderError(.negativeAge(seconds)) }
        return String(seconds)
    }
}
