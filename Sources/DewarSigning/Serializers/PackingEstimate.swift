#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells of short text, without packing it, that packing cannot make it shorter.
///
/// Most sessions are short, and packing one takes longer than all else that is done to it. In text
/// in which no three characters come again there is nothing to refer back to, so every character is
/// written by itself: in eight bits, or with a code made for the text. Such a code takes no fewer
/// bits than the text has information, and the table of its lengths no fewer than
/// ``leastTableBits``. What may be shorter after all is packed and measured.
///
/// - SeeAlso: RFC 1951, section 3.2.7.
enum PackingEstimate {
    /// The longest text that is looked at, in bytes: of longer there is hardly any that this can tell
    /// of.
    private static let longest = 40
    /// Bits before the text's own: the block's head (3), the sizes of the tables (14), ten lengths
    /// of three bits, since one of fewer than 64 codes has at most five bits and the length five is
    /// the tenth that can be named; gaps below the first character (0x20) and above the last
    /// (0x7F), of eight bits; one distance.
    private static let leastTableBits = 3 + 14 + 30 + 16 + 1.0
    /// Bytes around the packed text: two before it, a checksum of four after it.
    private static let frame = 6.0

    /// Tells whether packing certainly does not save two bytes.
    static func isFutile(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= longest, bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x80 }),
            !repeats(bytes)
        else { return false }
        let (information, distinct) = informationBits(bytes)
        // A run of equal lengths is named in half a bit each at best; one code ends the block.
        let bits = information + leastTableBits + Double(distinct + 1) / 2
        return frame + bits / 8 > Double(bytes.count - 2)
    }

    /// Whether three bytes in a row come again.
    private static func repeats(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 3 else { return false }
        for second in 1..<(bytes.count - 2) {
            for first in 0..<second
            where bytes[first] == bytes[second] && bytes[first + 1] == bytes[second + 1]
                && bytes[first + 2] == bytes[second + 2]
            {
                return true
            }
        }
        return false
    }

    /// The information of ASCII text and the mark of its end, and how many characters it uses.
    private static func informationBits(_ bytes: [UInt8]) -> (bits: Double, distinct: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { counts in
            counts.initialize(repeating: 0)
            for byte in bytes { counts[Int(byte)] += 1 }
            var (bits, distinct) = (weights[bytes.count + 1], 0)
            for count in counts where count > 0 {
                bits -= weights[Int(count)]
                distinct += 1
            }
            return (bits, distinct)
        }
    }

    /// n · log₂ n, for every number of characters.
    private static let weights = (0...(longest + 1)).map { count in
        count == 0 ? 0 : Double(count) * log2(Double(count))
    }
}
