/// Finds names and values in bytes that come in pieces, and keeps none of them.
///
/// - SeeAlso: FastCGI 1.0, section 3.4.
struct PairScanner: Sendable {
    /// What was found.
    enum Element {
        /// A pair that is there as a whole.
        case pair(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)
        /// A pair begins that is not, whose name and value have these lengths.
        case lengths(name: Int, value: Int)
        /// The next piece of the name, not empty.
        case name(UnsafeRawBufferPointer)
        /// The next piece of the value, not empty.
        case value(UnsafeRawBufferPointer)
    }

    // Small numbers: every connection has two of these.

    private enum Part: UInt8, Sendable { case nameLength, valueLength, name, value }

    private var part = Part.nameLength
    /// How many bytes of a four-byte length are missing; 0 before its first.
    private var missingLengthBytes: UInt8 = 0
    private var length: UInt32 = 0
    private var nameLength: UInt32 = 0
    private var valueLength: UInt32 = 0
    /// How many bytes of the name or the value are missing.
    private var missing: UInt32 = 0

    /// Whether the bytes may end here.
    var isBetweenPairs: Bool { part == .nameLength && missingLengthBytes == 0 }

    /// Finds the next element.
    ///
    /// - Parameter bytes: What has come; what is found is removed from its beginning.
    /// - Returns: The element; nil when the bytes are used up.
    mutating func next(in bytes: inout UnsafeRawBufferPointer) -> Element? {
        if isBetweenPairs, let pair = Self.wholePair(in: &bytes) { return pair }
        while !bytes.isEmpty {
            switch part {
            case .nameLength:
                guard let length = nextLength(in: &bytes) else { continue }
                nameLength = length
                part = .valueLength
            case .valueLength:
                guard let length = nextLength(in: &bytes) else { continue }
                valueLength = length
                enter(.name, nameLength)
                return .lengths(name: Int(nameLength), value: Int(valueLength))
            case .name:
                let piece = nextPiece(of: &bytes)
                if missing == 0 { enter(.value, valueLength) }
                return .name(piece)
            case .value:
                let piece = nextPiece(of: &bytes)
                if missing == 0 { part = .nameLength }
                return .value(piece)
            }
        }
        return nil
    }

    /// Takes a pair of which nothing is missing: nearly all pairs are such.
    ///
    /// By addresses, whose bounds are checked once a pair: slices of slices cost 200 instructions.
    private static func wholePair(in bytes: inout UnsafeRawBufferPointer) -> Element? {
        guard let start = bytes.baseAddress else { return nil }
        var index = 0
        guard let name = length(in: bytes, at: &index), let value = length(in: bytes, at: &index),
            index + name + value <= bytes.count
        else { return nil }
        let end = index + name + value
        bytes = UnsafeRawBufferPointer(start: start + end, count: bytes.count - end)
        return .pair(
            name: UnsafeRawBufferPointer(start: start + index, count: name),
            value: UnsafeRawBufferPointer(start: start + index + name, count: value))
    }

    @inline(__always)
    private static func length(in bytes: UnsafeRawBufferPointer, at index: inout Int) -> Int? {
        guard index < bytes.count else { return nil }
        let first = bytes[index]
        if first < 0x80 {
            index += 1
            return Int(first)
        }
        guard index + 4 <= bytes.count else { return nil }
        index += 4
        let length = bytes.loadUnaligned(fromByteOffset: index - 4, as: UInt32.self)
        return Int(UInt32(bigEndian: length) & 0x7fff_ffff)
    }

    /// Goes to the name or the value, or past it when it is empty.
    private mutating func enter(_ next: Part, _ count: UInt32) {
        (part, missing) = (next, count)
        guard count == 0 else { return }
        if next == .name { enter(.value, valueLength) } else { part = .nameLength }
    }

    private mutating func nextPiece(of bytes: inout UnsafeRawBufferPointer)
        -> UnsafeRawBufferPointer
    {
        let piece = UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(missing)))
        bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(piece.count))
        missing -= UInt32(piece.count)
        return piece
    }

    /// A length has one byte, or four if its highest bit is set, which does not count.
    private mutating func nextLength(in bytes: inout UnsafeRawBufferPointer) -> UInt32? {
        guard let byte = bytes.first else { return nil }
        bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
        if missingLengthBytes == 0 {
            if byte < 0x80 { return UInt32(byte) }
            length = UInt32(byte & 0x7f)
            missingLengthBytes = 3
            return nil
        }
        // 31 bits at most: three shifts of seven bits cannot overflow.
        length = length << 8 | UInt32(byte)
        missingLengthBytes -= 1
        return missingLengthBytes == 0 ? length : nil
    }
}
