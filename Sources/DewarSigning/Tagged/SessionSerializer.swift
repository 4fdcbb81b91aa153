public import DewarText

/// Writes a session as the value of Flask's cookie, and reads it back.
///
/// ```swift
/// let serializer = SessionSerializer(secret: secret)
/// let cookie = try serializer.dumps(["user_id": 42])      // eyJ1c2VyX2lkIjo0Mn0.ZVPxAA.…
/// try serializer.loads(cookie, lifetime: .seconds(31 * 86_400))["user_id"]?.int     // 42
/// ```
/// A Flask application with the same secret key reads what this writes, and the reverse. Signed is
/// not secret: whoever has the cookie can read the session.
///
/// - SeeAlso: Flask `SecureCookieSessionInterface.get_signing_serializer`.
public struct SessionSerializer: Sendable {
    private let core: SerializerCore<URLSafePayload>

    /// What Flask signs sessions with: `cookie-session`.
    public static let salt: KeyMaterial = "cookie-session"
    /// How Flask signs sessions: the key derived by HMAC, SHA-1.
    public static let options = SignerOptions(keyDerivation: .hmac, digest: .sha1)

    /// Makes a serializer of one key.
    ///
    /// - Parameter secret: The application's secret key.
    public init(secret: String) {
        self.init(secret: KeyMaterial(secret), fallbacks: [])
    }

    /// Makes a serializer.
    ///
    /// - Parameters:
    ///   - secret: The application's secret key.
    ///   - fallbacks: Older keys, whose cookies are still accepted.
    ///   - salt: What sets sessions apart from other signed text.
    ///   - options: Key derivation and hash function.
    ///   - payloadLimit: The greatest number of bytes that a packed session may become.
    public init(
        secret: KeyMaterial, fallbacks: [KeyMaterial], salt: KeyMaterial = Self.salt,
        options: SignerOptions = Self.options, payloadLimit: Int = SigningLimits.payload
    ) {
        core = SerializerCore(
            fallbacks + [secret], salt, options, [], payloadLimit: payloadLimit)
    }

    /// Writes a session.
    ///
    /// ```swift
    /// let serializer = SessionSerializer(secret: secret)
    /// try serializer.dumps(["user_id": 42])  // "eyJ1c2VyX2lkIjo0Mn0.…"
    /// ```
    ///
    /// - Parameters:
    ///   - session: What it holds.
    ///   - date: The time that is written.
    /// - Returns: The cookie's value: letters, digits, `-`, `_` and points.
    /// - Throws: ``SigningError``: what it holds cannot be written.
    /// - SeeAlso: Flask `SecureCookieSessionInterface.save_session`.
    public func dumps(
        _ session: SessionDictionary, at date: HTTPDate = .now
    ) throws(SigningError) -> String {
        let json = try TaggedJSONSerializer.bytes(of: .dictionary(session))
        return try core.dumps(json, nil, at: date)
    }

    /// Reads a session.
    ///
    /// ```swift
    /// let serializer = SessionSerializer(secret: secret)
    /// let cookie = try serializer.dumps(["user_id": 42])
    /// try serializer.loads(cookie, lifetime: .seconds(3600))["user_id"]?.int  // 42
    /// ```
    ///
    /// - Parameters:
    ///   - cookie: The cookie's value.
    ///   - lifetime: The greatest age; a time in the future is refused as well.
    ///   - date: The present moment.
    /// - Returns: What it holds.
    /// - Throws: ``SigningError``: bad signature, bad time, expired; or, with a sound signature, a
    ///   payload that is no session.
    /// - SeeAlso: Flask `SecureCookieSessionInterface.open_session`.
    public func loads(
        _ cookie: String, lifetime: Duration, at date: HTTPDate = .now
    ) throws(SigningError) -> SessionDictionary {
        let json = try core.json(cookie, nil, maxAge: lifetime, at: date).json
        return try Self.session(TaggedJSONSerializer.value(of: json))
    }

    /// What Python's `dict()` makes of a value: of nothing an empty session, of pairs one of keys
    /// and values.
    private static func session(_ value: SessionValue) throws(SigningError) -> SessionDictionary {
        switch value {
        case .null: return SessionDictionary()
        case .dictionary(let members): return members
        case .list(let elements), .tuple(let elements):
            var members: [(SessionKey, SessionValue)] = []
            for element in elements { members.append(try pair(element)) }
            return SessionDictionary(members)
        case .string(""), .bytes([]): return SessionDictionary()
        case .markup(let markup) where markup.html.isEmpty: return SessionDictionary()
        default: throw TaggedJSONReader.flaw("it is no session")
        }
    }

    private static func pair(
        _ value: SessionValue
    ) throws(SigningError) -> (SessionKey, SessionValue) {
        let elements = try TaggedJSONReader.elements(value)
        guard elements.count == 2, let key = SessionKey(elements[0]) else {
            throw TaggedJSONReader.flaw("it is no session")
        }
        return (key, elements[1])
    }
}

extension SessionKey {
    /// Takes a value that can be a key.
    fileprivate init?(_ value: SessionValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .int(let number): self = .int(number)
        case .double(let number): self = .double(number)
        case .bool(let value): self = .bool(value)
        case .null: self = .null
        default: return nil
        }
    }
}
