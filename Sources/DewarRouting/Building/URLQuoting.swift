import DewarText

/// Percent-encoding as Werkzeug does it in paths and queries.
enum URLQuoting {
    /// What stays in a path beside unreserved characters.
    ///
    /// - SeeAlso: <https://url.spec.whatwg.org/#url-path-segment-string>
    private static let pathSafe = ASCIISet("!$&'()*+,/:;=@")
    private static let querySafe = ASCIISet("!$'()*,/:;?@ ")

    /// Encodes a path or a part of one.
    static func quote(_ text: String) -> String {
        PercentCoding.encode(text, keeping: pathSafe)
    }

    /// Encodes a name or a value of a query; spaces become `+`.
    static func quoteQuery(_ bytes: some Sequence<UInt8>) -> String {
        let encoded = PercentCoding.encode(bytes, keeping: querySafe)
        return String(
            decoding: encoded.utf8.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 },
            as: UTF8.self)
    }
}

extension RouteValues {
    /// The values as a query string, in their order: `a=1&b=x&b=y`.
    ///
    /// A list repeats its name, ``RouteValue/null`` is left out. Spaces become `+`, and what is
    /// neither unreserved nor one of `!$'()*,/:;?@` is percent-encoded.
    ///
    /// - Returns: ASCII text without a `?`; empty when nothing is left.
    /// - SeeAlso: Werkzeug `_urlencode`.
    public func queryString() -> String {
        Self.queryString(items)
    }

    /// The names and single values, lists spread out.
    var items: [(name: String, value: RouteValue)] {
        flatMap { name, value in
            guard case .list(let values) = value else { return [(name: name, value: value)] }
            return values.map { (name: name, value: $0) }
        }
    }

    static func queryString(_ items: [(name: String, value: RouteValue)]) -> String {
        items.compactMap { name, value -> String? in
            let text: String
            switch value {
            case .null: return nil
            case .bytes(let bytes): text = URLQuoting.quoteQuery(bytes)
            default: text = URLQuoting.quoteQuery(value.description.utf8)
            }
            return URLQuoting.quoteQuery(name.utf8) + "=" + text
        }.joined(separator: "&")
    }
}
