import CCrypto
import DewarText

/// Hashes a password, so that it can be checked later and not be read by anybody.
///
/// ```swift
/// user.passwordHash = try generatePasswordHash(password)
/// // scrypt:32768:8:1$aWSuGWUIzOUjHxMK$5f1f…
/// ```
/// Takes about a tenth of a second, on purpose.
///
/// - Parameters:
///   - password: The password.
///   - method: How it is hashed.
///   - saltLength: How many random letters and digits make two hashes of one password differ.
/// - Returns: Method, salt and hash, with `$` between them: ASCII text.
/// - Throws: ``SigningError``: parameters that make no sense or go beyond the usual limits.
/// - SeeAlso: Werkzeug `generate_password_hash`.
public func generatePasswordHash(
    _ password: String, method: PasswordMethod = .scrypt(), saltLength: Int = 16
) throws(SigningError) -> String {
    guard saltLength > 0 else {
        throw SigningError(.invalidHashParameters("the salt has no character"))
    }
    let salt = PasswordHashing.salt(saltLength)
    let hash = try PasswordHashing.hash(password, salt: salt, method, PasswordHashLimits())
    return "\(method)$\(salt)$\(hash)"
}

/// Tells whether a password is the one that a hash was made of.
///
/// ```swift
/// let mayEnter = try checkPasswordHash(user.passwordHash, password)
/// ```
/// Hashes that Werkzeug wrote are taken as well. The hashes are compared in a time that does not
/// tell where they differ.
///
/// - Parameters:
///   - hash: What ``generatePasswordHash(_:method:saltLength:)`` gave; text without two `$` is no
///     hash, and no password's.
///   - password: The password to check.
///   - limits: What checking may cost.
/// - Returns: Whether it is the password.
/// - Throws: ``SigningError``: a method that is not known, parameters that make no sense, or a hash
///   that would cost more than the limits allow.
/// - SeeAlso: Werkzeug `check_password_hash`.
public func checkPasswordHash(
    _ hash: String, _ password: String, limits: PasswordHashLimits = PasswordHashLimits()
) throws(SigningError) -> Bool {
    let parts = hash.utf8.split(
        separator: UInt8(ascii: "$"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return false }
    guard parts[2].allSatisfy({ $0 < 0x80 }) else {
        throw SigningError(.invalidHashParameters("the hash is not ASCII"))
    }
    let method = try PasswordMethod(parsing: String(Substring(parts[0])))
    let wanted = try PasswordHashing.hash(
        password, salt: String(Substring(parts[1])), method, limits)
    return compareDigest(wanted, String(Substring(parts[2])))
}

/// The two functions for passwords, over libcrypto.
enum PasswordHashing {
    /// Werkzeug's alphabet of salts.
    private static let saltCharacters = Array(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".unicodeScalars)
    /// Bytes of a hash by scrypt.
    private static let scryptSize = 64

    /// Random letters and digits.
    static func salt(_ length: Int) -> String {
        var salt = String.UnicodeScalarView()
        for _ in 0..<length {
            if let character = saltCharacters.randomElement() { salt.append(character) }
        }
        return String(salt)
    }

    /// Hashes a password.
    ///
    /// - Returns: Lower-case hexadecimal digits.
    static func hash(
        _ password: String, salt: String, _ method: PasswordMethod, _ limits: PasswordHashLimits
    ) throws(SigningError) -> String {
        try limits.check(method)
        let salt = Array(salt.utf8)
        switch method {
        case .scrypt(let cost, let blockSize, let parallelism):
            return try digits(Self.scryptSize, password, salt) { password, salt, hash in
                EVP_PBE_scrypt(
                    password.baseAddress, password.count, salt.baseAddress, salt.count,
                    UInt64(cost), UInt64(blockSize), UInt64(parallelism),
                    Self.memory(cost, blockSize, parallelism), hash.baseAddress, hash.count)
            }
        case .pbkdf2(let digest, let iterations):
            let algorithm = try digest.required()
            return try digits(algorithm.size, password, salt) { password, salt, hash in
                guard let passwordCount = Int32(exactly: password.count),
                    let saltCount = Int32(exactly: salt.count),
                    let iterations = Int32(exactly: iterations)
                else { return 0 }
                return PKCS5_PBKDF2_HMAC(
                    password.baseAddress, passwordCount, salt.baseAddress, saltCount, iterations,
                    algorithm.pointer, Int32(hash.count), hash.baseAddress)
            }
        }
    }

    /// What Werkzeug lets scrypt take, in bytes: too little for the smallest parameters, which are
    /// then refused here as well.
    private static func memory(_ cost: Int, _ blockSize: Int, _ parallelism: Int) -> UInt64 {
        132 * UInt64(cost) * UInt64(blockSize) * UInt64(parallelism)
    }

    /// Calls a function of libcrypto for a hash of some bytes.
    private static func digits(
        _ count: Int, _ password: String, _ salt: [UInt8],
        _ derive: (
            UnsafeBufferPointer<CChar>, UnsafeBufferPointer<UInt8>,
            UnsafeMutableBufferPointer<UInt8>
        ) -> Int32
    ) throws(SigningError) -> String {
        // A byte of zero after both: libcrypto takes no null pointer for an empty text.
        let password = password.utf8.map { CChar(bitPattern: $0) } + [0]
        let salt = salt + [0]
        var hash = [UInt8](repeating: 0, count: count)
        let status = password.withUnsafeBufferPointer { password in
            salt.withUnsafeBufferPointer { salt in
                hash.withUnsafeMutableBufferPointer { hash in
                    derive(
                        UnsafeBufferPointer(rebasing: password.dropLast()),
                        UnsafeBufferPointer(rebasing: salt.dropLast()), hash)
                }
            }
        }
        guard status == 1 else {
            ERR_clear_error()
            throw SigningError(.invalidHashParameters("libcrypto refuses the parameters"))
        }
        return Hexadecimal.text(of: hash)
    }
}
