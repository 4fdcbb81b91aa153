/// Text for a line of a log.
package enum LogText {
    /// Writes control characters as escapes, so that text from outside stays on its line.
    ///
    /// - Parameter text: Any text.
    /// - Returns: The same text, with `\\n` for a line feed, `\\u{1b}` for an escape, and so on.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                result += scalar.escaped(asASCII: true)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Writes the beginning of text from outside, with control characters as escapes.
    ///
    /// Counted are Unicode scalars: one character may have a million of them.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - limit: The largest number of scalars that are taken.
    /// - Returns: The text, or its beginning and `…`.
    package static func excerpt(_ text: String, upTo limit: Int = 60) -> String {
        let scalars = text.unicodeScalars
        guard
            let end = scalars.index(
                scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return escaped(text) }
        return escaped(String(scalars[..<end])) + "…"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // Also the separators that some viewers break lines at.
        scalar.properties.generalCategory == .control || scalar == "\u{2028}"
            || scalar == "\u{2029}"
    }
}
