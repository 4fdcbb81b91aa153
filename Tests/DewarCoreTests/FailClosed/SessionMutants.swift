import DewarText

/// Cookies that somebody has spoilt, drawn at random from valid ones.
///
/// The same seed draws the same mutants.
struct SessionMutants {
    /// Signed by Flask 3.1.3 with the key 'key' at 1,700,000,000 seconds: small, permanent, packed,
    /// and packed with flashes.
    static let valid = [
        "eyJ1c2VyIjoia2ltIn0.ZVPxAA.IeaDVpv-osgbHGqNEQjJCcKwW_A",
        "eyJhZG1pbiI6ZmFsc2UsIl9wZXJtYW5lbnQiOnRydWUsInVzZXIiOiJraW0ifQ.ZVPxAA."
            + "l3HIp1Pxpbg-jODLyTIB1HFhFuU",
        ".eJyrVkpOLCpRsopWSiwoyEktVkjMS1EoSE0sKlbSGRUaFRruQrE6SqXFqUVKVkrZmblKtQABSAwi.ZVPxAA."
            + "z7jUJgqvSy4owYiLygJZ53347pI",
        ".eJyrVopPy0kszkgtVrKKrlZSKAFSSrmpxcWJ6alKOkoeqTk5-UqxtTowqdSiovwiJRA3V8lKySbJzi_fRj_JTqk2"
            + "tjZWR6m0OLUIKJydmatUCwAU2xwk.ZVPxAA._0JCnfjT2G8Ji4HqTZs3wQCB-s8",
    ]

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    /// Draws a mutant, whose signature is not that of its text.
    mutating func next() -> String {
        while true {
            let original = Self.valid[number(below: Self.valid.count)]
            let mutant = String(decoding: mutated(Array(original.utf8)), as: UTF8.self)
            if !Self.isSound(mutant) { return mutant }
        }
    }

    /// Whether text and signature are a valid cookie's, however the signature is written: the last
    /// letter of one has two bits that count for nothing.
    private static func isSound(_ cookie: String) -> Bool {
        let (text, signature) = halves(cookie)
        return valid.contains { valid in
            let own = halves(valid)
            return own.text == text
                && URLSafeBase64.decode(own.signature) == URLSafeBase64.decode(signature)
        }
    }

    private static func halves(_ cookie: String) -> (text: String, signature: String) {
        guard let point = cookie.utf8.lastIndex(of: UInt8(ascii: ".")) else { return (cookie, "") }
        return (
            String(cookie[..<point]), String(cookie[cookie.utf8.index(after: point)...])
        )
    }

    private mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...number(below: 3) {
            guard !bytes.isEmpty else { break }
            let place = number(below: bytes.count)
            switch number(below: 12) {
            case 0: bytes[place] = letter()
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(letter(), at: place)
            case 3: bytes[place] ^= 1 << UInt8(number(below: 7))
            case 4: bytes.removeLast(number(below: bytes.count))
            case 5: bytes.removeFirst(number(below: bytes.count))
            case 6: bytes = recombined(bytes)
            case 7: bytes.insert(contentsOf: bytes[place...], at: place)
            case 8: bytes = bytes.first == point ? Array(bytes.dropFirst()) : [point] + bytes
            case 9: bytes = retold(bytes)
            case 10: bytes[place] = point
            default: bytes.append(contentsOf: [point, letter(), letter()])
            }
        }
        return bytes
    }

    private let point = UInt8(ascii: ".")

    /// The parts of two valid cookies: one's session with the other's time or signature.
    private mutating func recombined(_ bytes: [UInt8]) -> [UInt8] {
        let other = Array(Self.valid[number(below: Self.valid.count)].utf8)
        let end = bytes.lastIndex(of: point) ?? bytes.endIndex
        let otherEnd = other.lastIndex(of: point) ?? other.endIndex
        return Array(bytes[..<end]) + Array(other[otherEnd...])
    }

    /// Another session in place of the signed one, packed or not.
    private mutating func retold(_ bytes: [UInt8]) -> [UInt8] {
        let json = #"{"user":"kim","admin":\#(number(below: 2) == 0)}"#
        let forged = Array(URLSafeBase64.encode(Array(json.utf8)).utf8)
        let start = bytes.first == point ? 1 : 0
        let end = bytes[start...].firstIndex(of: point) ?? bytes.endIndex
        return forged + bytes[end...]
    }

    private mutating func letter() -> UInt8 { Self.alphabet[number(below: Self.alphabet.count)] }

    private mutating func number(below limit: Int) -> Int {
        Int(random.next() % UInt64(limit))
    }
}

/// Numbers that look random, the same for the same seed.
///
/// - SeeAlso: Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
