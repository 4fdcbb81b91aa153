import DewarText

/// Whether a browser shows a file or saves it, and under which name: `Content-Disposition`.
///
/// - SeeAlso: RFC 6266; Werkzeug `send_file`.
public enum ContentDisposition {
    private static let nameBytes = ASCIISet("!#$&+-.^_`|~")

    /// Writes a field.
    ///
    /// A name beyond ASCII is sent twice: simplified, and encoded.
    ///
    /// ```swift
    /// ContentDisposition.headerValue(filename: "é.txt", isAttachment: true)
    /// // attachment; filename=e.txt; filename*=UTF-8''%C3%A9.txt
    /// ```
    ///
    /// - Parameters:
    ///   - filename: The name that a browser proposes.
    ///   - isAttachment: Whether the file is saved rather than shown.
    /// - Returns: The value of a field.
    /// - SeeAlso: Werkzeug `send_file`; RFC 6266, section 4.3.
    public static func headerValue(filename: String, isAttachment: Bool) -> String {
        var names: [(String, String?)] = [("filename", filename)]
        if !filename.utf8.allSatisfy({ $0 < 0x80 }) {
            let encoded = PercentCoding.encode(filename, keeping: nameBytes)
            names = [
                ("filename", Normalization.simplifiedASCII(filename)),
                ("filename*", "UTF-8''" + encoded),
            ]
        }
        return OptionsHeader.text(isAttachment ? "attachment" : "inline", names)
    }
}
