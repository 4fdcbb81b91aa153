public import HTTPTypes

extension Request {
    /// The header fields, in the order in which the web server sent them.
    ///
    /// Made of the `HTTP_…` parameters, of `CONTENT_TYPE` and of `CONTENT_LENGTH`. A repeated
    /// header stays several fields, which `headers[.accept]` joins with a comma, cookies with a
    /// semicolon. `Proxy` is left out (httpoxy), and so is `Transfer-Encoding`, because the body
    /// here is decoded already. Bytes that are not UTF-8 become U+FFFD.
    public var headers: HTTPFields {
        var fields = HTTPFields()
        fields.reserveCapacity(parameters.count)
        parameters.forEach { name, value in
            guard let fieldName = Self.fieldName(ofParameter: name) else { return }
            if value.isEmpty && !name.starts(with: "HTTP_".utf8) { return }
            fields.append(
                HTTPField(name: fieldName, value: String(decoding: value, as: UTF8.self)))
        }
        return fields
    }

    /// The part of the request target after `?`, as it was sent; empty when there is none.
    public var queryString: String { parameters.text(of: "QUERY_STRING") ?? "" }

    /// The scheme that the client used: `https` when the web server says so, else `http`.
    public var scheme: String {
        switch parameters.text(of: "HTTPS") {
        case "on", "1", "ON": return "https"
        default: return parameters.text(of: "REQUEST_SCHEME") == "https" ? "https" : "http"
        }
    }

    /// The host that the client asked for, with its port unless that is the scheme's own.
    ///
    /// The `Host` header, or the web server's own name and port when there is none.
    public var host: String {
        let host =
            parameters.text(of: "HTTP_HOST").flatMap { $0.isEmpty ? nil : $0 } ?? serverName
        let usualPort = scheme == "https" ? ":443" : ":80"
        return host.hasSuffix(usualPort) ? String(host.dropLast(usualPort.count)) : host
    }

    private var serverName: String {
        let name = parameters.text(of: "SERVER_NAME") ?? "localhost"
        guard let port = parameters.text(of: "SERVER_PORT"), !port.isEmpty else { return name }
        return "\(name):\(port)"
    }

    /// The header that a parameter stands for: `HTTP_USER_AGENT` is `User-Agent`.
    private static func fieldName(ofParameter name: ArraySlice<UInt8>) -> HTTPField.Name? {
        let prefix = "HTTP_".utf8
        guard name.starts(with: prefix) else {
            if name.elementsEqual("CONTENT_TYPE".utf8) { return .contentType }
            if name.elementsEqual("CONTENT_LENGTH".utf8) { return .contentLength }
            return nil
        }
        let fieldName = titleCased(name.dropFirst(prefix.count))
        switch fieldName {
        case "Proxy", "Transfer-Encoding", "Content-Type", "Content-Length": return nil
        default: return HTTPField.Name(fieldName)
        }
    }

    /// `USER_AGENT` as `User-Agent`.
    private static func titleCased(_ name: ArraySlice<UInt8>) -> String {
        var startsWord = true
        let bytes = name.map { byte -> UInt8 in
            defer { startsWord = byte == UInt8(ascii: "_") }
            switch byte {
            case UInt8(ascii: "_"): return UInt8(ascii: "-")
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): return startsWord ? byte : byte | 0x20
            default: return byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
