import DewarText

/// Percent-encoding as Werkzeug does it in paths and queries.
enum URLQuoting {
    /// What stays in a path beside unreserved characters.
    ///
    /// - SeeAlso: <https://url.spec.whatwg.org/#url-path-segment-string>
    private static let pathSafe = ASCIISet("!$&'()*+,/:;=@")
    private static let querySafe = ASCIISet("!$'()*,/:;?@ ")

    private static let pathKept = ASCIISet.unreserved.union(pathSafe)
    private static let queryKept = ASCIISet.unreserved.union(querySafe)

    /// Encodes a path or a part of one, and appends it.
    static func append(path text: String, to result: inout [UInt8]) {
        PercentCoding.append(text, keepingOnly: pathKept, to: &result)
    }

    /// Encodes a name or a value of a query, and appends it; spaces become `+`.
    static func append(query text: String, to result: inout [UInt8]) {
        PercentCoding.append(text, keepingOnly: queryKept, to: &result)
    }

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
        var result: [UInt8] = []
        for (name, value) in items { append(name, value, to: &result) }
        return String(decoding: result, as: UTF8.self)
    }

    /// Appends a parameter to a query: nothing for null, the name several times for a list.
    static func append(_ name: String, _ value: RouteValue, to query: inout [UInt8]) {
        switch value {
        case .null: return
        case .list(let values):
            for value in values { append(name, value, to: &query) }
            return
        default: break
        }
        if !query.isEmpty { query.append(UInt8(ascii: "&")) }
        URLQuoting.append(query: name, to: &query)
        query.append(UInt8(ascii: "="))
        switch value {
        case .bytes(let bytes): query += URLQuoting.quoteQuery(bytes).utf8
        case .string(let text): URLQuoting.append(query: text, to: &query)
        default: URLQuoting.append(query: value.description, to: &query)
        }
    }
}
