#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// A lock whose holders can wait for each other, for a time.
///
/// Unchecked, because the state is only touched with the lock held.
package final class Condition<State>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// In memory of its own: the lock keeps accesses apart, which the runtime would check again.
    private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)

    /// Makes a lock around a state.
    package init(_ state: State) {
        self.state.initialize(to: state)
        mutex.initialize(to: pthread_mutex_t())
        changed.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        state.deinitialize(count: 1)
        state.deallocate()
        changed.deallocate()
        mutex.deallocate()
    }

    /// Does something with the lock held.
    ///
    /// - Parameter body: Gets the state.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    package func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state.pointee)
    }

    /// Waits until something is there.
    ///
    /// - Parameters:
    ///   - deadline: When to give up.
    ///   - look: Looks with the lock held, again after every ``signal()``.
    /// - Returns: What was found; nil when the time is up.
    /// - Throws: What `look` throws.
    package func wait<Result>(
        until deadline: ContinuousClock.Instant, _ look: (inout State) throws -> Result?
    ) rethrows -> Result? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = try look(&state.pointee) { return result }
            let rest = deadline - ContinuousClock.now
            guard rest > .zero else { return nil }
            // Short pieces, so that a clock that is set back delays nothing for long.
            var end = timespec()
            clock_gettime(CLOCK_REALTIME, &end)
            let wait = min(rest, .seconds(1)).components
            let nanoseconds = end.tv_nsec + Int(wait.attoseconds / 1_000_000_000)
            end.tv_sec += Int(wait.seconds) + nanoseconds / 1_000_000_000
            end.tv_nsec = nanoseconds % 1_000_000_000
            pthread_cond_timedwait(changed, mutex, &end)
        }
    }

    /// Wakes one that waits.
    package func signal() {
        pthread_cond_signal(changed)
    }

    /// Wakes all that wait.
    package func broadcast() {
        pthread_cond_broadcast(changed)
    }
}

/// Waits on this thread.
func sleepThread(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    var time = timespec()
    time.tv_sec = Int(seconds)
    time.tv_nsec = Int(attoseconds / 1_000_000_000)
    nanosleep(&time, nil)
}
