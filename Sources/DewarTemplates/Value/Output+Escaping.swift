extension Output {
    /// Appends text, escaped for HTML.
    ///
    /// - SeeAlso: MarkupSafe `escape`.
    @inline(__always)
    mutating func append(escaping text: Text) {
        text.withBytes { append(escapingUTF8: $0) }
    }

    /// Whether a character is escaped.
    @inline(__always)
    static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "'"),
            UInt8(ascii: "\""):
            true
        default: false
        }
    }
}
