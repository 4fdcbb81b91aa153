import CCrypto

/// A digest that is being computed.
struct DigestState: ~Copyable {
    private let context: OpaquePointer

    /// Begins a digest.
    init(_ algorithm: DigestAlgorithm) throws(SigningError) {
        guard let context = EVP_MD_CTX_new() else { throw SigningError(.libraryFailure) }
        guard EVP_DigestInit_ex2(context, algorithm.pointer, nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw SigningError(.libraryFailure)
        }
        self.context = context
    }

    /// Goes on from where another is; the other stays as it is.
    init(copying other: borrowing DigestState) throws(SigningError) {
        guard let context = EVP_MD_CTX_new() else { throw SigningError(.libraryFailure) }
        guard EVP_MD_CTX_copy_ex(context, other.context) == 1 else {
            EVP_MD_CTX_free(context)
            throw SigningError(.libraryFailure)
        }
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Forgets what it is and goes on from where another is.
    borrowing func become(_ other: borrowing DigestState) throws(SigningError) {
        guard EVP_MD_CTX_copy_ex(context, other.context) == 1 else {
            throw SigningError(.libraryFailure)
        }
    }

    /// Adds bytes.
    borrowing func add(_ bytes: UnsafeRawBufferPointer) throws(SigningError) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            throw SigningError(.libraryFailure)
        }
    }

    /// Ends the digest.
    ///
    /// - Parameter bytes: Room for `EVP_MAX_MD_SIZE` bytes.
    /// - Returns: The bytes that are the digest.
    /// - Throws: ``SigningError``: the library failed.
    borrowing func finish(
        into bytes: UnsafeMutableRawBufferPointer
    ) throws(SigningError) -> UnsafeRawBufferPointer {
        var size: UInt32 = 0
        guard bytes.count >= Int(EVP_MAX_MD_SIZE),
            EVP_DigestFinal_ex(
                context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), &size) == 1
        else { throw SigningError(.libraryFailure) }
        return UnsafeRawBufferPointer(rebasing: bytes[..<Int(size)])
    }

    /// Ends the digest.
    borrowing func finish() throws(SigningError) -> [UInt8] {
        try withDigestBuffer { buffer throws(SigningError) in Array(try finish(into: buffer)) }
    }
}

/// Gives room on the stack for a digest of any function.
func withDigestBuffer<Result>(
    _ body: (UnsafeMutableRawBufferPointer) throws(SigningError) -> Result
) throws(SigningError) -> Result {
    let result: Swift.Result<Result, SigningError> = withUnsafeTemporaryAllocation(
        byteCount: Int(EVP_MAX_MD_SIZE), alignment: 8
    ) { buffer in
        do throws(SigningError) { return .success(try body(buffer)) } catch {
            return .failure(error)
        }
    }
    return try result.get()
}

extension [UInt8] {
    /// Gives the bytes as memory, with a typed error.
    func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(SigningError) -> Result
    ) throws(SigningError) -> Result {
        let result: Swift.Result<Result, SigningError> = withUnsafeBytes { bytes in
            do throws(SigningError) { return .success(try body(bytes)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
