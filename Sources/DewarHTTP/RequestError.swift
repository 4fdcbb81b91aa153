import DewarText
public import HTTPTypes

/// A request that the web server should not have passed on, and cannot be answered by a view.
public struct RequestError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Sendable, Hashable {
        /// There is no `REQUEST_METHOD`: the web server is set up without its parameters.
        case missingMethod
        /// The method is no token.
        case invalidMethod
        /// `CONTENT_LENGTH` is no number.
        case invalidContentLength(String)
        /// `CONTENT_LENGTH` came more than once.
        case repeatedContentLength
        /// There are several `Host` headers.
        case repeatedHost
    }

    /// What is wrong.
    public let kind: Kind

    /// Makes an error.
    package init(kind: Kind) {
        self.kind = kind
    }

    /// The status to answer with: 500 if the web server is at fault, 400 if the client is.
    public var status: HTTPResponse.Status {
        switch kind {
        case .missingMethod: .internalServerError
        case .invalidMethod, .invalidContentLength, .repeatedContentLength, .repeatedHost:
            .badRequest
        }
    }

    /// One sentence: what was found, what was wanted.
    public var description: String {
        switch kind {
        case .missingMethod:
            "incomplete request: the web server sent no REQUEST_METHOD. "
                + "With nginx, say 'include fastcgi_params;' in the location: "
                + "one 'fastcgi_param' there drops all that are set outside of it."
        case .invalidMethod: "invalid request: the method is no token."
        case .invalidContentLength(let found):
            "invalid request: the content length '\(LogText.escaped(found))' is no number of bytes."
        case .repeatedContentLength: "invalid request: there is more than one content length."
        case .repeatedHost: "invalid request: there is more than one Host header."
        }
    }
}
