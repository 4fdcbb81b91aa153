public import DewarText

/// Signs text together with the time, so that it can be refused when it is too old.
///
/// ```swift
/// let signer = TimestampSigner(secret: secret, salt: "download")
/// let link = try signer.sign("report-7.pdf")
/// try signer.unsign(link, maxAge: .seconds(3600))     // throws an hour later
/// ```
///
/// - SeeAlso: itsdangerous `TimestampSigner`.
public struct TimestampSigner: Sendable {
    private let scheme: TimestampScheme

    /// Makes a signer of one key.
    ///
    /// - Parameters:
    ///   - secret: The key.
    ///   - salt: What the signer is for.
    ///   - options: Separator, key derivation and hash function.
    public init(
        secret: String, salt: KeyMaterial = "itsdangerous.Signer",
        options: SignerOptions = SignerOptions()
    ) {
        self.init(secrets: [KeyMaterial(secret)], salt: salt, options: options)
    }

    /// Makes a signer of several keys, of which the last signs and all are accepted.
    ///
    /// - Parameters:
    ///   - secrets: The keys, oldest first.
    ///   - salt: What the signer is for.
    ///   - options: Separator, key derivation and hash function.
    public init(
        secrets: [KeyMaterial], salt: KeyMaterial = "itsdangerous.Signer",
        options: SignerOptions = SignerOptions()
    ) {
        scheme = TimestampScheme(scheme: SignatureScheme(secrets, salt, options))
    }

    /// Signs text.
    ///
    /// ```swift
    /// let link = try TimestampSigner(secret: secret, salt: "download").sign("report-7.pdf")
    /// ```
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - date: The time that is written.
    /// - Returns: The text, the time and the signature, with separators between them.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    /// - SeeAlso: itsdangerous `TimestampSigner.sign`.
    public func sign(_ text: String, at date: HTTPDate = .now) throws(SigningError) -> String {
        String(decoding: try sign(Array(text.utf8), at: date), as: UTF8.self)
    }

    /// Signs bytes.
    ///
    /// ```swift
    /// try TimestampSigner(secret: secret).sign([0xFF, 0x00]).starts(with: [0xFF, 0x00])  // true
    /// ```
    ///
    /// - Parameters:
    ///   - bytes: Any bytes.
    ///   - date: The time that is written.
    /// - Returns: The bytes, the time and the signature, with separators between them.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    /// - SeeAlso: itsdangerous `TimestampSigner.sign`.
    public func sign(_ bytes: [UInt8], at date: HTTPDate = .now) throws(SigningError) -> [UInt8] {
        var signed = bytes
        try scheme.sign(&signed, at: date)
        return signed
    }

    /// Gives back what was signed.
    ///
    /// ```swift
    /// let signer = TimestampSigner(secret: secret)
    /// let signed = try signer.sign("a")
    /// try signer.unsign(signed, maxAge: .seconds(60))                           // "a"
    /// try signer.unsign(signed, maxAge: .seconds(60), at: .now + .seconds(61))  // throws
    /// ```
    ///
    /// - Parameters:
    ///   - signed: What ``sign(_:at:)-(String,_)`` gave.
    ///   - maxAge: The greatest age, to the second; nil for any. With it, a time in the future is
    ///     refused as well.
    ///   - date: The present moment.
    /// - Returns: The text.
    /// - Throws: ``SigningError``: bad signature, bad time, or expired.
    /// - SeeAlso: itsdangerous `TimestampSigner.unsign`.
    public func unsign(
        _ signed: String, maxAge: Duration? = nil, at date: HTTPDate = .now
    ) throws(SigningError) -> String {
        String(decoding: try unsign(Array(signed.utf8), maxAge: maxAge, at: date), as: UTF8.self)
    }

    /// Gives back what was signed.
    ///
    /// ```swift
    /// let signer = TimestampSigner(secret: secret)
    /// try signer.unsign(signer.sign([0xFF]), maxAge: .seconds(60))  // [255]
    /// ```
    ///
    /// - Parameters:
    ///   - signed: Bytes, time and signature.
    ///   - maxAge: The greatest age, to the second; nil for any. With it, a time in the future is
    ///     refused as well.
    ///   - date: The present moment.
    /// - Returns: The bytes.
    /// - Throws: ``SigningError``: bad signature, bad time, or expired.
    /// - SeeAlso: itsdangerous `TimestampSigner.unsign`.
    public func unsign(
        _ signed: [UInt8], maxAge: Duration? = nil, at date: HTTPDate = .now
    ) throws(SigningError) -> [UInt8] {
        Array(signed[..<(try verified(signed, maxAge, date).count)])
    }

    /// Gives back what was signed, and when.
    ///
    /// ```swift
    /// let signer = TimestampSigner(secret: secret)
    /// let signed = try signer.sign([0xFF], at: HTTPDate(secondsSince1970: 1_700_000_000))
    /// try signer.unsignWithDate(signed).dateSigned.secondsSince1970  // 1700000000
    /// ```
    ///
    /// - Parameters:
    ///   - signed: Bytes, time and signature.
    ///   - maxAge: The greatest age, to the second; nil for any.
    ///   - date: The present moment.
    /// - Returns: The bytes and the time.
    /// - Throws: ``SigningError``: bad signature, bad time, or expired; a time beyond the year 9999.
    /// - SeeAlso: itsdangerous `unsign` with `return_timestamp`.
    public func unsignWithDate(
        _ signed: [UInt8], maxAge: Duration? = nil, at date: HTTPDate = .now
    ) throws(SigningError) -> (bytes: [UInt8], dateSigned: HTTPDate) {
        let result = try verified(signed, maxAge, date)
        return (Array(signed[..<result.count]), try result.requiredDate())
    }

    /// Tells whether text is signed by one of the keys and not too old.
    ///
    /// ```swift
    /// TimestampSigner(secret: secret).validate("a.b.forged", maxAge: .seconds(60))  // false
    /// ```
    ///
    /// - SeeAlso: itsdangerous `TimestampSigner.validate`.
    public func validate(
        _ signed: String, maxAge: Duration? = nil, at date: HTTPDate = .now
    ) -> Bool {
        (try? unsign(signed, maxAge: maxAge, at: date)) != nil
    }

    private func verified(
        _ signed: [UInt8], _ maxAge: Duration?, _ date: HTTPDate
    ) throws(SigningError) -> TimestampScheme.Signed {
        try signed.withBytes { bytes throws(SigningError) in
            try scheme.unsign(bytes, maxAge: maxAge, at: date)
        }
    }
}
