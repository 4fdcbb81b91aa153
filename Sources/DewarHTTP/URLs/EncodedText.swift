import DewarText

/// Text made of bytes that may not be UTF-8: those stay visible as `%FF`.
///
/// - SeeAlso: Werkzeug's error handler `werkzeug.url_quote`.
enum EncodedText {
    /// Decodes bytes as UTF-8; each one that is not becomes three characters.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if UTF8Text.isValid(bytes) { return String(decoding: bytes, as: UTF8.self) }
        var result = ""
        var start = 0
        while start < bytes.count {
            let length = UTF8Text.scalarLength(bytes, at: start)
            let piece = UnsafeBufferPointer(rebasing: bytes[start..<(start + max(1, length))])
            result +=
                length == 0
                ? PercentCoding.encode(piece) : String(decoding: piece, as: UTF8.self)
            start += piece.count
        }
        return result
    }

    /// Decodes bytes as UTF-8; each one that is not becomes three characters.
    static func text(_ bytes: [UInt8]) -> String { bytes.withUnsafeBufferPointer(text) }
}
