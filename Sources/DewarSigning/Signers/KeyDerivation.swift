/// How the key that signs is made of a secret key and a salt.
///
/// None of them makes a strong key of a weak one: take a long random secret.
///
/// - SeeAlso: itsdangerous `Signer.derive_key`.
public enum KeyDerivation: String, Sendable, Hashable {
    /// The digest of salt and secret.
    case concat = "concat"
    /// The digest of salt, `signer` and secret: itsdangerous's default.
    case djangoConcat = "django-concat"
    /// The code of the salt under the secret: Flask's sessions.
    case hmac = "hmac"
    /// The secret itself.
    case none = "none"

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - secret: The secret key.
    ///   - salt: What sets the uses of one secret apart.
    ///   - digest: The hash function.
    /// - Returns: As many bytes as the hash function gives, or the secret.
    /// - Throws: ``SigningError``: there is no such hash function.
    func key(
        _ secret: KeyMaterial, _ salt: KeyMaterial, _ digest: Digest
    ) throws(SigningError) -> [UInt8] {
        switch self {
        case .concat: try digest.required().digest(of: [salt.bytes, secret.bytes])
        case .djangoConcat:
            try digest.required().digest(of: [salt.bytes, Array("signer".utf8), secret.bytes])
        case .hmac: try AuthenticationKey(secret.bytes, digest).code(of: salt.bytes)
        case .none: secret.bytes
        }
    }
}
