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
    /// ```swift
    /// let values: RouteValues = ["q": "a b", "tag": ["x", "y"], "page": .null]
    /// values.queryString()  // "q=a+b&tag=x&tag=y"
    /// ```
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
        for (name, value) in items { append(name, value, to: &result, from: 0) }
        return String(decoding: result, as: UTF8.self)
    }

    /// Appends a parameter to a query: nothing for null, the name several times for a list.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - value: The value.
    ///   - query: Ends in the query.
    ///   - start: Where the query begins in it.
    static func append(
        _ name: String, _ value: RouteValue, to query: inout [UInt8], from start: Int
    ) {
        switch value {
        case .null: return
        case .list(let values):
            for value in values { append(name, value, to: &query, from: start) }
            return
        default: break
        }
        if query.count > start { query.append(UInt8(ascii: "&")) }
        URLQuoting.append(query: name, to: &query)
        query.append(UInt8(ascii: "="))
        switch value {
        case .bytes(let bytes): query += URLQuoting.quoteQuery(bytes).utf8
        case .string(let text): URLQuoting.append(query: text, to: &query)
        case .int(let number): DecimalText.append(number, to: &query)
        default: URLQuoting.append(query: value.description, to: &query)
        }
    }
}

/// Whole numbers in decimal digits.
enum DecimalText {
    /// Appends a number, after a `-` if it is negative.
    static func append(_ number: Int, to result: inout [UInt8]) {
        if number < 0 { result.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        // The largest power of ten that the number holds; it stays below the number, so it fits.
        var power: UInt = 1
        while rest / power >= 10 { power *= 10 }
        while power > 0 {
            result.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / power))
            rest %= power
            power /= 10
        }
    }
}
