extension Output {
    /// Appends text, escaped for HTML.
    ///
    /// - SeeAlso: MarkupSafe `escape`.
    @inline(__always)
    mutating func append(escaping text: Text) {
        text.withBytes { append(escapingUTF8: $0) }
    }

    /// Appends UTF-8, escaped for HTML.
    mutating func append(escapingUTF8 source: UnsafeBufferPointer<UInt8>) {
        let bytes = UnsafeRawBufferPointer(source)
        var index = 0
        write(atMost: bytes.count) { target in
            while index &+ 8 <= bytes.count {
                let word = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                if HTMLEscape.isNeeded(in: word) { return }
                target.storeBytes(of: word.littleEndian, as: UInt64.self)
                target += 8
                index &+= 8
            }
            let word = UTF8Scan.lastBytes(of: bytes, count: bytes.count &- index)
            if HTMLEscape.isNeeded(in: word) { return }
            target.storeBytes(of: word.littleEndian, as: UInt64.self)
            target += bytes.count &- index
            index = bytes.count
        }
        if index < bytes.count { append(escaping: bytes, from: index) }
    }

    /// Appends bytes some of which are escaped.
    private mutating func append(escaping bytes: UnsafeRawBufferPointer, from start: Int) {
        let table = HTMLEscape.table
        var index = start
        while index < bytes.count {
            // So many at a time that there is room whatever they become.
            let end = min(index &+ 256, bytes.count)
            write(atMost: (end &- index) &* HTMLEscape.longest) { target in
                while index &+ 8 <= end {
                    let word = UInt64(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    if HTMLEscape.isNeeded(in: word) {
                        HTMLEscape.write(word, count: 8, table, to: &target)
                    } else {
                        target.storeBytes(of: word.littleEndian, as: UInt64.self)
                        target += 8
                    }
                    index &+= 8
                }
                while index < end {
                    HTMLEscape.write(UInt64(bytes[index]), count: 1, table, to: &target)
                    index &+= 1
                }
            }
        }
    }
}

/// What becomes of bytes in HTML.
enum HTMLEscape {
    /// The most bytes that one becomes.
    static let longest = 5

    /// For each byte what is written for it, the first byte lowest; the highest byte is the count.
    ///
    /// Unsafe, because it is made once, never changed and never freed, and an array would be
    /// retained, released and checked at each use.
    nonisolated(unsafe) static let table: UnsafePointer<UInt64> = {
        let table = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
        for byte in UInt64(0)..<256 { table[Int(byte)] = byte | 1 << 56 }
        for (character, entity) in [
            ("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;"),
        ] as [(Unicode.Scalar, String)] {
            var entry = UInt64(entity.utf8.count) << 56
            for (index, byte) in entity.utf8.enumerated() {
                entry |= UInt64(byte) << (UInt64(index) * 8)
            }
            table[Int(character.value)] = entry
        }
        return UnsafePointer(table)
    }()

    /// Writes the first bytes of a word, escaped, and up to seven bytes after them that do not
    /// count.
    @inline(__always)
    static func write(
        _ word: UInt64, count: Int, _ table: UnsafePointer<UInt64>,
        to target: inout UnsafeMutableRawPointer
    ) {
        var word = word
        for _ in 0..<count {
            let entry = table[Int(truncatingIfNeeded: word & 0xFF)]
            target.storeBytes(of: entry.littleEndian, as: UInt64.self)
            target += Int(truncatingIfNeeded: entry &>> 56)
            word &>>= 8
        }
    }

    /// Whether one of eight bytes is escaped.
    @inline(__always)
    static func isNeeded(in word: UInt64) -> Bool {
        // A byte that is zero after the exclusive or sets its highest bit; pairs of characters
        // that differ in one bit, `&'` and `<>`, are found together.
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let ampersand = (word | ones) ^ (ones &* 0x27)
        let angle = (word | (ones &* 0x02)) ^ (ones &* 0x3E)
        let found =
            (quote &- ones) & ~quote | (ampersand &- ones) & ~ampersand
            | (angle &- ones) & ~angle
        return found & (ones &* 0x80) != 0
    }
}
