import DewarText

/// Signs text, so that whoever gets it back sees whether it was changed.
///
/// ```swift
/// let signer = Signer(secret: secret, salt: "unsubscribe")
/// let signed = try signer.sign("kim@example.com")     // kim@example.com.VBkE…
/// try signer.unsign(signed)                           // kim@example.com
/// ```
/// Signed is not secret: everybody can read the text. Give each use a salt of its own, so that what
/// was signed for one is not accepted for another. Make one signer and keep it: its keys are made
/// with it.
///
/// - SeeAlso: itsdangerous `Signer`.
public struct Signer: Sendable {
    private let scheme: SignatureScheme
    private let secrets: [KeyMaterial]
    private let salt: KeyMaterial
    private let options: SignerOptions

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
        self.secrets = secrets
        self.salt = salt
        self.options = options
        scheme = SignatureScheme(secrets, salt, options)
    }

    /// The key that signatures are made with: derived of the last secret.
    ///
    /// ```swift
    /// try Signer(secret: secret, options: SignerOptions(digest: .sha256)).deriveKey().count  // 32
    /// ```
    ///
    /// - Returns: As many bytes as the hash function gives, or the secret.
    /// - Throws: ``SigningError``: no secret, or no such hash function.
    /// - SeeAlso: itsdangerous `Signer.derive_key`.
    public func deriveKey() throws(SigningError) -> [UInt8] {
        guard let secret = secrets.last else { throw SigningError(.noSecret) }
        return try options.keyDerivation.key(secret, salt, options.digest)
    }

    /// Signs text.
    ///
    /// ```swift
    /// let signer = Signer(secret: secret, salt: "unsubscribe")
    /// try signer.sign("kim@example.com")  // "kim@example.com." and the signature
    /// ```
    ///
    /// - Parameter text: Any text.
    /// - Returns: The text, the separator and the signature.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    /// - SeeAlso: itsdangerous `Signer.sign`.
    public func sign(_ text: String) throws(SigningError) -> String {
        String(decoding: try sign(Array(text.utf8)), as: UTF8.self)
    }

    /// Signs bytes.
    ///
    /// ```swift
    /// try Signer(secret: secret).sign([0xFF, 0x00]).starts(with: [0xFF, 0x00])  // true
    /// ```
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: The bytes, the separator and the signature.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    /// - SeeAlso: itsdangerous `Signer.sign`.
    public func sign(_ bytes: [UInt8]) throws(SigningError) -> [UInt8] {
        var signed = bytes
        try scheme.sign(&signed)
        return signed
    }

    /// The signature of text alone.
    ///
    /// ```swift
    /// let signer = Signer(secret: secret)
    /// try signer.sign("a") == "a." + signer.signature(of: "a")  // true
    /// ```
    ///
    /// - Parameter text: Any text.
    /// - Returns: ASCII text.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    /// - SeeAlso: itsdangerous `Signer.get_signature`.
    public func signature(of text: String) throws(SigningError) -> String {
        String(decoding: try scheme.signature(of: Array(text.utf8)), as: UTF8.self)
    }

    /// Gives back what was signed.
    ///
    /// ```swift
    /// let signer = Signer(secret: secret)
    /// try signer.unsign(signer.sign("a"))  // "a"
    /// try signer.unsign("a.forged")        // throws: bad signature
    /// ```
    ///
    /// - Parameter signed: What ``sign(_:)-(String)`` gave.
    /// - Returns: The text.
    /// - Throws: ``SigningError``: bad signature.
    /// - SeeAlso: itsdangerous `Signer.unsign`.
    public func unsign(_ signed: String) throws(SigningError) -> String {
        String(decoding: try unsign(Array(signed.utf8)), as: UTF8.self)
    }

    /// Gives back what was signed.
    ///
    /// ```swift
    /// let signer = Signer(secret: secret)
    /// try signer.unsign(signer.sign([0xFF]))  // [255]
    /// ```
    ///
    /// - Parameter signed: Bytes, separator and signature.
    /// - Returns: The bytes.
    /// - Throws: ``SigningError``: bad signature.
    /// - SeeAlso: itsdangerous `Signer.unsign`.
    public func unsign(_ signed: [UInt8]) throws(SigningError) -> [UInt8] {
        let count = try signed.withBytes { bytes throws(SigningError) in
            try scheme.unsign(bytes)
        }
        return Array(signed[..<count])
    }

    /// Tells whether text is signed by one of the keys.
    ///
    /// ```swift
    /// Signer(secret: secret).validate("a.forged")  // false
    /// ```
    ///
    /// - SeeAlso: itsdangerous `Signer.validate`.
    public func validate(_ signed: String) -> Bool {
        (try? unsign(signed)) != nil
    }
}
