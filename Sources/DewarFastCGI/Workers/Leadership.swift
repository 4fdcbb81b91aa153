import Glibc
import Synchronization

/// Decides which workers take events: as many as there are cores, while the others follow.
///
/// More would take turns on the cores for nothing. A leader that is held by a view, because it
/// waits for a database, say, loses its place to a follower after one to two milliseconds, and
/// follows when it comes back.
///
/// - SeeAlso: Schmidt et al., "Leader/Followers", Pattern-Oriented Software Architecture 2.
final class Leadership: Sendable {
    /// The place of one worker.
    final class Seat: Sendable {
        /// A count of what the worker has done, and in the two lowest bits whether it is doing
        /// something and whether it lost its place over that.
        fileprivate let state = Atomic<UInt>(0)
        fileprivate static let busy: UInt = 1
        fileprivate static let replaced: UInt = 2
        fileprivate static let one: UInt = 4
    }

    private let seats: [Seat]
    private let leaderCount: Int
    private let vacancies = Semaphore()
    private let followers = Atomic(0)
    /// The number of leaders that are free to take an event.
    private let free = Atomic(0)
    private let hasEnded = Atomic(false)
    private let watcherSleeps = Atomic(true)
    private let watcherCalls = Semaphore()

    /// Makes the places; nobody leads before ``start()``.
    ///
    /// - Parameters:
    ///   - leaders: How many lead at a time.
    ///   - workers: How many there are.
    init(leaders: Int, of workers: Int) {
        leaderCount = min(leaders, workers)
        seats = (0..<workers).map { _ in Seat() }
    }

    /// The place of a worker, by its number from 0.
    func seat(_ number: Int) -> Seat { seats[number] }

    /// The number of workers that nothing holds: leaders that wait for events, and followers.
    var idleWorkers: Int {
        max(0, free.load(ordering: .sequentiallyConsistent))
            + max(0, followers.load(ordering: .sequentiallyConsistent))
    }

    /// Lets the first workers lead.
    func start() {
        for _ in 0..<leaderCount { vacancies.signal() }
    }

    /// Lets all workers go on, to find that there is nothing more to do.
    func end() {
        hasEnded.store(true, ordering: .sequentiallyConsistent)
        for _ in seats { vacancies.signal() }
        watcherCalls.signal()
    }

    // MARK: A worker's calls

    /// Waits until the calling worker is to lead.
    func follow() {
        followers.add(1, ordering: .sequentiallyConsistent)
        vacancies.wait()
        followers.subtract(1, ordering: .sequentiallyConsistent)
        free.add(1, ordering: .sequentiallyConsistent)
    }

    /// Notes that a leader begins something that may take long.
    func begin(_ seat: Seat) {
        seat.state.add(Seat.busy, ordering: .releasing)
        if free.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { callWatcher() }
    }

    /// Notes that a leader has done what it began.
    ///
    /// - Returns: Whether it still leads; otherwise it follows.
    func finish(_ seat: Seat) -> Bool {
        let state = seat.state.load(ordering: .relaxed)
        let next = (state & ~(Seat.busy | Seat.replaced)) &+ Seat.one
        if state & Seat.replaced == 0,
            seat.state.compareExchange(
                expected: state, desired: next, ordering: .acquiringAndReleasing
            ).exchanged
        {
            free.add(1, ordering: .sequentiallyConsistent)
            return true
        }
        seat.state.store(next, ordering: .releasing)
        return false
    }

    // MARK: The watcher

    private func callWatcher() {
        guard watcherSleeps.load(ordering: .sequentiallyConsistent),
            watcherSleeps.exchange(false, ordering: .sequentiallyConsistent)
        else { return }
        watcherCalls.signal()
    }

    /// Replaces leaders that are held, until the end; for a thread of its own.
    func watch() {
        var seen = seats.map { $0.state.load(ordering: .relaxed) }
        while true {
            watcherCalls.wait()
            repeat {
                if hasEnded.load(ordering: .sequentiallyConsistent) { return }
                usleep(1000)
                for (index, seat) in seats.enumerated() {
                    replaceIfHeld(seat, since: seen[index])
                    seen[index] = seat.state.load(ordering: .relaxed)
                }
            } while !canSleep()
        }
    }

    /// Gives a leader's place to a follower if it does what it did when last looked at.
    private func replaceIfHeld(_ seat: Seat, since seen: UInt) {
        guard seen & (Seat.busy | Seat.replaced) == Seat.busy,
            followers.load(ordering: .sequentiallyConsistent) > 0,
            seat.state.compareExchange(
                expected: seen, desired: seen | Seat.replaced, ordering: .acquiringAndReleasing
            ).exchanged
        else { return }
        vacancies.signal()
    }

    /// Whether some leader is free: then there is nothing to watch before all are busy again.
    private func canSleep() -> Bool {
        guard free.load(ordering: .sequentiallyConsistent) > 0 else { return false }
        watcherSleeps.store(true, ordering: .sequentiallyConsistent)
        // All may have become busy just before.
        if free.load(ordering: .sequentiallyConsistent) > 0 { return true }
        return !watcherSleeps.exchange(false, ordering: .sequentiallyConsistent)
    }
}
