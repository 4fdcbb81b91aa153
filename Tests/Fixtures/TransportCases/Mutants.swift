import DewarTesting

/// A generator whose numbers are the same in every run: SplitMix64.
package struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    /// Makes a generator.
    ///
    /// - Parameter seed: Decides on all numbers.
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}

/// Mutants of two valid requests, as they come over one connection.
package struct Mutants {
    /// The generator of what is changed.
    package var numbers: SeededNumbers

    /// Makes mutants.
    ///
    /// - Parameter seed: Decides on all of them.
    package init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    /// A small POST in many records, a question, and a GET; the same the other way round.
    private static let originals: [[UInt8]] = {
        var post = FastCGIRequest("POST", "/echo?b=c", body: Array("hello, world".utf8))
        post.id = 257
        post.parameterRecordSize = 40
        post.bodyRecordSize = 5
        post.padding = 3
        let get = FastCGIRequest("GET", "/user/kim", keepConnection: false)
        let questions = FastCGIRecord(
            .getValues, requestID: 0, FastCGIRecord.pair("FCGI_MAX_CONNS", ""))
        return [post.bytes + questions.bytes + get.bytes, get.bytes + post.bytes]
    }()

    /// Makes the next mutant.
    package mutating func next() -> [UInt8] {
        var bytes = Self.originals[Int.random(in: 0..<Self.originals.count, using: &numbers)]
        for _ in 0..<Int.random(in: 1...8, using: &numbers) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &numbers)
            switch Int.random(in: 0..<7, using: &numbers) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: place)
            case 4: bytes.removeSubrange(place...)
            case 5:
                let other = Self.originals[
                    Int.random(in: 0..<Self.originals.count, using: &numbers)]
                bytes.replaceSubrange(
                    place..., with: other[Int.random(in: 0..<other.count, using: &numbers)...])
            default:
                let end = min(bytes.count, place + Int.random(in: 1...64, using: &numbers))
                let piece = Array(bytes[place..<end])
                bytes.insert(
                    contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &numbers))
            }
        }
        return bytes
    }
}
