import DewarText

/// Who a client says it is: the `Authorization` field.
///
/// ```swift
/// let isAdmin = request.authorization?.username == "admin"  // Basic
/// let token = request.authorization?.token                  // Bearer
/// ```
///
/// - SeeAlso: Werkzeug `Authorization`; RFC 9110, section 11.6.2; RFC 7617.
public struct Authorization: Sendable {
    /// The scheme in lower case: `basic`, `digest`, `bearer`.
    public let scheme: String
    /// The parameters in order, unless ``token`` is there; nil for one without a value.
    public let parameters: [(name: String, value: String?)]
    /// The token, as `bearer` has one.
    public let token: String?

    /// Makes a value.
    ///
    /// - Parameters:
    ///   - scheme: The scheme in lower case.
    ///   - parameters: The parameters.
    ///   - token: The token.
    public init(
        scheme: String, parameters: [(name: String, value: String?)] = [], token: String? = nil
    ) {
        self.scheme = scheme
        self.parameters = parameters
        self.token = token
    }

    /// Reads a field.
    ///
    /// Gives nil when it is empty, or `Basic` credentials cannot be decoded.
    ///
    /// - Parameter value: The value of the field.
    /// - SeeAlso: Werkzeug `Authorization.from_header`.
    public init?(_ value: String) {
        guard let (scheme, rest) = Credentials.scheme(of: value) else { return nil }
        guard scheme == "basic" else {
            let (parameters, token) = Credentials.content(of: rest)
            self.init(scheme: scheme, parameters: parameters, token: token)
            return
        }
        guard let bytes = Base64.decode(rest), String(utf8: bytes) != nil else { return nil }
        let (name, password) = bytes[...].cut(at: UInt8(ascii: ":"))
        self.init(
            scheme: scheme,
            parameters: [("username", name.text), ("password", password?.text ?? "")])
    }

    /// The value of a parameter, or nil when it is not there.
    ///
    /// ```swift
    /// Authorization("Digest username=Kim, nonce=\"x\"")?["nonce"]  // "x"
    /// ```
    ///
    /// - SeeAlso: Werkzeug `Authorization.get`.
    public subscript(name: String) -> String? {
        parameters.first { $0.name.hasSameBytes(as: name) }?.value
    }

    /// The name of the user, as `basic` and `digest` have one.
    public var username: String? { self["username"] }

    /// The password, as `basic` has one.
    public var password: String? { self["password"] }

    /// The value of a field.
    ///
    /// - SeeAlso: Werkzeug `Authorization.to_header`.
    public var headerValue: String {
        if scheme == "basic" {
            return "Basic " + Base64.encode("\(username ?? ""):\(password ?? "")".utf8)
        }
        return Credentials.title(scheme) + " "
            + (token ?? HeaderText.text(ofPairs: parameters.map { ($0.name, $0.value) }))
    }
}

/// What `Authorization` and `WWW-Authenticate` share.
enum Credentials {
    /// The scheme in lower case, and what follows it; nil for an empty field.
    static func scheme(of value: String) -> (scheme: String, rest: TextBytes)? {
        guard !value.isEmpty else { return nil }
        let (scheme, rest) = TextBytes(value).cut(at: UInt8(ascii: " "))
        return (scheme.text.lowercased(), rest?.trimmed ?? [])
    }

    /// Parameters, or a token, whose end may be filled with `=`.
    static func content(
        of rest: TextBytes
    ) -> (parameters: [(name: String, value: String?)], token: String?) {
        guard let last = rest.lastIndex(where: { $0 != UInt8(ascii: "=") }),
            rest[...last].contains(UInt8(ascii: "="))
        else { return ([], rest.text) }
        return (HeaderText.pairs(rest.text), nil)
    }

    /// A scheme with a capital letter at the beginning of each word.
    static func title(_ scheme: String) -> String {
        var result = ""
        var isInWord = false
        for scalar in scheme.unicodeScalars {
            let properties = scalar.properties
            result += isInWord ? properties.lowercaseMapping : properties.titlecaseMapping
            isInWord = properties.isCased
        }
        return result
    }
}
