public import DewarText

/// Writes JSON as signed text: ``SignedSerializer`` with the JSON in plain sight.
///
/// - SeeAlso: itsdangerous `Serializer`.
public typealias Serializer = SignedSerializer<PlainPayload>

/// Writes JSON as signed text that a URL takes as it is.
///
/// - SeeAlso: itsdangerous `URLSafeSerializer`.
public typealias URLSafeSerializer = SignedSerializer<URLSafePayload>

/// Writes JSON as signed text, and reads it if it was not changed.
///
/// ```swift
/// let serializer = URLSafeSerializer(secret: secret, salt: "unsubscribe")
/// let token = try serializer.dumps(["id": 5, "list": "news"])
/// try serializer.loads(token)["id"]?.int                  // 5
/// ```
/// Signed is not secret: everybody can read the JSON. Give each use a salt of its own, so that what
/// was signed for one is not accepted for another. Make one serializer and keep it: its keys are
/// made with it.
///
/// - SeeAlso: itsdangerous `Serializer` and `URLSafeSerializer`.
public struct SignedSerializer<Form: PayloadForm>: Sendable {
    private let core: SerializerCore<Form>

    /// Makes a serializer of one key.
    ///
    /// - Parameters:
    ///   - secret: The key.
    ///   - salt: What the serializer is for.
    ///   - options: Separator, key derivation and hash function.
    ///   - fallbacks: Other options whose signatures are accepted.
    ///   - payloadLimit: The greatest number of bytes that packed JSON may become.
    public init(
        secret: String, salt: KeyMaterial = "itsdangerous",
        options: SignerOptions = SignerOptions(), fallbacks: [SignerOptions] = [],
        payloadLimit: Int = SigningLimits.payload
    ) {
        self.init(
            secrets: [KeyMaterial(secret)], salt: salt, options: options, fallbacks: fallbacks,
            payloadLimit: payloadLimit)
    }

    /// Makes a serializer of several keys, of which the last signs and all are accepted.
    ///
    /// - Parameters:
    ///   - secrets: The keys, oldest first.
    ///   - salt: What the serializer is for.
    ///   - options: Separator, key derivation and hash function.
    ///   - fallbacks: Other options whose signatures are accepted.
    ///   - payloadLimit: The greatest number of bytes that packed JSON may become.
    public init(
        secrets: [KeyMaterial], salt: KeyMaterial = "itsdangerous",
        options: SignerOptions = SignerOptions(), fallbacks: [SignerOptions] = [],
        payloadLimit: Int = SigningLimits.payload
    ) {
        core = SerializerCore(secrets, salt, options, fallbacks, payloadLimit: payloadLimit)
    }

    /// Writes and signs JSON.
    ///
    /// ```swift
    /// let serializer = URLSafeSerializer(secret: "secret")
    /// try serializer.dumps(["id": 5])  // "eyJpZCI6NX0.…"
    /// ```
    ///
    /// - Parameters:
    ///   - value: Any JSON; members keep their order.
    ///   - salt: Another salt than the serializer's.
    /// - Returns: The signed text.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    /// - SeeAlso: itsdangerous `Serializer.dumps`.
    public func dumps(_ value: JSON, salt: KeyMaterial? = nil) throws(SigningError) -> String {
        try core.dumps(core.bytes(of: value), salt, at: nil)
    }

    /// Writes and signs a value that JSON has a form for.
    ///
    /// - Parameters:
    ///   - value: A number, a text, a list …
    ///   - salt: Another salt than the serializer's.
    /// - Returns: The signed text.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    @_disfavoredOverload
    public func dumps(
        _ value: some JSONConvertible, salt: KeyMaterial? = nil
    ) throws(SigningError) -> String {
        try dumps(value.json, salt: salt)
    }

    /// Reads signed JSON.
    ///
    /// ```swift
    /// let serializer = Serializer(secret: secret)
    /// try serializer.loads(serializer.dumps([1, 2]))[1]?.int  // 2
    /// try serializer.loads("[1,2].forged")                    // throws: bad signature
    /// ```
    ///
    /// - Parameters:
    ///   - signed: What ``dumps(_:salt:)-(JSON,_)`` gave.
    ///   - salt: Another salt than the serializer's.
    /// - Returns: The JSON.
    /// - Throws: ``SigningError``: bad signature, or bad payload.
    /// - SeeAlso: itsdangerous `Serializer.loads`.
    public func loads(_ signed: String, salt: KeyMaterial? = nil) throws(SigningError) -> JSON {
        try SerializerCore<Form>.value(core.json(signed, salt))
    }

    /// Reads JSON without minding who wrote it: to look at, and for nothing else.
    ///
    /// ```swift
    /// let (isValid, value) = try Serializer(secret: secret).loadsUnsafe("[1,2].forged")
    /// isValid              // false
    /// value?.description   // "[1,2]"
    /// ```
    ///
    /// - Parameters:
    ///   - signed: Signed text, or what may have been some.
    ///   - salt: Another salt than the serializer's.
    /// - Returns: Whether the signature is sound, and the JSON, nil if that cannot be told.
    /// - Throws: ``SigningError``: the signature is sound and its payload bad.
    /// - SeeAlso: itsdangerous `Serializer.loads_unsafe`.
    public func loadsUnsafe(
        _ signed: String, salt: KeyMaterial? = nil
    ) throws(SigningError) -> (isValid: Bool, value: JSON?) {
        do throws(SigningError) {
            return (true, try loads(signed, salt: salt))
        } catch {
            return (false, try core.unsafeValue(error))
        }
    }
}

/// The limits of what signed text may make a program do.
public enum SigningLimits {
    /// The greatest number of bytes that packed JSON may become: 1 MiB.
    ///
    /// A few kilobytes can be packed from many megabytes of the same character. JSON that is not
    /// packed is as long as the text that it came in, which its sender's limits bound.
    public static let payload = 1 << 20
}
