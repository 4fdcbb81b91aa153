import DewarText

/// The part of a body that a client asks for: `Range: bytes=0-499`.
///
/// - SeeAlso: Werkzeug `Range`; RFC 9110, section 14.2.
public struct RangeHeader: Sendable, CustomStringConvertible {
    /// One range, before the length of the body is known.
    public struct Part: Sendable, Hashable {
        /// The first byte; below zero it counts from the end: -500 is the last 500 bytes.
        package let begin: Int128
        /// The byte after the last; nil for the end of the body.
        package let end: Int128?

        /// The first byte, cut to what an `Int` holds; below zero it counts from the end.
        public var lowerBound: Int { Int(clamping: begin) }
        /// The byte after the last, cut to what an `Int` holds; nil for the end of the body.
        public var upperBound: Int? { end.map { Int(clamping: $0) } }
    }

    /// The unit in lower case: nearly always `bytes`.
    public let units: String
    /// The ranges, in ascending order.
    public let ranges: [Part]

    /// Reads a field.
    ///
    /// Gives nil when it is malformed, or its ranges overlap or descend.
    /// ```swift
    /// RangeHeader("bytes=0-499,-500")?.ranges.count  // 2
    /// RangeHeader("bytes=5-2")                       // nil
    /// ```
    ///
    /// - Parameter value: The value of the field.
    /// - SeeAlso: Werkzeug `parse_range_header`.
    public init?(_ value: String) {
        let (units, list) = TextBytes(value).cut(at: UInt8(ascii: "="))
        guard let list else { return nil }
        self.units = units.trimmed.text.lowercased()
        var ranges: [Part] = []
        var lastEnd: Int128? = 0
        for item in list.pieces(between: UInt8(ascii: ",")) {
            guard let after = lastEnd, let part = Self.part(item.trimmed, after: after) else {
                return nil
            }
            ranges.append(part)
            lastEnd = part.begin < 0 ? nil : part.end
        }
        self.ranges = ranges
    }

    private static func part(_ item: TextBytes, after lastEnd: Int128) -> Part? {
        if item.first == UInt8(ascii: "-") {
            // `-0` asks for the last none of the bytes, which gives all of them.
            return WholeNumber.parse(item).map { Part(begin: $0, end: nil) }
        }
        let (first, last) = item.cut(at: UInt8(ascii: "-"))
        guard let last = last?.trimmed, let begin = WholeNumber.parse(first), begin >= lastEnd
        else { return nil }
        if last.isEmpty { return Part(begin: begin, end: nil) }
        guard let end = WholeNumber.parse(last), begin < end + 1 else { return nil }
        return Part(begin: begin, end: end + 1)
    }

    /// The bytes of a body that are asked for.
    ///
    /// ```swift
    /// RangeHeader("bytes=-500")?.range(forLength: 1234)  // 734..<1234
    /// RangeHeader("bytes=2000-")?.range(forLength: 1234)  // nil: status 416
    /// ```
    ///
    /// - Parameter length: The length of the whole body in bytes; nil when it is not known.
    /// - Returns: nil for another unit than bytes, for several ranges, and for one that the body
    ///   doesn't have.
    /// - SeeAlso: Werkzeug `Range.range_for_length`.
    public func range(forLength length: Int?) -> Range<Int>? {
        guard units == "bytes", ranges.count == 1, let length, let part = ranges.first else {
            return nil
        }
        let whole = Int128(length)
        let begin = part.end == nil && part.begin < 0 ? part.begin + whole : part.begin
        let end = part.end ?? whole
        guard ContentRange.isValid(start: begin, stop: end, length: whole) else { return nil }
        return Int(clamping: begin)..<Int(clamping: min(end, whole))
    }

    /// What is sent of a body.
    ///
    /// ```swift
    /// let range = RangeHeader("bytes=0-499")
    /// range?.contentRange(forLength: 1234)?.description  // "bytes 0-499/1234"
    /// ```
    ///
    /// - Parameter length: The length of the whole body in bytes; nil when it is not known.
    /// - Returns: nil when ``range(forLength:)`` gives none.
    /// - SeeAlso: Werkzeug `Range.make_content_range`.
    public func contentRange(forLength length: Int?) -> ContentRange? {
        guard let range = range(forLength: length) else { return nil }
        return ContentRange(
            units: units, start: range.lowerBound, stop: range.upperBound, length: length)
    }

    /// The value of a field.
    public var description: String {
        units + "="
            + ranges.map { part in
                guard let end = part.end else {
                    return part.begin < 0 ? "\(part.begin)" : "\(part.begin)-"
                }
                return "\(part.begin)-\(end - 1)"
            }.joined(separator: ",")
    }
}
