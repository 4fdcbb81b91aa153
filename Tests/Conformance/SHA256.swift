/// SHA-256, for results that are too long to be written out.
///
/// - SeeAlso: FIPS 180-4, section 6.2.
struct SHA256 {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    /// The digest of bytes.
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: 64 hexadecimal digits.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        var message = bytes + [0x80]
        message += [UInt8](repeating: 0, count: (120 - message.count % 64) % 64)
        message += (0..<8).reversed().map {
            UInt8(truncatingIfNeeded: (bytes.count * 8) >> ($0 * 8))
        }
        var digest = SHA256()
        for start in stride(from: 0, to: message.count, by: 64) {
            digest.add(message[start..<(start + 64)])
        }
        return digest.state.map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 8 - text.count) + text
        }.joined()
    }

    private mutating func add(_ block: ArraySlice<UInt8>) {
        var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { start in
            block[start..<(start + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        for index in 16..<64 {
            let (early, late) = (words[index - 15], words[index - 2])
            let first = Self.turn(early, 7) ^ Self.turn(early, 18) ^ early >> 3
            let second = Self.turn(late, 17) ^ Self.turn(late, 19) ^ late >> 10
            words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
        }
        var work = state
        for index in 0..<64 {
            let (a, e) = (work[0], work[4])
            let choice = e & work[5] ^ ~e & work[6]
            let majority = a & work[1] ^ a & work[2] ^ work[1] & work[2]
            let first =
                work[7] &+ (Self.turn(e, 6) ^ Self.turn(e, 11) ^ Self.turn(e, 25)) &+ choice
                &+ Self.constants[index] &+ words[index]
            let second = (Self.turn(a, 2) ^ Self.turn(a, 13) ^ Self.turn(a, 22)) &+ majority
            work = [first &+ second, a, work[1], work[2], work[3] &+ first, e, work[5], work[6]]
        }
        for index in state.indices { state[index] &+= work[index] }
    }

    private static func turn(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    /// The fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = {
        let primes = (2...311).filter { number in
            (2..<number).allSatisfy { number % $0 != 0 }
        }
        return primes.map { UInt32(truncatingIfNeeded: Int(cubeRootFraction(of: $0))) }
    }()

    /// 32 bits behind the point of a cube root, by bisection in integers.
    private static func cubeRootFraction(of number: Int) -> UInt64 {
        var (low, high) = (UInt64(0), UInt64(8) << 32)
        while high - low > 1 {
            let middle = (low + high) / 2
            let square = middle.multipliedFullWidth(by: middle)
            // (middle / 2^32)^3 against the number: 96 bits behind the point.
            let (upper, lower) = (square.high, square.low)
            let lowProduct = lower.multipliedFullWidth(by: middle)
            let cube = upper * middle + lowProduct.high
            if cube >> 32 >= UInt64(number) { high = middle } else { low = middle }
        }
        return low & 0xFFFF_FFFF
    }
}
