/// The tables of ``NormalizationTable``, unpacked when they are first needed.
struct UnicodeMappings: Sendable {
    /// What a character is made of, one step deep.
    private(set) var decompositions: [UInt32: [Unicode.Scalar]] = [:]
    /// Characters by the two that they are made of.
    private(set) var composites: [UInt64: Unicode.Scalar] = [:]
    /// Case foldings that are more than lower case.
    private(set) var foldings: [UInt32: String] = [:]
    /// Characters that are written from right to left, and from left to right.
    let rightToLeft: [ClosedRange<UInt32>]
    let leftToRight: [ClosedRange<UInt32>]

    static let shared = UnicodeMappings()

    private init() {
        rightToLeft = Self.ranges(NormalizationTable.rightToLeft)
        leftToRight = Self.ranges(NormalizationTable.leftToRight)
        readDecompositions()
        readFoldings()
    }

    private mutating func readDecompositions() {
        var reader = PackedNumbers(NormalizationTable.decompositions)
        var code: UInt32 = 0
        while let distance = reader.next(), let flags = reader.nextByte() {
            code += distance
            let parts = (0..<(flags & 0x3F)).compactMap { _ in
                reader.next().flatMap { Unicode.Scalar($0) }
            }
            decompositions[code] = parts
            if flags & 0x80 != 0, parts.count == 2 {
                let pair = UInt64(parts[0].value) << 32 | UInt64(parts[1].value)
                composites[pair] = Unicode.Scalar(code)
            }
        }
    }

    private mutating func readFoldings() {
        var reader = PackedNumbers(NormalizationTable.foldings)
        var code: UInt32 = 0
        while let distance = reader.next(), let count = reader.nextByte() {
            code += distance
            var text = ""
            for _ in 0..<count {
                if let scalar = reader.next().flatMap({ Unicode.Scalar($0) }) {
                    text.unicodeScalars.append(scalar)
                }
            }
            foldings[code] = text
        }
    }

    private static func ranges(_ table: String) -> [ClosedRange<UInt32>] {
        var reader = PackedNumbers(table)
        var ranges: [ClosedRange<UInt32>] = []
        var end: UInt32 = 0
        while let distance = reader.next(), let length = reader.next(), length > 0 {
            let start = end + distance
            end = start + length
            ranges.append(start...(end - 1))
        }
        return ranges
    }

    /// Tells whether a character lies in one of ascending ranges.
    static func contains(_ scalar: Unicode.Scalar, in ranges: [ClosedRange<UInt32>]) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(scalar.value)
    }

    /// Numbers of seven bits a byte, the last one without its high bit.
    private struct PackedNumbers {
        private let bytes: [UInt8]
        private var index = 0

        init(_ table: String) {
            bytes = Base64.decode(table.utf8) ?? []
        }

        mutating func nextByte() -> UInt8? {
            guard index < bytes.count else { return nil }
            index += 1
            return bytes[index - 1]
        }

        mutating func next() -> UInt32? {
            var number: UInt32 = 0
            var shift: UInt32 = 0
            while let byte = nextByte() {
                number |= UInt32(byte & 0x7F) << shift
                if byte & 0x80 == 0 { return number }
                shift += 7
            }
            return nil
        }
    }
}
