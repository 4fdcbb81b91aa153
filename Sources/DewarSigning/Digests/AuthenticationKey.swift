/// A key of HMAC, worked into the hash function once, so that a code costs two blocks less.
///
/// - SeeAlso: RFC 2104.
///
/// `@unchecked`: the two states are only copied from after they were made, which libcrypto allows
/// to several threads at once.
final class AuthenticationKey: @unchecked Sendable {
    private let inner: DigestState
    private let outer: DigestState

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - key: Any bytes; longer than a block, their digest is the key.
    ///   - digest: The hash function.
    /// - Throws: ``SigningError``: there is no such hash function.
    init(_ key: [UInt8], _ digest: Digest) throws(SigningError) {
        let algorithm = try digest.required()
        var block = key.count > algorithm.blockSize ? try algorithm.digest(of: [key]) : key
        block += repeatElement(0, count: algorithm.blockSize - block.count)
        inner = try Self.state(algorithm, block, 0x36)
        outer = try Self.state(algorithm, block, 0x5C)
    }

    private static func state(
        _ algorithm: DigestAlgorithm, _ block: [UInt8], _ padding: UInt8
    ) throws(SigningError) -> DigestState {
        let state = try DigestState(algorithm)
        try block.map { $0 ^ padding }.withBytes { bytes throws(SigningError) in
            try state.add(bytes)
        }
        return state
    }

    /// Computes the code of a message.
    ///
    /// - Parameters:
    ///   - message: Any bytes.
    ///   - body: Takes the code, which lies on the stack.
    /// - Returns: What `body` returns.
    /// - Throws: ``SigningError``: the library failed.
    func withCode<Result>(
        of message: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(SigningError) -> Result {
        try withDigestBuffer { buffer throws(SigningError) in
            let state = try DigestState(copying: inner)
            try state.add(message)
            let digest = try state.finish(into: buffer)
            try state.become(outer)
            try state.add(digest)
            return body(try state.finish(into: buffer))
        }
    }

    /// The code of a message.
    func code(of message: [UInt8]) throws(SigningError) -> [UInt8] {
        try message.withBytes { bytes throws(SigningError) in
            try withCode(of: bytes) { Array($0) }
        }
    }
}
