/// A request as a web server sends it, with every freedom that the protocol leaves.
public struct FastCGIRequest: Sendable {
    /// The request's number on its connection.
    public var id: UInt16 = 1
    /// 1 for a responder.
    public var role: UInt16 = 1
    /// The flags of its first record: 1 keeps the connection.
    public var flags: UInt8
    /// Names and values, in order; names may repeat.
    public var parameters: [(name: String, value: String)]
    /// The body.
    public var body: [UInt8]
    /// The largest content of a record of parameters.
    public var parameterRecordSize = 65_535
    /// The largest content of a record of the body; nginx's unless told otherwise.
    public var bodyRecordSize = 32_768
    /// The padding of records that have content; nil to fill each up to a multiple of 8.
    public var padding: UInt8?
    /// Whether lengths of parameters take four bytes even where one would do.
    public var longLengths = false

    /// Makes a request with the parameters that nginx sends.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - target: Path and query, as `/user/kim?tab=1`; the path stands for itself, undecoded.
    ///   - headers: Header fields, in order; `Content-Type` becomes `CONTENT_TYPE`.
    ///   - body: The body, of which `CONTENT_LENGTH` tells the length, `""` for none.
    ///   - keepConnection: Whether the connection is kept for another request.
    public init(
        _ method: String = "GET", _ target: String = "/",
        headers: [(String, String)] = [], body: [UInt8] = [], keepConnection: Bool = true
    ) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts[0])
        flags = keepConnection ? 1 : 0
        self.body = body
        parameters = [
            ("QUERY_STRING", parts.count > 1 ? String(parts[1]) : ""),
            ("REQUEST_METHOD", method),
            ("CONTENT_TYPE", headers.first { $0.0.lowercased() == "content-type" }?.1 ?? ""),
            ("CONTENT_LENGTH", body.isEmpty ? "" : String(body.count)),
            ("SCRIPT_NAME", path), ("REQUEST_URI", target), ("DOCUMENT_URI", path),
            ("DOCUMENT_ROOT", "/usr/share/nginx/html"), ("SERVER_PROTOCOL", "HTTP/1.1"),
            ("REQUEST_SCHEME", "http"), ("GATEWAY_INTERFACE", "CGI/1.1"),
            ("SERVER_SOFTWARE", "nginx/1.22.1"), ("REMOTE_ADDR", "127.0.0.1"),
            ("REMOTE_PORT", "54321"), ("REMOTE_USER", ""), ("SERVER_ADDR", "127.0.0.1"),
            ("SERVER_PORT", "5000"), ("SERVER_NAME", "localhost"), ("REDIRECT_STATUS", "200"),
            ("HTTP_HOST", "localhost"),
        ]
        for (name, value) in headers where name.lowercased() != "content-type" {
            set("HTTP_" + Self.parameterName(of: name), to: value)
        }
    }

    /// Makes a request of parameters alone.
    ///
    /// - Parameters:
    ///   - parameters: Names and values, in order.
    ///   - body: The body.
    ///   - keepConnection: Whether the connection is kept for another request.
    public init(
        parameters: [(String, String)], body: [UInt8] = [], keepConnection: Bool = true
    ) {
        self.parameters = parameters.map { (name: $0.0, value: $0.1) }
        self.body = body
        flags = keepConnection ? 1 : 0
    }

    /// Sets the first parameter of a name, or appends one; `HTTP_COOKIE` is always appended.
    ///
    /// - Parameters:
    ///   - name: The parameter's name.
    ///   - value: Its value; nil removes all of the name.
    public mutating func set(_ name: String, to value: String?) {
        guard let value else { return parameters.removeAll { $0.name == name } }
        let index = parameters.firstIndex { $0.name == name }
        if let index, name == "HTTP_HOST" || !name.hasPrefix("HTTP_") {
            parameters[index].value = value
        } else {
            parameters.append((name: name, value: value))
        }
    }

    /// The bytes of all parameters, before they are cut into records.
    public var parameterBytes: [UInt8] {
        parameters.flatMap {
            FastCGIRecord.pair($0.name, $0.value, longLengths: longLengths)
        }
    }

    /// The records of the request, in the order in which they are sent.
    public var records: [FastCGIRecord] {
        [.begin(requestID: id, role: role, flags: flags)]
            + FastCGIRecord.stream(
                .parameters, requestID: id, parameterBytes, size: parameterRecordSize,
                padding: padding)
            + FastCGIRecord.stream(
                .input, requestID: id, body, size: bodyRecordSize, padding: padding)
    }

    /// The bytes of the request.
    public var bytes: [UInt8] { records.flatMap(\.bytes) }

    /// `User-Agent` as `USER_AGENT`.
    private static func parameterName(of header: String) -> String {
        String(header.uppercased().map { $0 == "-" ? "_" : $0 })
    }
}
