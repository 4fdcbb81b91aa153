import DewarText

/// How a password is hashed, with all parameters.
///
/// - SeeAlso: Werkzeug `generate_password_hash`.
public enum PasswordMethod: Sendable, Hashable, CustomStringConvertible {
    /// RFC 7914: cost (a power of two), block size and parallelism. It takes 128·cost·blockSize
    /// bytes of memory, which is what makes it hard to break with special machines.
    case scrypt(cost: Int = 32768, blockSize: Int = 8, parallelism: Int = 1)
    /// RFC 8018: a hash function, and how often it is used.
    case pbkdf2(digest: Digest = .sha256, iterations: Int = 1_000_000)

    /// The method as a hash begins with it: `scrypt:32768:8:1`, `pbkdf2:sha256:1000000`.
    public var description: String {
        switch self {
        case .scrypt(let cost, let blockSize, let parallelism):
            "scrypt:\(cost):\(blockSize):\(parallelism)"
        case .pbkdf2(let digest, let iterations): "pbkdf2:\(digest):\(iterations)"
        }
    }

    /// Reads a method.
    ///
    /// ```swift
    /// try PasswordMethod(parsing: "scrypt").description      // "scrypt:32768:8:1"
    /// try PasswordMethod(parsing: "pbkdf2:sha1").description  // "pbkdf2:sha1:1000000"
    /// ```
    ///
    /// - Parameter text: `scrypt`, `scrypt:N:r:p`, `pbkdf2`, `pbkdf2:hash`, or
    ///   `pbkdf2:hash:iterations`.
    /// - Throws: ``SigningError``: another method, or parameters that are no numbers.
    /// - SeeAlso: Werkzeug `generate_password_hash`.
    public init(parsing text: String) throws(SigningError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let arguments = Array(parts.dropFirst())
        switch parts[0] {
        case "scrypt": self = try Self.scrypt(arguments)
        case "pbkdf2": self = try Self.pbkdf2(arguments)
        case let name: throw SigningError(.unknownHashMethod(name))
        }
    }

    private static func scrypt(_ arguments: [String]) throws(SigningError) -> PasswordMethod {
        guard !arguments.isEmpty else { return .scrypt() }
        guard arguments.count == 3, let cost = NumberText.int(arguments[0]),
            let blockSize = NumberText.int(arguments[1]),
            let parallelism = NumberText.int(arguments[2])
        else {
            throw SigningError(.invalidHashParameters("'scrypt' takes three numbers"))
        }
        return .scrypt(cost: cost, blockSize: blockSize, parallelism: parallelism)
    }

    private static func pbkdf2(_ arguments: [String]) throws(SigningError) -> PasswordMethod {
        switch arguments.count {
        case 0: return .pbkdf2()
        case 1: return .pbkdf2(digest: Digest(arguments[0]))
        case 2:
            guard let iterations = NumberText.int(arguments[1]) else {
                throw SigningError(
                    .invalidHashParameters("the iterations of 'pbkdf2' are no number"))
            }
            return .pbkdf2(digest: Digest(arguments[0]), iterations: iterations)
        default:
            throw SigningError(
                .invalidHashParameters("'pbkdf2' takes a hash function and a number"))
        }
    }
}

/// What a stored password hash may cost to check.
///
/// The parameters stand in the hash. Whoever can write hashes into a database could otherwise have
/// a login take minutes and gigabytes.
public struct PasswordHashLimits: Sendable, Hashable {
    /// The greatest amount of memory that scrypt may take, in bytes: 256 MiB, eight times what the
    /// usual parameters take.
    public var scryptMemory = 256 << 20
    /// The greatest product of scrypt's three parameters: 2^23, thirty-two times the usual; some
    /// seconds.
    public var scryptWork = 1 << 23
    /// The greatest number of iterations of PBKDF2: ten times the usual; some seconds.
    public var pbkdf2Iterations = 10_000_000

    /// Makes the usual limits.
    public init() {}

    /// Refuses a method that would cost too much.
    func check(_ method: PasswordMethod) throws(SigningError) {
        switch method {
        case .scrypt(let cost, let blockSize, let parallelism):
            guard cost > 1, cost & (cost - 1) == 0, blockSize > 0, parallelism > 0 else {
                throw SigningError(
                    .invalidHashParameters(
                        "'\(method)': the first number is a power of two, the others above zero"))
            }
            let (perBlock, first) = cost.multipliedReportingOverflow(by: blockSize)
            let (work, second) = perBlock.multipliedReportingOverflow(by: parallelism)
            guard !first, !second, work <= scryptWork else {
                throw SigningError(
                    .hashTooCostly("'\(method)' is more work than the limit, \(scryptWork)"))
            }
            // A block of scrypt is 128 bytes; every lane has one for each of its sizes.
            guard (perBlock + parallelism * blockSize) <= scryptMemory / 128 else {
                throw SigningError(
                    .hashTooCostly("'\(method)' takes more than \(scryptMemory) bytes of memory"))
            }
        case .pbkdf2(_, let iterations):
            guard iterations > 0 else {
                throw SigningError(
                    .invalidHashParameters("'\(method)': the iterations are not above zero"))
            }
            guard iterations <= pbkdf2Iterations else {
                throw SigningError(
                    .hashTooCostly(
                        "'\(method)' has more iterations than the limit, \(pbkdf2Iterations)"))
            }
        }
    }
}
