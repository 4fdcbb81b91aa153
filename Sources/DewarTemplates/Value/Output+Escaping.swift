extension Output {
    /// Appends text, escaped for HTML.
    ///
    /// - SeeAlso: MarkupSafe `escape`.
    mutating func append(escaping text: Text) {
        text.withBytes { append(escapingUTF8: $0) }
    }

    /// Appends UTF-8, escaped for HTML.
    mutating func append(escapingUTF8 source: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while true {
            let special = Self.firstSpecial(in: source, from: start)
            if special > start {
                append(utf8: UnsafeBufferPointer(rebasing: source[start..<special]))
            }
            guard special < source.count else { return }
            switch source[special] {
            case UInt8(ascii: "&"): write("&amp;")
            case UInt8(ascii: "<"): write("&lt;")
            case UInt8(ascii: ">"): write("&gt;")
            case UInt8(ascii: "'"): write("&#39;")
            default: write("&#34;")
            }
            start = special &+ 1
        }
    }

    /// The offset of the next of the five characters, or the end.
    private static func firstSpecial(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index &+ 16 <= bytes.count {
            let block = raw.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            if hasSpecial(block) { break }
            index &+= 16
        }
        while index < bytes.count {
            if isSpecial(bytes[index]) { return index }
            index &+= 1
        }
        return bytes.count
    }

    @inline(__always)
    private static func hasSpecial(_ block: SIMD16<UInt8>) -> Bool {
        let quotes = (block .== UInt8(ascii: "\"")) .| (block .== UInt8(ascii: "'"))
        let angles = (block .== UInt8(ascii: "<")) .| (block .== UInt8(ascii: ">"))
        return any(quotes .| angles .| (block .== UInt8(ascii: "&")))
    }

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
