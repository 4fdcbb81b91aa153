import DewarText

/// What all serializers do: JSON to signed text and back.
struct SerializerCore<Form: PayloadForm>: Sendable {
    private let secrets: [KeyMaterial]
    private let options: SignerOptions
    private let fallbacks: [SignerOptions]
    private let schemes: [SignatureScheme]
    /// The greatest number of bytes that packed JSON may become.
    let payloadLimit: Int

    init(
        _ secrets: [KeyMaterial], _ salt: KeyMaterial, _ options: SignerOptions,
        _ fallbacks: [SignerOptions], payloadLimit: Int
    ) {
        self.secrets = secrets
        self.options = options
        self.fallbacks = fallbacks
        self.payloadLimit = max(payloadLimit, 1)
        schemes = Self.schemes(secrets, salt, options, fallbacks)
    }

    /// The scheme that signs, and those that are accepted besides: each key by itself, as the
    /// errors of itsdangerous have it.
    private static func schemes(
        _ secrets: [KeyMaterial], _ salt: KeyMaterial, _ options: SignerOptions,
        _ fallbacks: [SignerOptions]
    ) -> [SignatureScheme] {
        [SignatureScheme(secrets, salt, options)]
            + fallbacks.flatMap { fallback in
                secrets.map { SignatureScheme([$0], salt, fallback) }
            }
    }

    /// The schemes of another salt are made when they are needed.
    private func schemes(_ salt: KeyMaterial?) -> [SignatureScheme] {
        salt.map { Self.schemes(secrets, $0, options, fallbacks) } ?? schemes
    }

    // MARK: Writing

    /// Signs JSON; with a date, the time as well.
    func dumps(_ json: [UInt8], _ salt: KeyMaterial?, at date: HTTPDate?) throws(SigningError)
        -> String
    {
        var text = Form.payload(of: json)
        let scheme = salt.map { SignatureScheme(secrets, $0, options) } ?? schemes[0]
        if let date {
            try TimestampScheme(scheme: scheme).sign(&text, at: date)
        } else {
            try scheme.sign(&text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// JSON as the form wants it.
    func bytes(of value: JSON) -> [UInt8] {
        var bytes: [UInt8] = []
        Form.writer.append(value, to: &bytes)
        return bytes
    }

    // MARK: Reading

    /// Checks a signature and gives the JSON.
    func json(_ signed: String, _ salt: KeyMaterial?) throws(SigningError) -> [UInt8] {
        try withPayload(signed, salt) { scheme, signed throws(SigningError) in
            let count = try scheme.unsign(signed)
            let payload = UnsafeRawBufferPointer(rebasing: signed[..<count])
            return try Form.json(of: payload, limit: payloadLimit)
        }
    }

    /// Checks signature and time and gives the JSON and the time.
    func json(
        _ signed: String, _ salt: KeyMaterial?, maxAge: Duration?, at date: HTTPDate
    ) throws(SigningError) -> (json: [UInt8], dateSigned: HTTPDate) {
        try withPayload(signed, salt) { scheme, signed throws(SigningError) in
            let result = try TimestampScheme(scheme: scheme).unsign(
                signed, maxAge: maxAge, at: date)
            let dateSigned = try result.requiredDate()
            let payload = UnsafeRawBufferPointer(rebasing: signed[..<result.count])
            return (try Form.json(of: payload, limit: payloadLimit), dateSigned)
        }
    }

    /// Tries one scheme after the other.
    ///
    /// Text that is too old is not tried with the next.
    private func withPayload<Result>(
        _ signed: String, _ salt: KeyMaterial?,
        _ read: (SignatureScheme, UnsafeRawBufferPointer) throws(SigningError) -> Result
    ) throws(SigningError) -> Result {
        var signed = signed
        let result: Swift.Result<Result, SigningError> = signed.withUTF8 { signed in
            var last = SigningError(.noSecret)
            for scheme in schemes(salt) {
                do throws(SigningError) {
                    return .success(try read(scheme, UnsafeRawBufferPointer(signed)))
                } catch {
                    guard error.isBadSignature, !error.isExpired else { return .failure(error) }
                    last = error
                }
            }
            return .failure(last)
        }
        return try result.get()
    }

    /// Reads JSON whose signature was checked.
    static func value(_ json: [UInt8]) throws(SigningError) -> JSON {
        do throws(JSONError) {
            return try JSONReader.read(json)
        } catch {
            throw SigningError(.badPayload(.json(error.reason)))
        }
    }

    /// Reads what was not signed, or not with any of the keys.
    func unsafeValue(_ error: SigningError) throws(SigningError) -> JSON? {
        guard error.isBadSignature else { throw error }
        guard let payload = error.payload else { return nil }
        return try? Self.value(
            payload.withBytes { payload throws(SigningError) in
                try Form.json(of: payload, limit: payloadLimit)
            })
    }
}

extension SigningError {
    fileprivate var isExpired: Bool {
        if case .signatureExpired = kind { true } else { false }
    }
}
