/// What one worker writes of itself on the scoreboard, and the master of it.
package struct ScoreboardPlace: @unchecked Sendable {
    // `@unchecked`: the numbers are atomic, and this keeps the scoreboard.

    /// How far a worker is.
    package enum State: UInt64, Sendable {
        case starting, serving, leaving
    }

    /// What a place tells besides requests.
    private enum Field: Int {
        case process, seat, start, state, requests, accepted, closed, busy, highestRequest, memory
    }

    /// The place's number.
    package let number: Int

    private let board: Scoreboard
    private let words: UnsafeMutablePointer<Scoreboard.Word>

    init(board: Scoreboard, number: Int, words: UnsafeMutablePointer<Scoreboard.Word>) {
        self.board = board
        self.number = number
        self.words = words
    }

    private subscript(field: Field) -> ScoreboardWord { ScoreboardWord(words + field.rawValue) }

    // MARK: Looking

    /// The worker's process id; 0 when nobody has the place.
    package var process: Int32 { Int32(truncatingIfNeeded: self[.process].value) }
    /// Which of the master's workers it is, from 1; 0 without a master.
    package var seat: Int { Int(clamping: self[.seat].value) }
    /// When the worker was started.
    package var start: UInt64 { self[.start].value }
    /// How far the worker is.
    package var state: State { State(rawValue: self[.state].value) ?? .starting }
    /// The number of requests that it has begun.
    package var requests: Int { Int(clamping: self[.requests].value) }
    /// The number of requests that it answers now.
    package var busy: Int { max(0, Int(truncatingIfNeeded: self[.busy].value)) }
    /// The memory that it had in RAM when it last looked, in bytes; 0 before.
    package var memory: Int { Int(clamping: self[.memory].value) }

    /// The number of connections that it has taken, and of those that are open.
    package var connections: (accepted: Int, open: Int) {
        let (closed, accepted) = (self[.closed].value, self[.accepted].value)
        return (Int(clamping: accepted), Int(clamping: accepted &- min(closed, accepted)))
    }

    /// The requests that the worker answers now, as far as they have a place.
    ///
    /// - Parameter now: The time.
    /// - Returns: The requests, in no order.
    package func runningRequests(at now: UInt64 = MonotonicClock.now) -> [RunningRequest] {
        let count = min(board.requestCount, Int(clamping: self[.highestRequest].value))
        return (0..<count).compactMap { request($0)?.running(at: now) }
    }

    // MARK: Writing

    /// Takes the place, which is free, for a process that the caller is or is about to start.
    package func occupy(seat: Int) {
        self[.seat].value = UInt64(clamping: seat)
        self[.start].value = MonotonicClock.now
    }

    /// Notes whose the place is.
    package func note(process: Int32) { self[.process].value = UInt64(clamping: process) }

    /// Notes how far the worker is.
    package func note(_ state: State) { self[.state].value = state.rawValue }

    /// Notes how much memory the worker has.
    package func note(memory: Int) { self[.memory].value = UInt64(clamping: memory) }

    /// Notes that a connection was taken.
    package func noteConnection() { self[.accepted].add(1) }

    /// Notes that a connection was closed.
    package func noteClosedConnection() { self[.closed].add(1) }

    /// Notes the beginning of a request.
    ///
    /// - Parameters:
    ///   - number: A number that no other running request of the worker has.
    ///   - method: Its method.
    ///   - path: Its path.
    /// - Returns: How many requests the worker has begun.
    package func begin(_ number: Int, method: String, path: String) -> Int {
        self[.busy].add(1)
        if let request = request(number) {
            // Only grows, by races a little too slowly: the next request makes up for it.
            if self[.highestRequest].value <= UInt64(number) {
                self[.highestRequest].value = UInt64(number) + 1
            }
            request.begin(method: method, path: path)
        }
        return Int(clamping: self[.requests].add(1))
    }

    /// Notes what a request does now.
    package func note(_ phase: RunningRequest.Phase, of number: Int) {
        request(number)?.note(phase)
    }

    /// Notes the end of a request.
    ///
    /// - Returns: What it was; nil when it had no place.
    @discardableResult
    package func end(_ number: Int) -> RunningRequest? {
        self[.busy].add(.max)
        return request(number)?.end()
    }

    /// Makes the place free.
    package func clear() {
        let count = min(board.requestCount, Int(clamping: self[.highestRequest].value))
        for number in 0..<count { request(number)?.clear() }
        for index in 0..<Scoreboard.placeWords { ScoreboardWord(words + index).value = 0 }
    }

    private func request(_ number: Int) -> ScoreboardRequest? {
        guard (0..<board.requestCount).contains(number) else { return nil }
        return ScoreboardRequest(
            words: words + Scoreboard.placeWords + number * Scoreboard.requestWords)
    }
}
