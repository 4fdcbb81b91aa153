import DewarSigning
import DewarText

/// Answers cases of kind `session` about signers and serializers.
enum SignerCases {
    /// Answers a case; nil when there is no such operation.
    static func result(of testCase: JSON) throws -> JSON? {
        switch testCase["op"]?.string {
        case "derive_key": ["key": SessionTypedValue.base64(try signer(testCase).deriveKey())]
        case "sign":
            ["signed": SessionTypedValue.base64(try signer(testCase).sign(value(testCase)))]
        case "unsign":
            ["value": SessionTypedValue.base64(try signer(testCase).unsign(signed(testCase)))]
        case "timestamp_sign":
            [
                "signed": SessionTypedValue.base64(
                    try timestampSigner(testCase).sign(
                        value(testCase), at: SessionCases.now(testCase)))
            ]
        case "timestamp_unsign": try timestampUnsign(testCase)
        case "serializer_dumps", "serializer_loads", "serializer_loads_unsafe":
            try serializer(testCase)
        default: nil
        }
    }

    /// What a case expects of an error.
    static func json(of error: SigningError) -> JSON {
        let name: JSON =
            switch error.kind {
            case .badSignature: "BadSignature"
            case .badTimeSignature: "BadTimeSignature"
            case .signatureExpired: "SignatureExpired"
            case .badPayload: "BadPayload"
            default: "invalid"
            }
        var json: JSONObject = ["error": name]
        switch error.kind {
        case .badTimeSignature, .signatureExpired:
            json["date_signed"] = error.dateSigned.map { .int($0.secondsSince1970) } ?? .null
        default: break
        }
        return .object(json)
    }

    // MARK: Signers

    private static func secrets(_ testCase: JSON) -> [KeyMaterial] {
        let secret = testCase["secret_key"] ?? nil
        return (secret.array ?? [secret]).map { KeyMaterial(SessionTypedValue.bytes(json: $0)) }
    }

    private static func salt(_ testCase: JSON, _ usual: KeyMaterial) -> KeyMaterial {
        guard let salt = testCase["salt"], salt != .null else { return usual }
        return KeyMaterial(SessionTypedValue.bytes(json: salt))
    }

    private static func options(_ testCase: JSON) throws -> SignerOptions {
        var options = SignerOptions()
        if let separator = testCase["sep"]?.string { options.separator = separator }
        if let digest = testCase["digest"]?.string { options.digest = Digest(digest) }
        if let name = testCase["key_derivation"]?.string {
            guard let derivation = KeyDerivation(rawValue: name) else {
                throw UnknownDerivation(name: name)
            }
            options.keyDerivation = derivation
        }
        return options
    }

    /// A derivation that itsdangerous does not know either.
    private struct UnknownDerivation: Error {
        let name: String
    }

    private static func signer(_ testCase: JSON) throws -> Signer {
        Signer(
            secrets: secrets(testCase), salt: salt(testCase, "itsdangerous.Signer"),
            options: try options(testCase))
    }

    private static func timestampSigner(_ testCase: JSON) throws -> TimestampSigner {
        TimestampSigner(
            secrets: secrets(testCase), salt: salt(testCase, "itsdangerous.Signer"),
            options: try options(testCase))
    }

    private static func value(_ testCase: JSON) -> [UInt8] {
        SessionTypedValue.bytes(json: testCase["value"] ?? nil)
    }

    private static func signed(_ testCase: JSON) -> [UInt8] {
        SessionTypedValue.base64(testCase["signed"]?.string ?? "")
    }

    private static func maxAge(_ testCase: JSON) -> Duration? {
        testCase["max_age"]?.int.map { .seconds($0) }
    }

    private static func timestampUnsign(_ testCase: JSON) throws -> JSON {
        let (value, date) = try timestampSigner(testCase).unsignWithDate(
            signed(testCase), maxAge: maxAge(testCase), at: SessionCases.now(testCase))
        return [
            "value": SessionTypedValue.base64(value), "date_signed": .int(date.secondsSince1970),
        ]
    }

    // MARK: Serializers

    private static func serializer(_ testCase: JSON) throws -> JSON? {
        switch testCase["serializer"]?.string {
        case "serializer":
            try untimed(testCase, as: PlainPayload.self)
        case "urlsafe": try untimed(testCase, as: URLSafePayload.self)
        case "timed": try timed(testCase, as: PlainPayload.self)
        case "urlsafe_timed": try timed(testCase, as: URLSafePayload.self)
        default: nil
        }
    }

    private static func untimed<Form: PayloadForm>(
        _ testCase: JSON, as form: Form.Type
    ) throws -> JSON {
        let serializer = SignedSerializer<Form>(
            secrets: secrets(testCase), salt: salt(testCase, "itsdangerous"),
            options: try options(testCase))
        let signed = testCase["signed"]?.string ?? ""
        switch testCase["op"]?.string {
        case "serializer_dumps":
            return ["signed": .string(try serializer.dumps(plainValue(testCase)))]
        case "serializer_loads":
            return ["value": SessionTypedValue.json(plain: try serializer.loads(signed))]
        default:
            let (isValid, value) = try serializer.loadsUnsafe(signed)
            return ["valid": .bool(isValid), "value": SessionTypedValue.json(plain: value ?? nil)]
        }
    }

    private static func timed<Form: PayloadForm>(
        _ testCase: JSON, as form: Form.Type
    ) throws -> JSON {
        let serializer = TimedSignedSerializer<Form>(
            secrets: secrets(testCase), salt: salt(testCase, "itsdangerous"),
            options: try options(testCase))
        let signed = testCase["signed"]?.string ?? ""
        let (maxAge, now) = (maxAge(testCase), SessionCases.now(testCase))
        switch testCase["op"]?.string {
        case "serializer_dumps":
            return ["signed": .string(try serializer.dumps(plainValue(testCase), at: now))]
        case "serializer_loads":
            let value = try serializer.loads(signed, maxAge: maxAge, at: now)
            return ["value": SessionTypedValue.json(plain: value)]
        default:
            let (isValid, value) = try serializer.loadsUnsafe(signed, maxAge: maxAge, at: now)
            return ["valid": .bool(isValid), "value": SessionTypedValue.json(plain: value ?? nil)]
        }
    }

    private static func plainValue(_ testCase: JSON) throws -> JSON {
        guard
            let json = SessionTypedValue.plainJSON(
                SessionTypedValue.value(testCase["value"] ?? nil))
        else {
            throw NoJSON()
        }
        return json
    }

    /// A value that JSON has no form for, as bytes.
    private struct NoJSON: Error {}
}
