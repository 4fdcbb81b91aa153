import DewarText

/// Media types and what follows of them.
enum MediaType {
    private static let typesWithCharset: Set<String> = [
        "application/ecmascript", "application/javascript", "application/sql", "application/xml",
        "application/xml-dtd", "application/xml-external-parsed-entity",
    ]

    /// The `Content-Type` of a media type: text and XML are UTF-8.
    ///
    /// - SeeAlso: Werkzeug `get_content_type`.
    static func contentType(_ type: String) -> String {
        let isText =
            type.utf8.starts(with: "text/".utf8) || typesWithCharset.contains(type)
            || type.utf8.suffix(4).elementsEqual("+xml".utf8)
        return isText ? type + "; charset=utf-8" : type
    }

    /// Tells whether a media type is JSON.
    static func isJSON(_ type: String) -> Bool {
        type == "application/json"
            || type.utf8.starts(with: "application/".utf8)
                && type.utf8.suffix(5).elementsEqual("+json".utf8)
    }
}
