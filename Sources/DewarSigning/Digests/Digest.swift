import CCrypto
import DewarText
import Synchronization

/// A hash function, by the name that Python's `hashlib` has for it.
///
/// ```swift
/// try Digest.sha256.hexadecimal(of: Array("abc".utf8))  // ba7816bf…
/// let old = Signer(secret: "…", options: SignerOptions(digest: "md5"))
/// ```
///
/// - SeeAlso: Python `hashlib`.
public struct Digest: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name: `sha256`, `sha3_512`, `blake2b` …, in lower case.
    public let name: String
    /// nil when the library has no such function.
    let algorithm: DigestAlgorithm?

    /// Takes a hash function by its name.
    ///
    /// - Parameter name: A name of `hashlib`, in whatever case. Whatever uses one that does not
    ///   exist throws ``SigningError``.
    public init(_ name: String) {
        self.name = name.lowercased()
        algorithm = DigestAlgorithm.named(self.name)
    }

    /// Takes a hash function by its name.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// SHA-1: 20 bytes.
    ///
    /// What itsdangerous and Flask sign with, within HMAC, where it is sound; for nothing else.
    public static let sha1 = Digest("sha1")
    /// SHA-256: 32 bytes.
    public static let sha256 = Digest("sha256")
    /// SHA-384: 48 bytes.
    public static let sha384 = Digest("sha384")
    /// SHA-512: 64 bytes.
    public static let sha512 = Digest("sha512")

    /// The name.
    public var description: String { name }

    /// Tells whether two are the same function.
    public static func == (left: Digest, right: Digest) -> Bool {
        left.name.hasSameBytes(as: right.name)
    }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteKey(name))
    }

    /// The digest of bytes.
    ///
    /// ```swift
    /// try Digest.sha1.bytes(of: Array("abc".utf8)).count  // 20
    /// ```
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: As many bytes as the function gives.
    /// - Throws: ``SigningError``: there is no such function.
    /// - SeeAlso: Python `hashlib`'s `digest`.
    public func bytes(of bytes: [UInt8]) throws(SigningError) -> [UInt8] {
        try required().digest(of: [bytes])
    }

    /// The digest of bytes, in lower-case hexadecimal digits.
    ///
    /// ```swift
    /// try Digest("md5").hexadecimal(of: Array("abc".utf8))  // "900150983cd24fb0d6963f7d28e17f72"
    /// ```
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: Two digits a byte.
    /// - Throws: ``SigningError``: there is no such function.
    /// - SeeAlso: Python `hashlib`'s `hexdigest`.
    public func hexadecimal(of bytes: [UInt8]) throws(SigningError) -> String {
        Hexadecimal.text(of: try self.bytes(of: bytes))
    }

    /// The function, which must be there.
    func required() throws(SigningError) -> DigestAlgorithm {
        guard let algorithm else { throw SigningError(.unknownDigest(name)) }
        return algorithm
    }
}

/// One hash function of libcrypto.
///
/// `@unchecked`: the pointer is to a fetched algorithm, which never changes and is never freed.
final class DigestAlgorithm: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Bytes of a digest.
    let size: Int
    /// Bytes that are hashed at once, which is what HMAC makes of a key.
    let blockSize: Int

    private static let known = Mutex<[String: DigestAlgorithm]>([:])

    /// Names of `hashlib` that libcrypto writes in another way.
    private static let libraryNames = [
        "sha512_224": "SHA512-224", "sha512_256": "SHA512-256", "sha3_224": "SHA3-224",
        "sha3_256": "SHA3-256", "sha3_384": "SHA3-384", "sha3_512": "SHA3-512",
        "blake2b": "BLAKE2b512", "blake2s": "BLAKE2s256",
    ]
    private static let longestName = 32

    /// Looks a function up, once for every name that exists.
    ///
    /// - Parameter name: A name in lower case, from wherever.
    /// - Returns: nil when there is no such function.
    static func named(_ name: String) -> DigestAlgorithm? {
        guard name.utf8.count <= longestName,
            name.utf8.allSatisfy({ $0.isLowerCaseNameByte })
        else { return nil }
        return known.withLock { known in
            if let algorithm = known[name] { return algorithm }
            let algorithm = DigestAlgorithm(fetching: libraryNames[name] ?? name)
            if let algorithm { known[name] = algorithm }
            return algorithm
        }
    }

    private init?(fetching name: String) {
        guard let pointer = EVP_MD_fetch(nil, name, nil) else {
            ERR_clear_error()
            return nil
        }
        size = Int(EVP_MD_get_size(pointer))
        blockSize = Int(EVP_MD_get_block_size(pointer))
        // A function whose digests have any length has none of its own.
        let isExtendable = EVP_MD_get_flags(pointer) & UInt(EVP_MD_FLAG_XOF) != 0
        guard size > 0, size <= Int(EVP_MAX_MD_SIZE), blockSize > 0, !isExtendable else {
            EVP_MD_free(pointer)
            return nil
        }
        self.pointer = pointer
    }

    /// The digest of pieces, one after the other.
    func digest(of pieces: [[UInt8]]) throws(SigningError) -> [UInt8] {
        let state = try DigestState(self)
        for piece in pieces {
            try piece.withBytes { bytes throws(SigningError) in try state.add(bytes) }
        }
        return try state.finish()
    }
}

extension UInt8 {
    fileprivate var isLowerCaseNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
