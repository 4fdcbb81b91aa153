import CFastCGI
import Glibc
import Synchronization

/// A timer that wakes one worker at the earliest of the deadlines it was told.
///
/// - SeeAlso: timerfd_create(2).
final class Alarm: Sendable {
    let descriptor: Int32
    private let earliest = Mutex<ContinuousClock.Instant?>(nil)
    /// The same beside the lock, which most deadlines need not take: nanoseconds from `origin`.
    private let known = Atomic(Int64.max)
    private let origin = ContinuousClock.now

    init() throws(FastCGIError) {
        descriptor = timerfd_create(
            CLOCK_BOOTTIME, Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK))
        guard descriptor >= 0 else {
            throw FastCGIError.systemCall("timerfd_create", errno: errno)
        }
    }

    deinit { _ = close(descriptor) }

    /// Rings at a deadline, unless it rings before: who hears it asks what is due.
    func ring(at deadline: ContinuousClock.Instant) {
        let time = nanoseconds(to: deadline)
        if time >= known.load(ordering: .sequentiallyConsistent) { return }
        earliest.withLock { earliest in
            if let earliest, earliest <= deadline { return }
            earliest = deadline
            known.store(time, ordering: .sequentiallyConsistent)
            // A time of zero would disarm the timer: one nanosecond is "at once".
            let delay = max(deadline - .now, .nanoseconds(1)).components
            var timer = itimerspec()
            timer.it_value.tv_sec = Int(delay.seconds)
            timer.it_value.tv_nsec = max(1, Int(delay.attoseconds / 1_000_000_000))
            _ = timerfd_settime(descriptor, 0, &timer, nil)
        }
    }

    /// Forgets the deadline that has rung.
    func acknowledge() {
        earliest.withLock { earliest in
            var count: UInt64 = 0
            // Fails when nothing has rung since: another worker was here.
            guard read(descriptor, &count, MemoryLayout<UInt64>.size) > 0 else { return }
            earliest = nil
            known.store(.max, ordering: .sequentiallyConsistent)
        }
    }

    private func nanoseconds(to deadline: ContinuousClock.Instant) -> Int64 {
        let (seconds, attoseconds) = (deadline - origin).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
