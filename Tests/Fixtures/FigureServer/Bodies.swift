/// What a body came to.
struct Tally: CustomStringConvertible {
    private var count = 0
    private var sum: UInt64 = 0

    mutating func add(_ chunk: [UInt8]) {
        count += chunk.count
        // In one step a chunk: additions of single bytes that are checked would take the time.
        sum &+= chunk.reduce(0) { $0 &+ UInt64($1) }
    }

    /// `COUNT SUM`, decimal.
    var description: String { "\(count) \(sum)" }
}

/// The bytes that a download repeats: byte i is i * 31 + i / 256, modulo 256.
enum Pattern {
    static let piece = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 256) }
}
