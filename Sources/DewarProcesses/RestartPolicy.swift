/// When an ended worker is started again, and when that is given up.
///
/// A worker that had served is replaced at once, or nearly so: a request that ends a worker must
/// not close the site. Workers that end before they serve are tried again after ever longer
/// pauses, because what is wrong with them seldom heals by itself.
package struct RestartPolicy: Sendable, Hashable {
    /// The pause after the first worker that did not come to serve.
    package var firstPause: Duration = .milliseconds(100)
    /// The longest pause between such workers; each one is twice as long as the last.
    package var longestPause: Duration = .seconds(10)
    /// The longest pause after workers that served, and ended soon.
    package var longestServedPause: Duration = .seconds(1)
    /// How long a worker serves before its end counts as the first one.
    package var settledAfter: Duration = .seconds(10)
    /// After how many workers in a row that did not come to serve a master without any gives up, or
    /// leaves the workers that it has as they are.
    package var attempts = 6
    /// The same for a master whose workers had served: a minute and a half.
    ///
    /// What they need, a database or memory, may come back.
    package var laterAttempts = 16

    /// The number of workers in a row that ended before they served.
    package private(set) var failures = 0
    private var earlyEndings = 0

    /// Makes a policy of defaults.
    package init() {}

    /// Whether so many workers in a row did not come to serve that another one will not either.
    package var isExhausted: Bool { failures >= attempts }

    /// Whether a master without workers gives up.
    ///
    /// - Parameter hasServed: Whether one of them ever served.
    /// - Returns: Whether it has tried often enough.
    package func isHopeless(hasServed: Bool) -> Bool {
        failures >= (hasServed ? laterAttempts : attempts)
    }

    /// Notes that a worker serves.
    package mutating func noteServing() { failures = 0 }

    /// Notes that a worker ended though nobody asked it to.
    ///
    /// - Parameter lifetime: How long it served; nil when it never did.
    /// - Returns: How long to wait before the next one.
    package mutating func pause(afterServing lifetime: Duration?) -> Duration {
        guard let lifetime else {
            failures += 1
            return Self.pause(number: failures, first: firstPause, longest: longestPause)
        }
        earlyEndings = lifetime < settledAfter ? earlyEndings + 1 : 0
        if earlyEndings <= 1 { return .zero }
        return Self.pause(
            number: earlyEndings - 1, first: firstPause, longest: longestServedPause)
    }

    /// Forgets what was: what is tried next is something else.
    package mutating func reset() { (failures, earlyEndings) = (0, 0) }

    private static func pause(number: Int, first: Duration, longest: Duration) -> Duration {
        // Beyond 20 doublings it is the longest, whatever it is.
        min(longest, first * (1 << min(20, number - 1)))
    }
}
