import DewarText

/// Which part of a body is sent: `Content-Range: bytes 0-499/1234`.
///
/// - SeeAlso: Werkzeug `ContentRange`; RFC 9110, section 14.4.
public struct ContentRange: Sendable, Hashable, CustomStringConvertible {
    /// The unit: nearly always `bytes`.
    public let units: String
    package let first: Int128?
    package let end: Int128?
    package let whole: Int128?

    /// The first byte; nil when no part is named.
    public var start: Int? { first.map { Int(clamping: $0) } }
    /// The byte after the last; nil when no part is named.
    public var stop: Int? { end.map { Int(clamping: $0) } }
    /// The length of the whole body in bytes; nil when it is not known.
    public var length: Int? { whole.map { Int(clamping: $0) } }

    /// Makes a value; nil when there is no such part.
    ///
    /// ```swift
    /// ContentRange(start: 0, stop: 500, length: 1234)?.description  // "bytes 0-499/1234"
    /// ContentRange(start: 5, stop: 5, length: nil)                  // nil
    /// ```
    ///
    /// - Parameters:
    ///   - units: The unit.
    ///   - start: The first byte; nil with `stop` when no part is named.
    ///   - stop: The byte after the last.
    ///   - length: The length of the whole body in bytes; nil when it is not known.
    /// - SeeAlso: Werkzeug `ContentRange`.
    public init?(units: String = "bytes", start: Int?, stop: Int?, length: Int?) {
        self.init(
            units, start.map { Int128($0) }, stop.map { Int128($0) }, length.map { Int128($0) })
    }

    private init?(_ units: String, _ start: Int128?, _ stop: Int128?, _ length: Int128?) {
        guard Self.isValid(start: start, stop: stop, length: length) else { return nil }
        self.units = units
        first = start
        end = stop
        whole = length
    }

    /// Reads a field; nil when it is malformed, or there is no such part.
    ///
    /// ```swift
    /// ContentRange("bytes 0-499/1234")?.stop  // 500
    /// ```
    ///
    /// - Parameter value: The value of the field.
    /// - SeeAlso: Werkzeug `parse_content_range_header`.
    public init?(_ value: String) {
        let text = TextBytes(value).trimmed
        guard let space = Self.firstSpace(of: text) else { return nil }
        let (range, length) = text[space...].trimmedStart.cut(at: UInt8(ascii: "/"))
        guard let length else { return nil }
        let whole = length.equals("*") ? nil : WholeNumber.parse(length)
        guard whole != nil || length.equals("*") else { return nil }
        let units = text[..<space].text
        if range.equals("*") {
            self.init(units, nil, nil, whole)
            return
        }
        let (first, last) = range.cut(at: UInt8(ascii: "-"))
        guard let last, let start = WholeNumber.parse(first), let stop = WholeNumber.parse(last)
        else { return nil }
        self.init(units, start, stop + 1, whole)
    }

    private static func firstSpace(of text: TextBytes) -> Int? {
        text.indices.first { index in
            let piece = text[index...]
            return (text[index] <= 0x20 || text[index] >= 0x80)
                && piece.prefix(3).trimmedStart.count < piece.prefix(3).count
        }
    }

    /// Tells whether a body can have a part.
    ///
    /// ```swift
    /// ContentRange.isValid(start: 0, stop: 10, length: 5)  // true: what there is of it
    /// ContentRange.isValid(start: 5, stop: 10, length: 5)  // false
    /// ```
    ///
    /// - Parameters:
    ///   - start: The first byte; nil with `stop` for no part.
    ///   - stop: The byte after the last; may lie beyond the end.
    ///   - length: The length of the whole body in bytes; nil when it is not known.
    /// - Returns: Whether the first byte is one of the body's, and before `stop`.
    /// - SeeAlso: Werkzeug `is_byte_range_valid`.
    public static func isValid(start: Int?, stop: Int?, length: Int?) -> Bool {
        isValid(
            start: start.map { Int128($0) }, stop: stop.map { Int128($0) },
            length: length.map { Int128($0) })
    }

    static func isValid(start: Int128?, stop: Int128?, length: Int128?) -> Bool {
        guard let start, let stop else {
            return start == nil && stop == nil && (length ?? 0) >= 0
        }
        return 0 <= start && start < stop && (length.map { start < $0 } ?? true)
    }

    /// The value of a field.
    public var description: String {
        let length = whole.map { "\($0)" } ?? "*"
        guard let first, let end else { return "\(units) */\(length)" }
        return "\(units) \(first)-\(end - 1)/\(length)"
    }
}
