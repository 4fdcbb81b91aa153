import DewarText

/// Bytes that nobody can guess, from the kernel.
///
/// ```swift
/// let key = SecretToken.hexadecimal()     // a secret key for an application
/// let link = SecretToken.urlSafe(16)      // 22 characters for a link
/// ```
///
/// - SeeAlso: Python `secrets`.
public enum SecretToken {
    /// As many random bytes as keep a secret for good.
    public static let defaultCount = 32

    /// Random bytes.
    ///
    /// ```swift
    /// SecretToken.bytes(16).count  // 16
    /// ```
    ///
    /// - Parameter count: How many; none below 1.
    /// - Returns: The bytes.
    /// - SeeAlso: Python `secrets.token_bytes`.
    public static func bytes(_ count: Int = defaultCount) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<max(count, 0)).map { _ in generator.next() }
    }

    /// Random bytes as lower-case hexadecimal digits.
    ///
    /// ```swift
    /// SecretToken.hexadecimal(16).count  // 32
    /// ```
    ///
    /// - Parameter count: How many bytes, of two digits each.
    /// - Returns: The digits.
    /// - SeeAlso: Python `secrets.token_hex`.
    public static func hexadecimal(_ count: Int = defaultCount) -> String {
        Hexadecimal.text(of: bytes(count))
    }

    /// Random bytes as characters that a URL takes as they are.
    ///
    /// ```swift
    /// SecretToken.urlSafe(16).count  // 22
    /// ```
    ///
    /// - Parameter count: How many bytes; three of them are four characters.
    /// - Returns: The characters.
    /// - SeeAlso: Python `secrets.token_urlsafe`.
    public static func urlSafe(_ count: Int = defaultCount) -> String {
        URLSafeBase64.encode(bytes(count))
    }
}
