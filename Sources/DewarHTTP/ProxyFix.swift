import DewarText

/// Believes what proxies before the web server say of the client: who it is, and what it asked
/// for.
///
/// Anybody can write these fields, so only as many values are believed as there are proxies, from
/// the last one: each proxy appends what it saw.
/// ```swift
/// let proxies = ProxyFix(forwardedFor: 1, proto: 1, host: 1)
/// let request = try Request(parameters: proxies.fixed(parameters), body: body)
/// ```
/// Unlike in Werkzeug a client cannot keep its address back by a lone quotation mark in the field.
///
/// - SeeAlso: Werkzeug `ProxyFix`.
public struct ProxyFix: Sendable, Hashable {
    /// How many values of `X-Forwarded-For` are believed.
    public var forwardedFor: Int
    /// How many values of `X-Forwarded-Proto` are believed.
    public var proto: Int
    /// How many values of `X-Forwarded-Host` are believed.
    public var host: Int
    /// How many values of `X-Forwarded-Port` are believed.
    public var port: Int
    /// How many values of `X-Forwarded-Prefix` are believed.
    public var prefix: Int

    /// Makes a fix.
    ///
    /// - Parameters:
    ///   - forwardedFor: How many values of `X-Forwarded-For` are believed; 0 for none.
    ///   - proto: How many values of `X-Forwarded-Proto`.
    ///   - host: How many values of `X-Forwarded-Host`.
    ///   - port: How many values of `X-Forwarded-Port`.
    ///   - prefix: How many values of `X-Forwarded-Prefix`.
    public init(
        forwardedFor: Int = 1, proto: Int = 1, host: Int = 0, port: Int = 0, prefix: Int = 0
    ) {
        self.forwardedFor = forwardedFor
        self.proto = proto
        self.host = host
        self.port = port
        self.prefix = prefix
    }

    /// The parameters with what the proxies say in the place of what the web server saw.
    ///
    /// ```swift
    /// let seen = RequestParameters([
    ///     ("REMOTE_ADDR", "10.0.0.1"), ("HTTP_X_FORWARDED_FOR", "203.0.113.7"),
    /// ])
    /// ProxyFix(forwardedFor: 1).fixed(seen).text(of: "REMOTE_ADDR")  // "203.0.113.7"
    /// ```
    ///
    /// - Parameter parameters: CGI parameters.
    /// - Returns: The same with another address, scheme, host, port and root.
    /// - SeeAlso: Werkzeug `ProxyFix.__call__`.
    public func fixed(_ parameters: RequestParameters) -> RequestParameters {
        var changes: [(name: String, value: String)] = []
        func believed(_ parameter: StaticString, _ count: Int) -> String? {
            Self.value(of: parameters.all(parameter), from: count)
        }
        if let address = believed("HTTP_X_FORWARDED_FOR", forwardedFor) {
            changes.append(("REMOTE_ADDR", address))
        }
        if let scheme = believed("HTTP_X_FORWARDED_PROTO", proto) {
            changes.append(("REQUEST_SCHEME", scheme))
            changes.append(("HTTPS", scheme == "https" ? "on" : ""))
        }
        if let host = believed("HTTP_X_FORWARDED_HOST", host) {
            changes += [("HTTP_HOST", host), ("SERVER_NAME", Self.name(of: host))]
            if let port = Self.port(of: host) { changes.append(("SERVER_PORT", port)) }
        }
        if let port = believed("HTTP_X_FORWARDED_PORT", port) {
            let host =
                changes.last { $0.name == "HTTP_HOST" }?.value
                ?? parameters.text(of: "HTTP_HOST")
            if let host, !host.isEmpty {
                changes.append(("HTTP_HOST", "\(Self.name(of: host)):\(port)"))
            }
            changes.append(("SERVER_PORT", port))
        }
        if let prefix = believed("HTTP_X_FORWARDED_PREFIX", prefix) {
            changes.append(("SCRIPT_NAME", prefix))
        }
        return parameters.replacing(changes)
    }

    /// The value that the outermost believed proxy saw; nil when there are fewer.
    ///
    /// The fields are cut at every comma: what a client wrote before, as a quotation mark without
    /// a partner, does not change what the proxies appended.
    private static func value(of fields: [String], from count: Int) -> String? {
        guard count > 0 else { return nil }
        let values = fields.flatMap { field in
            TextBytes(field).pieces(between: UInt8(ascii: ",")).map(\.trimmed)
        }.filter { !$0.isEmpty }
        guard values.count >= count else { return nil }
        let value = HeaderText.unquote(values[values.count - count])
        return value.isEmpty ? nil : value.text
    }

    private static func port(of host: String) -> String? {
        let bytes = TextBytes(host)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), bytes.last != UInt8(ascii: "]")
        else { return nil }
        return bytes[(colon + 1)...].text
    }

    private static func name(of host: String) -> String {
        guard let port = port(of: host) else { return host }
        return TextBytes(host).dropLast(port.utf8.count + 1).text
    }
}

extension RequestParameters {
    /// The texts of all parameters with a name, in order.
    func all(_ name: StaticString) -> [String] {
        var values: [String] = []
        forEach { found, value in if found.equals(name) { values.append(value.text) } }
        return values
    }

    /// The parameters without those of some names, and with these at the end.
    func replacing(_ changes: [(name: String, value: String)]) -> RequestParameters {
        guard !changes.isEmpty else { return self }
        var last: [(name: String, value: String)] = []
        for change in changes {
            last.removeAll { $0.name == change.name }
            last.append(change)
        }
        var result = RequestParameters(byteCount: byteCount, count: count)
        forEach { name, value in
            if !last.contains(where: { name.elementsEqual($0.name.utf8) }) {
                result.append(name: name, value: value)
            }
        }
        for change in last { result.append(name: change.name.utf8, value: change.value.utf8) }
        return result
    }
}
