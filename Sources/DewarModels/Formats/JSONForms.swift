import DewarHTTP
public import DewarORM
public import DewarText
public import FoundationEssentials

// What columns' types are in a response of JSON.

extension Date: JSONConvertible {
    /// As Flask's `jsonify` writes a `datetime`: `"Sun, 22 Nov 2026 16:43:46 GMT"`.
    public var json: JSON {
        let seconds = LocalDateTime(nearest: self).microseconds / 1_000_000
        return .string(HTTPDate(secondsSince1970: Int(seconds)).description)
    }
}

extension UUID: JSONConvertible {
    /// Its text, in lower case, as Flask's `jsonify` writes it.
    public var json: JSON { .string(uuidString.lowercased()) }
}

extension Decimal: JSONConvertible {
    /// Its digits as text, as Flask's `jsonify` writes it: a number would lose some.
    public var json: JSON { .string(description) }
}

extension Data: JSONConvertible {
    /// The bytes as text of Base64.
    public var json: JSON { .string(base64EncodedString()) }
}

extension LocalDate: JSONConvertible {
    /// Its text: `"2026-11-22"`.
    public var json: JSON { .string(description) }
}

extension LocalTime: JSONConvertible {
    /// Its text: `"16:43:46.000000"`.
    public var json: JSON { .string(description) }
}

extension LocalDateTime: JSONConvertible {
    /// Its text: `"2026-11-22 16:43:46.000000"`.
    public var json: JSON { .string(description) }
}
