public import DewarText

/// The version that a client has a part of: `If-Range`.
///
/// - SeeAlso: Werkzeug `IfRange`; RFC 9110, section 13.1.5.
public enum IfRange: Sendable, Hashable, CustomStringConvertible {
    /// The version with an entity tag, without quotation marks.
    case etag(String)
    /// The version of a date.
    case date(HTTPDate)

    /// Reads a field.
    ///
    /// Gives nil when there is no field, or an empty one.
    /// ```swift
    /// IfRange(parsing: #""v1""#)                         // .etag("v1")
    /// IfRange(parsing: "Sun, 06 Nov 1994 08:49:37 GMT")  // .date(…)
    /// ```
    ///
    /// - Parameter value: The value of the field.
    /// - SeeAlso: Werkzeug `parse_if_range_header`.
    public init?(parsing value: String?) {
        guard let value, !value.isEmpty else { return nil }
        if let date = HTTPDate(value) {
            self = .date(date)
        } else {
            self = .etag(ETag(parsing: value).value)
        }
    }

    /// The value of a field.
    public var description: String {
        switch self {
        case .etag(let tag): "\"\(tag)\""
        case .date(let date): date.description
        }
    }
}
