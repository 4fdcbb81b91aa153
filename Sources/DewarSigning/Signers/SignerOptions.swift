/// How text is signed, but for key and salt.
///
/// ```swift
/// // Sign with SHA-512, and go on reading what was signed with SHA-1:
/// let serializer = URLSafeSerializer(
///     secret: secret, options: SignerOptions(digest: .sha512), fallbacks: [SignerOptions()])
/// ```
public struct SignerOptions: Sendable, Hashable {
    /// What stands between text and signature.
    public var separator: String
    /// How the key is made of secret and salt.
    public var keyDerivation: KeyDerivation
    /// The hash function of keys and signatures.
    public var digest: Digest

    /// Makes options; those that are left out are itsdangerous's.
    ///
    /// ```swift
    /// SignerOptions(separator: ":", digest: .sha256)
    /// ```
    ///
    /// - Parameters:
    ///   - separator: What stands between text and signature: nothing that a signature may hold,
    ///     else whatever uses it throws ``SigningError``.
    ///   - keyDerivation: How the key is made of secret and salt.
    ///   - digest: The hash function of keys and signatures.
    /// - SeeAlso: itsdangerous `Signer`.
    public init(
        separator: String = ".", keyDerivation: KeyDerivation = .djangoConcat,
        digest: Digest = .sha1
    ) {
        self.separator = separator
        self.keyDerivation = keyDerivation
        self.digest = digest
    }
}
