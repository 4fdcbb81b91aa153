import DewarText

/// The keys of a signer, made once, and what they do to bytes.
struct SignatureScheme: Sendable {
    /// What stands between text and signature, in bytes.
    let separator: [UInt8]
    /// The keys, oldest first; or why there are none, which is said when they are needed.
    private let keys: Result<[AuthenticationKey], SigningError>

    init(_ secrets: [KeyMaterial], _ salt: KeyMaterial, _ options: SignerOptions) {
        separator = Array(options.separator.utf8)
        keys = Result { () throws(SigningError) in
            guard !Self.mayBeSigned(options.separator) else {
                throw SigningError(.invalidSeparator(options.separator))
            }
            var keys: [AuthenticationKey] = []
            for secret in secrets {
                let key = try options.keyDerivation.key(secret, salt, options.digest)
                keys.append(try AuthenticationKey(key, options.digest))
            }
            return keys
        }
    }

    /// itsdangerous's check: whether the separator is a piece of the alphabet of signatures.
    private static func mayBeSigned(_ separator: String) -> Bool {
        let alphabet = Array(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=".utf8)
        let wanted = Array(separator.utf8)
        guard wanted.count <= alphabet.count else { return false }
        return (0...(alphabet.count - wanted.count)).contains {
            alphabet[$0..<($0 + wanted.count)].elementsEqual(wanted)
        }
    }

    /// Appends the separator and the signature of what is there.
    func sign(_ text: inout [UInt8]) throws(SigningError) {
        guard let key = try keys.get().last else { throw SigningError(.noSecret) }
        let signature = try text.withBytes { bytes throws(SigningError) in
            try key.withCode(of: bytes) { code in
                var signature = separator
                URLSafeBase64.append(code, to: &signature)
                return signature
            }
        }
        text += signature
    }

    /// The signature of text, without it.
    func signature(of text: [UInt8]) throws(SigningError) -> [UInt8] {
        var signed = text
        try sign(&signed)
        return Array(signed[(text.count + separator.count)...])
    }

    /// Finds what is signed, and tells whether the signature is sound.
    ///
    /// - Parameter signed: Text, separator and signature.
    /// - Returns: The number of bytes of the text; nil when there is no separator.
    /// - Throws: ``SigningError``: options or keys that cannot sign.
    func verify(
        _ signed: UnsafeRawBufferPointer
    ) throws(SigningError) -> (count: Int, isSound: Bool)? {
        let keys = try keys.get()
        guard let end = lastSeparator(in: signed) else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: signed[..<end])
        let encoded = UnsafeRawBufferPointer(rebasing: signed[(end + separator.count)...])
        let isSound: Result<Bool, SigningError> = URLSafeBase64.withDecoded(encoded) { signature in
            guard let signature else { return .success(false) }
            do throws(SigningError) {
                return .success(try Self.isSound(signature, of: text, keys))
            } catch {
                return .failure(error)
            }
        }
        return (end, try isSound.get())
    }

    /// Tells whether a signature is that of one of the keys.
    private static func isSound(
        _ signature: UnsafeRawBufferPointer, of text: UnsafeRawBufferPointer,
        _ keys: [AuthenticationKey]
    ) throws(SigningError) -> Bool {
        for key in keys.reversed() {
            if try key.withCode(of: text, { compareDigest($0, signature) }) { return true }
        }
        return false
    }

    /// Where the last separator begins.
    func lastSeparator(in text: UnsafeRawBufferPointer) -> Int? {
        var start = text.count - separator.count
        while start >= 0 {
            if (0..<separator.count).allSatisfy({ text[start + $0] == separator[$0] }) {
                return start
            }
            start -= 1
        }
        return nil
    }

    /// Checks a signature.
    ///
    /// - Parameter signed: Text, separator and signature.
    /// - Returns: The number of bytes of the text.
    /// - Throws: ``SigningError``: bad signature.
    func unsign(_ signed: UnsafeRawBufferPointer) throws(SigningError) -> Int {
        guard let (count, isSound) = try verify(signed) else {
            throw SigningError(.badSignature(.noSeparator))
        }
        guard isSound else {
            throw SigningError(.badSignature(.mismatch), payload: Array(signed[..<count]))
        }
        return count
    }
}
