public import DewarText

/// The conditions that a request makes on the version it gets.
///
/// - SeeAlso: RFC 9110, section 13; Werkzeug `is_resource_modified`.
public struct ConditionalRequest: Sendable {
    var range: String?
    var ifRange: String?
    var ifModifiedSince: String?
    var ifNoneMatch: String?
    var ifMatch: String?

    /// Takes the conditions of a request.
    public init(_ request: Request) {
        range = request.field("HTTP_RANGE")
        ifRange = request.field("HTTP_IF_RANGE")
        ifModifiedSince = request.field("HTTP_IF_MODIFIED_SINCE")
        ifNoneMatch = request.field("HTTP_IF_NONE_MATCH")
        ifMatch = request.field("HTTP_IF_MATCH")
    }

    /// Tells whether the client lacks the present version, or asks for none but another.
    ///
    /// `If-None-Match` outranks `If-Modified-Since`, `If-Match` both.
    /// ```swift
    /// let conditions = ConditionalRequest(request)
    /// conditions.isModified(eTag: "\"v2\"", lastModified: nil)  // true for If-None-Match: "v1"
    /// ```
    ///
    /// - Parameters:
    ///   - eTag: The tag of the present version, quoted or not; nil or empty for none.
    ///   - lastModified: When it was changed last.
    ///   - ignoresIfRange: Whether `If-Range` does not count.
    /// - Returns: false when the answer is 304, or 412 with `If-Match`.
    /// - SeeAlso: Werkzeug `is_resource_modified`; RFC 9110, section 13.2.2.
    public func isModified(
        eTag: String?, lastModified: HTTPDate?, ignoresIfRange: Bool = true
    ) -> Bool {
        let version =
            !ignoresIfRange && range != nil ? IfRange(parsing: ifRange) : nil
        var isUnmodified = false
        let since: HTTPDate? =
            if case .date(let date) = version { date } else {
                ifModifiedSince.flatMap { HTTPDate($0) }
            }
        if let since, let lastModified, lastModified <= since { isUnmodified = true }
        if let eTag, !eTag.isEmpty {
            let tag = ETag(parsing: eTag).value
            if case .etag(let wanted) = version {
                isUnmodified = ETags(parsing: wanted).contains(tag)
            } else {
                let present = ETags(parsing: ifNoneMatch)
                if !present.isEmpty { isUnmodified = present.containsWeak(tag) }
                let wanted = ETags(parsing: ifMatch)
                if !wanted.isEmpty { isUnmodified = !wanted.isStrong(tag) }
            }
        }
        return !isUnmodified
    }
}
