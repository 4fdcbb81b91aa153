import Glibc

/// Time as all processes of a machine see it, in nanoseconds since some moment in the past.
package enum MonotonicClock {
    /// The time now; never 0.
    package static var now: UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) &* 1_000_000_000 &+ UInt64(now.tv_nsec)
    }

    /// How long a moment lies back; zero for one to come.
    package static func age(of moment: UInt64, at now: UInt64) -> Duration {
        .nanoseconds(Int64(clamping: now > moment ? now - moment : 0))
    }
}
