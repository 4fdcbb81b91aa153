import DewarText

/// URLs for people (IRIs) and for machines (URIs).
///
/// - SeeAlso: RFC 3987; Werkzeug `iri_to_uri` and `uri_to_iri`.
public enum InternationalURL {
    private static let pathBytes = ASCIISet("%!$&'()*+,/:;=@")
    private static let queryBytes = ASCIISet("%!$&'()*+,/:;=?@")
    private static let fragmentBytes = ASCIISet("%!#$&'()*+,/:;=?@")
    private static let userBytes = ASCIISet("%!$&'()*+,;=")

    /// Writes a URL in ASCII.
    ///
    /// ```swift
    /// try InternationalURL.uri("http://한글.kr/한")  // "http://xn--bj0bj06e.kr/%ED%95%9C"
    /// ```
    ///
    /// - Parameter iri: A URL; what is percent-encoded already stays so.
    /// - Returns: ASCII text.
    /// - Throws: ``HeaderError``: a host or a port that there cannot be.
    /// - SeeAlso: Werkzeug `iri_to_uri`; RFC 3987, section 3.1.
    public static func uri(_ iri: String) throws(HeaderError) -> String {
        var parts = try SplitURL(iri)
        let authority = try parts.parts()
        var host = authority.host
        if !host.isEmpty {
            guard let ascii = HostName.ascii(host) else { throw HeaderError(.invalidURL(iri)) }
            host = ascii
        }
        parts.authority = joined(authority, host: host) { user in
            PercentCoding.encode(user, keeping: userBytes)
        }
        parts.path = PercentCoding.encode(parts.path, keeping: pathBytes)
        parts.query = PercentCoding.encode(parts.query, keeping: queryBytes)
        parts.fragment = PercentCoding.encode(parts.fragment, keeping: fragmentBytes)
        return parts.text
    }

    /// Writes a URL as people read it: everything decoded that need not be encoded.
    ///
    /// ```swift
    /// try InternationalURL.iri("http://xn--bj0bj06e.kr/%ED%95%9C%2F")  // "http://한글.kr/한%2F"
    /// ```
    ///
    /// - Parameter uri: A URL.
    /// - Returns: Text; what would change its meaning stays encoded, and so does what is no UTF-8.
    /// - Throws: ``HeaderError``: a host or a port that there cannot be.
    /// - SeeAlso: Werkzeug `uri_to_iri`; RFC 3987, section 3.2.
    public static func iri(_ uri: String) throws(HeaderError) -> String {
        try iri(uri) { host throws(HeaderError) in
            guard let text = HostName.unicode(host) else { throw HeaderError(.invalidURL(uri)) }
            return text
        }
    }

    static func iri(
        _ uri: String, decodingHost decode: (String) throws(HeaderError) -> String
    ) throws(HeaderError) -> String {
        var parts = try SplitURL(uri)
        let authority = try parts.parts()
        let host = authority.host.isEmpty ? "" : try decode(authority.host)
        parts.authority = joined(authority, host: host) { decoded($0, keeping: ":@/?#") }
        parts.path = decoded(parts.path, keeping: "/?#")
        parts.query = decoded(parts.query, keeping: "&=+#")
        parts.fragment = decoded(parts.fragment, keeping: "")
        return parts.text
    }

    private static func joined(
        _ authority: SplitURL.Authority, host: String, _ code: (String) -> String
    ) -> String {
        var text = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        if let port = authority.port, port != 0 { text += ":\(port)" }
        if let user = authority.user, !user.isEmpty {
            var login = code(user)
            if let password = authority.password, !password.isEmpty {
                login += ":" + code(password)
            }
            text = login + "@" + text
        }
        return text
    }

    /// Decodes all but controls, the space, `%` and the characters that mean something there.
    private static func decoded(_ text: String, keeping kept: StaticString) -> String {
        let bytes = TextBytes(text)
        guard bytes.contains(UInt8(ascii: "%")) else { return text }
        let keptBytes = ASCIISet("\(kept)")
        var result = ""
        var pending: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let high = PercentCoding.hexadecimalValue(bytes[index + 1]),
                let low = PercentCoding.hexadecimalValue(bytes[index + 2])
            else {
                pending.append(bytes[index])
                index += 1
                continue
            }
            let code = high << 4 | low
            if code <= 0x20 || code == UInt8(ascii: "%") || code == 0x7F
                || keptBytes.contains(code)
            {
                result += EncodedText.text(pending) + bytes[index..<(index + 3)].text
                pending = []
            } else {
                pending.append(code)
            }
            index += 3
        }
        return result + EncodedText.text(pending)
    }
}
