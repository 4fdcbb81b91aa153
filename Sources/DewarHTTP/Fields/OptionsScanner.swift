import DewarText

/// Finds the parameters of a header, as they stand there: `; name=value; name="value"`.
///
/// - SeeAlso: Werkzeug `parse_options_header`.
struct OptionsScanner {
    private static let semicolon = UInt8(ascii: ";")
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    private let bytes: ByteView
    private var index = 0

    /// Begins behind the first `;`.
    ///
    /// - Parameter bytes: UTF-8, without white space at its ends.
    init(_ bytes: ByteView) {
        self.bytes = bytes
    }

    /// The next parameter; what is none is skipped.
    ///
    /// - Returns: A name and a value, each of at least one byte; the value keeps its quotation
    ///   marks. nil at the end.
    mutating func next() -> (name: ByteView, value: ByteView)? {
        while index < bytes.count {
            let start = index
            skipToken()
            let nameEnd = index
            guard nameEnd > start, nameEnd < bytes.count, bytes[nameEnd] == UInt8(ascii: "=")
            else {
                index = start
                skipSection()
                continue
            }
            index = nameEnd + 1
            skipToken()
            if index == nameEnd + 1 { skipQuoted() }
            let value = bytes.part((nameEnd + 1)..<index)
            skipSection()
            if !value.isEmpty { return (bytes.part(start..<nameEnd), value) }
        }
        return nil
    }

    private mutating func skipToken() {
        let token = HeaderText.tokenBytes
        while index < bytes.count, token.contains(bytes[index]) { index += 1 }
    }

    /// Skips a quoted text; goes nowhere when its end is missing.
    private mutating func skipQuoted() {
        guard index < bytes.count, bytes[index] == Self.quote else { return }
        var end = index + 1
        while end < bytes.count, bytes[end] != Self.quote {
            let isEscape =
                bytes[end] == Self.backslash && end + 1 < bytes.count
                && (bytes[end + 1] == Self.quote || bytes[end + 1] == Self.backslash)
            end += isEscape ? 2 : 1
        }
        if end < bytes.count { index = end + 1 }
    }

    /// Skips what comes up to the next `;`, and white space after it.
    private mutating func skipSection() {
        let end = bytes.index(of: Self.semicolon, from: index)
        guard end < bytes.count else {
            index = bytes.count
            return
        }
        // White space at the end was left out before: what goes here is that at the beginning.
        index = bytes.count - bytes.part(from: end + 1).trimmed.count
    }
}
