/// UTF-8 that may not be UTF-8.
package enum UTF8Text {
    /// Tells whether bytes are UTF-8.
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: False when a sequence is cut off, too long, a surrogate, or beyond U+10FFFF.
    package static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = asciiCount(bytes, from: 0)
        while index < bytes.count {
            let length = sequenceLength(bytes, at: index)
            if length == 0 { return false }
            index += length
            if index < bytes.count, bytes[index] < 0x80 {
                index += asciiCount(bytes, from: index)
            }
        }
        return true
    }

    /// The number of bytes from a place on up to the first that is not ASCII.
    package static func asciiCount(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 != 0 { break }
            index += 8
        }
        while index < raw.count, raw[index] < 0x80 { index += 1 }
        return index - start
    }

    /// The length of the sequence that begins at a place.
    ///
    /// - Returns: 1 to 4 bytes; 0 when the byte there begins none.
    package static func sequenceLength(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> Int {
        let lead = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
