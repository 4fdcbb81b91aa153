import DewarFastCGI
import DewarTesting
import Testing

/// Mutants of valid requests: whatever comes, nothing traps and nothing grows.
@Suite struct RecordFuzzTests {
    /// A generator whose numbers are the same in every run.
    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            // SplitMix64.
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
            return value ^ value >> 31
        }
    }

    static let seeds: [[UInt8]] = {
        var post = FastCGIRequest("POST", "/a?b=c", body: Array("hello, world".utf8))
        post.id = 257
        post.parameterRecordSize = 40
        post.bodyRecordSize = 5
        post.padding = 3
        let get = FastCGIRequest("GET", "/", keepConnection: false)
        let questions = FastCGIRecord(
            .getValues, requestID: 0, FastCGIRecord.pair("FCGI_MAX_CONNS", ""))
        return [post.bytes + questions.bytes + get.bytes, get.bytes + post.bytes]
    }()

    static func mutant(_ numbers: inout Numbers) -> [UInt8] {
        var bytes = seeds[Int.random(in: 0..<seeds.count, using: &numbers)]
        for _ in 0..<Int.random(in: 1...8, using: &numbers) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &numbers)
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
            case 4: bytes.removeSubrange(place...)
            default:
                let end = min(bytes.count, place + Int.random(in: 1...64, using: &numbers))
                let piece = Array(bytes[place..<end])
                let target = Int.random(in: 0...bytes.count, using: &numbers)
                bytes.insert(contentsOf: piece, at: target)
            }
        }
        return bytes
    }

    /// Whether bytes are records that libfcgi reads as they were meant.
    static func areClean(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let header = Array(rest.prefix(8))
            guard header.count == 8, header[0] == 1, [1, 4, 5].contains(header[1]), header[6] == 0
            else { return false }
            let length = Int(header[4]) << 8 | Int(header[5])
            guard rest.count >= 8 + length else { return false }
            rest = rest.dropFirst(8 + length)
        }
        return true
    }

    @Test(arguments: 0..<4)
    func mutantsComeOutCleanOrNotAtAll(_ seed: UInt64) {
        var numbers = Numbers(state: seed)
        for round in 0..<25_000 {
            let input = Self.mutant(&numbers)
            let whole = RecordCanonicaliserTests.run([input[...]])
            #expect(Self.areClean(whole.records), "seed \(seed), round \(round)")
            #expect(whole.records.count <= input.count + 64)
            #expect(whole.replies.count <= 3 * input.count)
            // Where it was cut must make no difference but for the rest of a bad record.
            guard round % 8 == 0 else { continue }
            let split = Int.random(in: 0...input.count, using: &numbers)
            let parts = RecordCanonicaliserTests.run([input[..<split], input[split...]])
            #expect(parts.events == whole.events, "seed \(seed), round \(round)")
            #expect(parts.replies == whole.replies)
        }
    }
}
