public import HTTPTypes

/// A response status; an integer literal will do: `201`.
public typealias Status = HTTPResponse.Status

extension HTTPResponse.Status {
    /// The status line's words as Werkzeug spells them: `NOT FOUND`.
    ///
    /// An explicit reason phrase counts first; `UNKNOWN` stands for a code without a name.
    ///
    /// - SeeAlso: Werkzeug `Response.status`.
    public var phrase: String {
        if let name = Self.names[code] { return name.uppercased() }
        return reasonPhrase.isEmpty ? "UNKNOWN" : reasonPhrase
    }

    /// The name of the code as a title: `Not Found`; `Unknown Error` for one without a name.
    public var name: String { Self.names[code] ?? "Unknown Error" }

    /// Whether a response with this status has no body: 1xx, 204 and 304.
    ///
    /// - SeeAlso: RFC 9110, section 6.4.1.
    public var forbidsBody: Bool {
        (100..<200).contains(code) || code == 204 || code == 304
    }

    /// The names of the codes, as Werkzeug has them.
    private static let names: [Int: String] = [
        100: "Continue", 101: "Switching Protocols", 102: "Processing", 103: "Early Hints",
        200: "OK", 201: "Created", 202: "Accepted", 203: "Non Authoritative Information",
        204: "No Content", 205: "Reset Content", 206: "Partial Content", 207: "Multi Status",
        208: "Already Reported", 226: "IM Used",
        300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other",
        304: "Not Modified", 305: "Use Proxy", 306: "Switch Proxy", 307: "Temporary Redirect",
        308: "Permanent Redirect",
        400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
        407: "Proxy Authentication Required", 408: "Request Timeout", 409: "Conflict",
        410: "Gone", 411: "Length Required", 412: "Precondition Failed",
        413: "Request Entity Too Large", 414: "Request URI Too Long",
        415: "Unsupported Media Type", 416: "Requested Range Not Satisfiable",
        417: "Expectation Failed", 418: "I'm a teapot", 421: "Misdirected Request",
        422: "Unprocessable Entity", 423: "Locked", 424: "Failed Dependency", 425: "Too Early",
        426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
        431: "Request Header Fields Too Large", 449: "Retry With",
        451: "Unavailable For Legal Reasons",
        500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
        503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
        506: "Variant Also Negotiates", 507: "Insufficient Storage", 508: "Loop Detected",
        510: "Not Extended", 511: "Network Authentication Failed",
    ]
}
