import DewarText

/// What a client must send to be let in: the `WWW-Authenticate` field of a 401.
///
/// ```swift
/// response.wwwAuthenticate = [WWWAuthenticate("basic", ["realm": "Shop"])]
/// // WWW-Authenticate: Basic realm=Shop
/// ```
///
/// - SeeAlso: Werkzeug `WWWAuthenticate`; RFC 9110, section 11.6.1.
public struct WWWAuthenticate: Sendable {
    /// The scheme in lower case: `basic`, `digest`, `bearer`.
    public var scheme: String
    /// The parameters in order; nil for one without a value.
    public var parameters: [(name: String, value: String?)]
    /// The token, in place of parameters.
    public var token: String?

    /// Makes a challenge.
    ///
    /// - Parameters:
    ///   - scheme: The scheme, in whatever case.
    ///   - parameters: The parameters.
    ///   - token: The token, in place of parameters.
    public init(
        _ scheme: String, _ parameters: KeyValuePairs<String, String?> = [:],
        token: String? = nil
    ) {
        self.scheme = scheme.lowercased()
        self.parameters = parameters.map { ($0.key, $0.value) }
        self.token = token
    }

    /// Reads a field; nil when there is none, or an empty one.
    ///
    /// - Parameter value: The value of the field.
    /// - SeeAlso: Werkzeug `WWWAuthenticate.from_header`.
    public init?(parsing value: String?) {
        guard let value, let (scheme, rest) = Credentials.scheme(of: value) else { return nil }
        (self.scheme, (parameters, token)) = (scheme, Credentials.content(of: rest))
    }

    /// The value of a parameter, or nil when it is not there; setting nil removes it.
    ///
    /// ```swift
    /// var challenge = WWWAuthenticate("basic", ["realm": "Shop"])
    /// challenge["charset"] = "UTF-8"
    /// challenge.headerValue  // "Basic realm=Shop, charset=UTF-8"
    /// ```
    ///
    /// - SeeAlso: Werkzeug `WWWAuthenticate.get`.
    public subscript(name: String) -> String? {
        get { parameters.first { $0.name.hasSameBytes(as: name) }?.value }
        set {
            let index = parameters.firstIndex { $0.name.hasSameBytes(as: name) }
            switch (index, newValue) {
            case (let index?, let value?): parameters[index].value = value
            case (let index?, nil): parameters.remove(at: index)
            case (nil, let value?): parameters.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// The value of a field.
    ///
    /// - SeeAlso: Werkzeug `WWWAuthenticate.to_header`.
    public var headerValue: String {
        let title = Credentials.title(scheme)
        if let token { return "\(title) \(token)" }
        if parameters.isEmpty { return title }
        guard scheme == "digest" else {
            return title + " " + HeaderText.text(ofPairs: parameters.map { ($0.name, $0.value) })
        }
        let items = parameters.map { name, value in
            let isQuoted = ["realm", "domain", "nonce", "opaque", "qop"].contains(name)
            return name + "=" + HeaderText.quote(value ?? "None", allowsToken: !isQuoted)
        }
        return "Digest " + items.joined(separator: ", ")
    }
}
