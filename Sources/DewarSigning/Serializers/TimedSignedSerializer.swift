public import DewarText

/// Writes JSON as signed text that bears the time: ``TimedSignedSerializer`` with the JSON in plain
/// sight.
///
/// - SeeAlso: itsdangerous `TimedSerializer`.
public typealias TimedSerializer = TimedSignedSerializer<PlainPayload>

/// Writes JSON as signed text that bears the time and that a URL takes as it is.
///
/// - SeeAlso: itsdangerous `URLSafeTimedSerializer`.
public typealias URLSafeTimedSerializer = TimedSignedSerializer<URLSafePayload>

/// Writes JSON as signed text that bears the time, and reads it if it was not changed and is not
/// too old.
///
/// ```swift
/// let activation = URLSafeTimedSerializer(secret: secret, salt: "activate")
/// let token = try activation.dumps(["id": 5])
/// try activation.loads(token, maxAge: .seconds(3600))["id"]?.int    // 5
/// ```
///
/// - SeeAlso: itsdangerous `TimedSerializer` and `URLSafeTimedSerializer`.
public struct TimedSignedSerializer<Form: PayloadForm>: Sendable {
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
    /// try activation.dumps("Kim", salt: "name")
    /// ```
    ///
    /// - Parameters:
    ///   - value: Any JSON; members keep their order.
    ///   - salt: Another salt than the serializer's.
    ///   - date: The time that is written.
    /// - Returns: The signed text.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    /// - SeeAlso: itsdangerous `TimedSerializer.dumps`.
    public func dumps(
        _ value: JSON, salt: KeyMaterial? = nil, at date: HTTPDate = .now
    ) throws(SigningError) -> String {
        try core.dumps(core.bytes(of: value), salt, at: date)
    }

    /// Writes and signs a value that JSON has a form for.
    ///
    /// - Parameters:
    ///   - value: A number, a text, a list …
    ///   - salt: Another salt than the serializer's.
    ///   - date: The time that is written.
    /// - Returns: The signed text.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    @_disfavoredOverload
    public func dumps(
        _ value: some JSONConvertible, salt: KeyMaterial? = nil, at date: HTTPDate = .now
    ) throws(SigningError) -> String {
        try dumps(value.json, salt: salt, at: date)
    }

    /// Reads signed JSON.
    ///
    /// ```swift
    /// let token = try activation.dumps(5)
    /// try activation.loads(token, maxAge: .seconds(60)).int                           // 5
    /// try activation.loads(token, maxAge: .seconds(60), at: .now + .seconds(61)).int  // throws
    /// ```
    ///
    /// - Parameters:
    ///   - signed: What ``dumps(_:salt:at:)-(JSON,_,_)`` gave.
    ///   - maxAge: The greatest age, to the second; nil for any. With it, a time in the future is
    ///     refused as well.
    ///   - salt: Another salt than the serializer's.
    ///   - date: The present moment.
    /// - Returns: The JSON.
    /// - Throws: ``SigningError``: bad signature, bad time, expired, or bad payload.
    /// - SeeAlso: itsdangerous `TimedSerializer.loads`.
    public func loads(
        _ signed: String, maxAge: Duration? = nil, salt: KeyMaterial? = nil,
        at date: HTTPDate = .now
    ) throws(SigningError) -> JSON {
        try loadsWithDate(signed, maxAge: maxAge, salt: salt, at: date).value
    }

    /// Reads signed JSON and when it was signed.
    ///
    /// ```swift
    /// let token = try activation.dumps(5, at: HTTPDate(secondsSince1970: 1_700_000_000))
    /// try activation.loadsWithDate(token).dateSigned.secondsSince1970  // 1700000000
    /// ```
    ///
    /// - Parameters:
    ///   - signed: What ``dumps(_:salt:at:)-(JSON,_,_)`` gave.
    ///   - maxAge: The greatest age, to the second; nil for any.
    ///   - salt: Another salt than the serializer's.
    ///   - date: The present moment.
    /// - Returns: The JSON and the time.
    /// - Throws: ``SigningError``: bad signature, bad time, expired, or bad payload.
    /// - SeeAlso: itsdangerous `loads` with `return_timestamp`.
    public func loadsWithDate(
        _ signed: String, maxAge: Duration? = nil, salt: KeyMaterial? = nil,
        at date: HTTPDate = .now
    ) throws(SigningError) -> (value: JSON, dateSigned: HTTPDate) {
        let (json, dateSigned) = try core.json(signed, salt, maxAge: maxAge, at: date)
        return (try SerializerCore<Form>.value(json), dateSigned)
    }

    /// Reads JSON without minding who wrote it: to look at, and for nothing else.
    ///
    /// ```swift
    /// let old = try activation.dumps(5, at: .now + .seconds(-7200))
    /// let (isValid, value) = try activation.loadsUnsafe(old, maxAge: .seconds(3600))
    /// isValid     // false
    /// value?.int  // 5
    /// ```
    ///
    /// - Parameters:
    ///   - signed: Signed text, or what may have been some.
    ///   - maxAge: The greatest age; older text is not valid.
    ///   - salt: Another salt than the serializer's.
    ///   - date: The present moment.
    /// - Returns: Whether the signature is sound, and the JSON, nil if that cannot be told.
    /// - Throws: ``SigningError``: the signature is sound and its payload bad.
    /// - SeeAlso: itsdangerous `TimedSerializer.loads_unsafe`.
    public func loadsUnsafe(
        _ signed: String, maxAge: Duration? = nil, salt: KeyMaterial? = nil,
        at date: HTTPDate = .now
    ) throws(SigningError) -> (isValid: Bool, value: JSON?) {
        do throws(SigningError) {
            return (true, try loads(signed, maxAge: maxAge, salt: salt, at: date))
        } catch {
            return (false, try core.unsafeValue(error))
        }
    }
}
