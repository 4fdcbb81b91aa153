import DewarText

/// A request that is being answered, as the scoreboard shows it.
package struct RunningRequest: Sendable, Hashable, CustomStringConvertible {
    /// What is being done for a request.
    package enum Phase: UInt8, Sendable {
        /// A view makes the answer.
        case answering
        /// A view waits for the rest of the body.
        case readingBody
        /// The answer goes out.
        case sending
    }

    /// Its method; the first eight bytes of it.
    package var method: String
    /// Its path; what is longer than the scoreboard has room for ends in `…`.
    package var path: String
    /// What is being done for it.
    package var phase: Phase
    /// How long it has been answered.
    package var age: Duration
    /// When it began; tells requests apart that look alike.
    package var start: UInt64

    /// Makes one, as the scoreboard does.
    package init(method: String, path: String, phase: Phase, age: Duration, start: UInt64) {
        self.method = method
        self.path = path
        self.phase = phase
        self.age = age
        self.start = start
    }

    /// In words, with the age to a tenth of a second: `GET /report for 12.3 s, in its view`.
    package var description: String {
        let (seconds, attoseconds) = age.components
        let tenths = attoseconds / 100_000_000_000_000_000
        return "\(LogText.escaped("\(method) \(path)")) for \(seconds).\(tenths) s, \(phase.words)"
    }
}

extension RunningRequest.Phase {
    /// As the end of a sentence.
    package var words: String {
        switch self {
        case .answering: "in its view"
        case .readingBody: "waiting for its body"
        case .sending: "sending its answer"
        }
    }
}

/// The place of one request: 16 words of the shared memory.
///
/// The first word is the time of the beginning, 0 for none; it is written last at the beginning
/// and first at the end. Who finds the same time before and after reading has read one request.
struct ScoreboardRequest {
    private static let methodBytes = 8
    private static let pathBytes = 8 * (Scoreboard.requestWords - 3)

    private let words: UnsafeMutablePointer<Scoreboard.Word>

    init(words: UnsafeMutablePointer<Scoreboard.Word>) { self.words = words }

    private func word(_ index: Int) -> ScoreboardWord { ScoreboardWord(words + index) }

    func begin(method: String, path: String) {
        let (methodLength, pathLength) = (
            write(method, at: 2, room: Self.methodBytes), write(path, at: 3, room: Self.pathBytes)
        )
        // Phase 0, then the lengths: the path's is one more than there is room for if it is cut.
        word(1).value = UInt64(methodLength) << 8 | UInt64(pathLength) << 16
        word(0).value = MonotonicClock.now
    }

    func note(_ phase: RunningRequest.Phase) {
        word(1).value = word(1).value & ~0xff | UInt64(phase.rawValue)
    }

    func end() -> RunningRequest? {
        let request = running(at: MonotonicClock.now)
        word(0).value = 0
        return request
    }

    func clear() { word(0).value = 0 }

    func running(at now: UInt64) -> RunningRequest? {
        let start = word(0).value
        guard start != 0 else { return nil }
        let information = word(1).value
        let methodLength = min(Self.methodBytes, Int(information >> 8 & 0xff))
        let pathLength = Int(information >> 16 & 0xffff)
        let method = text(at: 2, length: methodLength)
        let path = text(at: 3, length: min(pathLength, Self.pathBytes))
        guard word(0).value == start else { return nil }
        return RunningRequest(
            method: method, path: pathLength > Self.pathBytes ? path + "…" : path,
            phase: RunningRequest.Phase(rawValue: UInt8(information & 0xff)) ?? .answering,
            age: MonotonicClock.age(of: start, at: now), start: start)
    }

    /// Writes as much of a text as there is room for, eight bytes a word.
    ///
    /// - Returns: The number of bytes; one more than there is room for when some were left out.
    private func write(_ text: String, at index: Int, room: Int) -> Int {
        var index = index
        var (count, value) = (0, UInt64(0))
        for byte in text.utf8 {
            if count == room { return room + 1 }
            value |= UInt64(byte) << UInt64(count % 8 * 8)
            count += 1
            if count % 8 == 0 {
                word(index).value = value
                (index, value) = (index + 1, 0)
            }
        }
        if count % 8 != 0 { word(index).value = value }
        return count
    }

    private func text(at index: Int, length: Int) -> String {
        let bytes = (0..<length).map { UInt8(word(index + $0 / 8).value >> ($0 % 8 * 8) & 0xff) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
