import DewarText
public import DewarSigning

/// A session that cannot be used, read or saved.
public struct SessionError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Sendable {
        /// Something was to be kept, and there is no key to sign with.
        case noSecretKey
        /// The cookie's signature is sound, and what it signs is no session.
        case unreadable(SigningError)
        /// Browsers would drop the cookie; sizes of the field and of the value, in bytes.
        case tooLarge(name: String, size: Int, valueSize: Int, limit: Int)
    }

    /// What is wrong.
    public let kind: Kind

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// One sentence or two: what was found, what was wanted.
    public var description: String {
        switch kind {
        case .noSecretKey:
            "the session is unavailable: there is no secret key. Set 'SECRET_KEY' to something "
                + "unique that nobody can guess."
        case .unreadable(let error): "cannot read the session: \(error)"
        case .tooLarge(let name, let size, let valueSize, let limit):
            "the session is too large: the cookie '\(LogText.escaped(name))' has \(size) bytes, "
                + "\(valueSize) of them its value, and browsers drop what is over \(limit). "
                + "Keep less in the session, as the key of a row."
        }
    }
}
