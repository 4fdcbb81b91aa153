package import DewarText

/// The header lines of one part, as they lie in the body; valid while they are being handled.
///
/// A line that a blank begins goes on with the line before, after one space.
///
/// - SeeAlso: RFC 7578, section 4.8; Werkzeug `MultipartDecoder._parse_headers`.
package struct PartHeaderLines {
    /// The lines, none of which goes on in the next.
    private let bytes: ByteView

    /// Reads header lines.
    ///
    /// - Parameters:
    ///   - bytes: The lines, without the blank line that ends them.
    ///   - body: Takes them.
    /// - Returns: The closure's result.
    /// - Throws: ``MultipartError/malformed`` for bytes that are not UTF-8; what the closure throws.
    package static func withLines<Result>(
        of bytes: ByteView, _ body: (PartHeaderLines) throws -> Result
    ) throws -> Result {
        guard UTF8Text.isValid(bytes) else { throw MultipartError.malformed }
        guard hasContinuation(bytes) else { return try body(PartHeaderLines(bytes: bytes)) }
        return try joinedLines(bytes).withUnsafeBufferPointer {
            try body(PartHeaderLines(bytes: $0))
        }
    }

    /// The value of the first header of each of two names.
    ///
    /// - Parameters:
    ///   - first: A name in lower case; the case of the header's own does not count.
    ///   - second: Another.
    /// - Returns: The values; nil where there is no such header.
    package func values(
        of first: StaticString, _ second: StaticString
    ) -> (first: ByteView?, second: ByteView?) {
        var found: (first: ByteView?, second: ByteView?) = (nil, nil)
        var start = 0
        while let (name, value) = next(from: &start) {
            if found.first == nil, name.isName(first) { found.first = value }
            if found.second == nil, name.isName(second) { found.second = value }
        }
        return found
    }

    /// The lines as fields, in order; names as they were sent.
    package var headers: Headers {
        var headers = Headers()
        var start = 0
        while let (name, value) = next(from: &start) {
            headers.appendUnchecked(name: name.text, value: value.text)
        }
        return headers
    }

    /// Takes the next header, without white space around its name and value.
    private func next(from start: inout Int) -> (name: ByteView, value: ByteView)? {
        while start < bytes.count {
            var (end, colon) = (start, -1)
            var isBlank = true
            while end < bytes.count, !LineBreak.isPart(bytes[end]) {
                if colon < 0, bytes[end] == UInt8(ascii: ":") { colon = end }
                if !Self.isSpace(bytes[end]) { isBlank = false }
                end += 1
            }
            let line = start..<end
            start = end + 1
            if isBlank { continue }
            guard colon >= 0 else { return (bytes.part(line).trimmed, bytes.part(end..<end)) }
            return (
                bytes.part(line.lowerBound..<colon).trimmed, bytes.part((colon + 1)..<end).trimmed
            )
        }
        return nil
    }

    private static func hasContinuation(_ bytes: ByteView) -> Bool {
        var index = 1
        while index < bytes.count {
            if isBlank(bytes[index]), LineBreak.isPart(bytes[index - 1]) { return true }
            index += 1
        }
        return false
    }

    /// The lines with every line break before a blank, and that blank, made one space.
    private static func joinedLines(_ bytes: ByteView) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let after = index + LineBreak.length(in: bytes, at: index)
            if after > index, after < bytes.count, isBlank(bytes[after]) {
                joined.append(UInt8(ascii: " "))
                index = after + 1
            } else {
                joined.append(bytes[index])
                index += 1
            }
        }
        return joined
    }

    /// White space of ASCII, without the separators that only text knows.
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte >= 0x09 && byte <= 0x0D
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
