import DewarText

/// The character sets that a client may name: those of which nothing bad can come.
///
/// - SeeAlso: Werkzeug `MultiPartParser.get_part_charset`.
enum TextEncoding: Sendable {
    case ascii
    case utf8
    case latin1

    /// Finds a character set.
    ///
    /// - Parameter name: Its name, in lower case.
    init?(name: String) {
        switch name {
        case "ascii", "us-ascii": self = .ascii
        case "utf-8": self = .utf8
        case "iso-8859-1": self = .latin1
        default: return nil
        }
    }

    /// Makes text of bytes; those that are none become U+FFFD.
    func decode(_ bytes: some Collection<UInt8>) -> String {
        switch self {
        case .utf8: return String(decoding: bytes, as: UTF8.self)
        case .ascii: return Self.text(bytes) { $0 < 0x80 ? Unicode.Scalar($0) : "\u{FFFD}" }
        case .latin1: return Self.text(bytes) { Unicode.Scalar($0) }
        }
    }

    private static func text(
        _ bytes: some Collection<UInt8>, _ scalar: (UInt8) -> Unicode.Scalar
    ) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(scalar(byte)) }
        return String(text)
    }
}
