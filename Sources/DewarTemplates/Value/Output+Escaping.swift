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
            while index &+ 16 <= bytes.count {
                let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                let (low, high) = HTMLEscape.marks(of: block)
                if low | high != 0 { return }
                target.storeBytes(of: block, as: SIMD16<UInt8>.self)
                target += 16
                index &+= 16
            }
            if index &+ 8 <= bytes.count {
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
                while index &+ 16 <= end {
                    let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                    let (low, high) = HTMLEscape.marks(of: block)
                    if low | high == 0 {
                        target.storeBytes(of: block, as: SIMD16<UInt8>.self)
                        target += 16
                    } else {
                        let words = unsafeBitCast(block, to: SIMD2<UInt64>.self)
                        HTMLEscape.write(
                            UInt64(littleEndian: words[0]), marks: low, table, to: &target)
                        HTMLEscape.write(
                            UInt64(littleEndian: words[1]), marks: high, table, to: &target)
                    }
                    index &+= 16
                }
                while index < end {
                    HTMLEscape.write(bytes[index], table, to: &target)
                    index &+= 1
                }
            }
        }
    }
}
