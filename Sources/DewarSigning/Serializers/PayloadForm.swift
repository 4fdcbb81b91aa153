import DewarText

/// How a serializer puts JSON into text: ``PlainPayload`` or ``URLSafePayload``.
public protocol PayloadForm: Sendable {
    /// Whether the JSON is compact, packed if that makes it shorter, and written in base64.
    static var isURLSafe: Bool { get }
}

/// JSON as it is, which the signature follows.
public enum PlainPayload: PayloadForm {
    /// No.
    public static let isURLSafe = false
}

/// Compact JSON in letters, digits, `-` and `_`; after a point it is packed.
public enum URLSafePayload: PayloadForm {
    /// Yes.
    public static let isURLSafe = true
}

extension PayloadForm {
    /// itsdangerous's way of writing JSON: members in their order; compact and beyond ASCII only
    /// where base64 comes after it.
    static var writer: JSONWriter {
        JSONWriter(escapesNonASCII: !isURLSafe, sortsKeys: false, isCompact: isURLSafe)
    }

    /// What is signed.
    ///
    /// - Parameter json: UTF-8.
    /// - Returns: The JSON itself, or ASCII text.
    static func payload(of json: [UInt8]) -> [UInt8] {
        guard isURLSafe else { return json }
        var payload: [UInt8] = []
        let packed = Compression.compressed(json)
        if packed != nil { payload.append(UInt8(ascii: ".")) }
        (packed ?? json).withUnsafeBytes { URLSafeBase64.append($0, to: &payload) }
        return payload
    }

    /// The JSON of what was signed.
    ///
    /// - Parameters:
    ///   - payload: Any bytes.
    ///   - limit: The greatest number of bytes that packed JSON may become.
    /// - Returns: UTF-8.
    /// - Throws: ``SigningError``: bad payload.
    static func json(
        of payload: UnsafeRawBufferPointer, limit: Int
    ) throws(SigningError) -> [UInt8] {
        let json = isURLSafe ? try decoded(payload, limit) : Array(payload)
        guard json.allSatisfy({ $0 < 0x80 }) || String(validating: json, as: UTF8.self) != nil
        else { throw SigningError(.badPayload(.text)) }
        return json
    }

    private static func decoded(
        _ payload: UnsafeRawBufferPointer, _ limit: Int
    ) throws(SigningError) -> [UInt8] {
        let isPacked = payload.first == UInt8(ascii: ".")
        let text = UnsafeRawBufferPointer(rebasing: payload.dropFirst(isPacked ? 1 : 0))
        guard let bytes = URLSafeBase64.decode(text) else {
            throw SigningError(.badPayload(.encoding))
        }
        guard isPacked else { return bytes }
        do throws(Compression.Failure) {
            return try Compression.decompressed(bytes, limit: limit)
        } catch {
            switch error {
            case .malformed: throw SigningError(.badPayload(.compression))
            case .tooLarge: throw SigningError(.badPayload(.tooLarge(limit: limit)))
            }
        }
    }
}
