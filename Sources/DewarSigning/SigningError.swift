public import DewarText

/// Signed text that is not what it should be, or a request to sign or hash that cannot be met.
///
/// ```swift
/// do {
///     print(try activation.loads(token, maxAge: .seconds(3600)))
/// } catch {
///     switch error.kind {
///     case .signatureExpired: print("too old; signed:", error.dateSigned?.description ?? "?")
///     default: print("not signed by us")
///     }
/// }
/// ```
/// What it says never holds a secret, nor the text that was signed.
///
/// - SeeAlso: itsdangerous `BadData`.
public struct SigningError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Sendable, Hashable {
        /// The text was not signed with any of the keys: `BadSignature`.
        case badSignature(Flaw)
        /// The same of text that should bear a time: `BadTimeSignature`.
        case badTimeSignature(Flaw)
        /// The signature is sound and too old, or made in the future; in seconds:
        /// `SignatureExpired`.
        case signatureExpired(age: Int, maxAge: Int)
        /// The signature is sound and what it signs cannot be read: `BadPayload`.
        case badPayload(PayloadFlaw)
        /// The signature is sound and its time beyond the year 9999.
        case timestampOutOfRange
        /// A value that has no written form.
        case unwritableValue(String)
        /// There is no key to sign with.
        case noSecret
        /// A separator that could be part of a signature.
        case invalidSeparator(String)
        /// A hash function that libcrypto does not have.
        case unknownDigest(String)
        /// A password hash of a method that is not known.
        case unknownHashMethod(String)
        /// A password hash whose parameters make no sense.
        case invalidHashParameters(String)
        /// A password hash that would take more time or memory than the limits allow.
        case hashTooCostly(String)
        /// libcrypto failed at what cannot fail: there is no memory.
        case libraryFailure
    }

    /// What is wrong with a signature.
    public enum Flaw: Sendable, Hashable {
        /// There is no separator, so no signature.
        case noSeparator
        /// The signature is of another text or by another key.
        case mismatch
        /// There is a signature, but no time before it.
        case noTimestamp
        /// The time is none.
        case malformedTimestamp
    }

    /// What is wrong with what a signature signs.
    public enum PayloadFlaw: Sendable, Hashable {
        /// It is not base64.
        case encoding
        /// It cannot be unpacked.
        case compression
        /// Unpacked, it is longer than this many bytes.
        case tooLarge(limit: Int)
        /// It is not UTF-8.
        case text
        /// It is not JSON, or not of the form that it should have; why and where.
        case json(String)
    }

    /// What is wrong.
    public let kind: Kind
    /// What was signed, as it stands in the text; nil when there is no telling it from the rest.
    ///
    /// With a bad signature anybody may have written it.
    public let payload: [UInt8]?
    /// When it was signed, where that is known.
    ///
    /// With a bad signature anybody may have written it.
    public let dateSigned: HTTPDate?

    init(_ kind: Kind, payload: [UInt8]? = nil, dateSigned: HTTPDate? = nil) {
        self.kind = kind
        self.payload = payload
        self.dateSigned = dateSigned
    }

    /// Whether the text is not, or no longer, signed: itsdangerous's `BadSignature` and what
    /// inherits from it.
    public var isBadSignature: Bool {
        switch kind {
        case .badSignature, .badTimeSignature, .signatureExpired: true
        default: false
        }
    }

    /// One sentence: what was found, what was wanted.
    public var description: String {
        switch kind {
        case .badSignature(let flaw), .badTimeSignature(let flaw):
            "bad signature: \(flaw.description)."
        case .signatureExpired(let age, let maxAge):
            age < 0
                ? "signature expired: it was made \(-age) seconds in the future."
                : "signature expired: it is \(age) seconds old, and may be \(maxAge)."
        case .badPayload(let flaw): "bad payload: \(flaw.description)."
        case .timestampOutOfRange: "bad timestamp: it lies beyond the year 9999."
        case .unwritableValue(let reason): "cannot write the value: \(reason)."
        case .noSecret: "cannot sign: there is no secret key."
        case .invalidSeparator(let found):
            "invalid separator: '\(shown(found))' could be part of a signature; wanted something "
                + "else than letters, digits, '-', '_' and '='."
        case .unknownDigest(let name): "unknown digest: '\(shown(name))'."
        case .unknownHashMethod(let name):
            "unknown password hash: '\(shown(name))', wanted 'scrypt' or 'pbkdf2'."
        case .invalidHashParameters(let reason): "invalid password hash: \(reason)."
        case .hashTooCostly(let reason): "password hash refused: \(reason)."
        case .libraryFailure: "libcrypto failed: is there no memory left?"
        }
    }

    private func shown(_ text: String) -> String { LogText.excerpt(text) }
}

extension SigningError.Flaw: CustomStringConvertible {
    /// What is wrong, as a part of a sentence.
    public var description: String {
        switch self {
        case .noSeparator: "there is no separator in the text"
        case .mismatch: "it does not match"
        case .noTimestamp: "there is no timestamp"
        case .malformedTimestamp: "the timestamp is malformed"
        }
    }
}

extension SigningError.PayloadFlaw: CustomStringConvertible {
    /// What is wrong, as a part of a sentence.
    public var description: String {
        switch self {
        case .encoding: "it is not base64"
        case .compression: "it cannot be unpacked"
        case .tooLarge(let limit): "unpacked it is longer than \(limit) bytes"
        case .text: "it is not UTF-8"
        case .json(let reason): reason
        }
    }
}
