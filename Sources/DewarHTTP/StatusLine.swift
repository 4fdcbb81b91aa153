import DewarText
import HTTPTypes

/// A status with its words, as a status line has them: `404 NOT FOUND`.
///
/// - SeeAlso: Werkzeug `Response.status`.
public struct StatusLine: Sendable, CustomStringConvertible {
    /// The code; 0 when the text began with none.
    public let code: Int
    /// The code and its words.
    public let description: String

    /// Takes the words of a code; `UNKNOWN` for one without.
    ///
    /// ```swift
    /// StatusLine(code: 404).description  // "404 NOT FOUND"
    /// ```
    ///
    /// - Parameter code: A status code.
    /// - SeeAlso: Werkzeug `Response.status_code`.
    public init(code: Int) {
        let isCode = (0...999).contains(code)
        let phrase = isCode ? HTTPResponse.Status(code: code).phrase : "UNKNOWN"
        self.init(code: code, description: "\(code) \(phrase)")
    }

    /// Reads a status: a code with words of its own, or a code alone.
    ///
    /// ```swift
    /// try StatusLine(parsing: "404 Gone fishing").code  // 404
    /// try StatusLine(parsing: "418").description        // "418 I'M A TEAPOT"
    /// ```
    ///
    /// - Parameter text: As `404` or `404 Gone fishing`.
    /// - Throws: ``HeaderError``: nothing but white space.
    /// - SeeAlso: Werkzeug `Response.status`.
    public init(parsing text: String) throws(HeaderError) {
        let piece = TextBytes(text).trimmed
        guard !piece.isEmpty else { throw HeaderError(.emptyStatus) }
        let (first, words) = piece.cut(at: UInt8(ascii: " "))
        guard let code = NumberText.int(first.text) else {
            self.init(code: 0, description: "0 " + piece.text)
            return
        }
        if words == nil {
            self.init(code: code)
        } else {
            self.init(code: code, description: piece.text)
        }
    }

    private init(code: Int, description: String) {
        self.code = code
        self.description = description
    }
}
