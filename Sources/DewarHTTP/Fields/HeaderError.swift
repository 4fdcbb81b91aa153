import DewarText

/// A header field that cannot be written, or a question about one that makes no sense.
public struct HeaderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Sendable, Hashable {
        /// A name that is no token.
        case invalidName(String)
        /// A value with a line break, which would begin another field.
        case lineBreak(name: String)
        /// `SameSite` of a cookie that is none of the three.
        case invalidSameSite(String)
        /// A domain that has no form in ASCII.
        case invalidDomain(String)
        /// A cookie that browsers would drop; the size of its field and the limit, in bytes.
        case cookieTooLarge(name: String, size: Int, limit: Int)
        /// An entity tag that holds a quotation mark.
        case invalidETag(String)
        /// A media type without a slash, or `*/html`.
        case invalidMediaType(String)
        /// A status line without anything in it.
        case emptyStatus
        /// A status code that stands for no error.
        case noErrorStatus(Int)
        /// A URL that cannot be taken apart.
        case invalidURL(String)
        /// Bytes that are no UTF-8.
        case invalidText(field: String)
        /// An age below zero.
        case negativeAge(Int)
    }

    /// What is wrong.
    public let kind: Kind

    /// One sentence: what was found, what was wanted.
    public var description: String {
        switch kind {
        case .invalidName(let name):
            "invalid header: the name '\(shown(name))' is no token."
        case .lineBreak(let name):
            "invalid header: the value of '\(shown(name))' holds a line break."
        case .invalidSameSite(let found):
            "invalid cookie: SameSite is '\(shown(found))', not 'Strict', 'Lax' or 'None'."
        case .invalidDomain(let found):
            "invalid cookie: the domain '\(shown(found))' has no form in ASCII."
        case .cookieTooLarge(let name, let size, let limit):
            "invalid cookie: '\(shown(name))' has \(size) bytes, and browsers drop what is over "
                + "\(limit)."
        case .invalidETag(let found):
            "invalid etag: '\(shown(found))' holds a quotation mark."
        case .invalidMediaType(let found):
            "invalid media type: '\(shown(found))', wanted 'type/subtype'."
        case .emptyStatus: "invalid status: it is empty."
        case .noErrorStatus(let code):
            "invalid status: \(code) is no error that has a page."
        case .invalidURL(let found): "invalid URL: '\(shown(found))'."
        case .invalidText(let field): "invalid request: \(field) is not UTF-8."
        case .negativeAge(let seconds): "invalid age: \(seconds) is below zero."
        }
    }

    private func shown(_ text: String) -> String { LogText.excerpt(text) }
}

extension HeaderError {
    /// Makes an error.
    package init(_ kind: Kind) {
        self.kind = kind
    }
}
