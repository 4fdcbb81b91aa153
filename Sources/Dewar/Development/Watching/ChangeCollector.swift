/// Makes one change of many: a save that takes several steps, or a checkout of a thousand files.
package struct ChangeCollector: Sendable {
    /// How long it must be quiet after a change of one file.
    package var quiet = Duration.milliseconds(20)
    /// How long it must be quiet after a change of several: editors save all in a row.
    package var quietAfterSeveral = Duration.milliseconds(60)
    /// How long it must be quiet after a change of many: somebody else than an editor is at work,
    /// and may have more to do.
    package var quietAfterMany = Duration.milliseconds(200)
    /// So many are many.
    package var many = 50
    /// The longest time from the first change on.
    package var longest = Duration.seconds(2)
    /// The longest time while Git is at work.
    package var longestCheckout = Duration.seconds(20)

    private var paths: [String: FileChange] = [:]
    private var first: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant?

    /// Begins with nothing.
    package init() {}

    /// Takes changes.
    ///
    /// - Parameters:
    ///   - changes: Paths, and what has to happen because of them.
    ///   - now: The time.
    package mutating func add(
        _ changes: [(path: String, change: FileChange)], at now: ContinuousClock.Instant
    ) {
        for (path, change) in changes where change != .none {
            paths[path] = max(change, paths[path] ?? .none)
            first = first ?? now
            last = now
        }
    }

    /// When the changes are complete, if none comes before; nil without any.
    ///
    /// - Parameter isCheckingOut: Whether Git is changing files.
    /// - Returns: The time.
    package func due(isCheckingOut: Bool) -> ContinuousClock.Instant? {
        guard let first, let last else { return nil }
        if isCheckingOut { return first + longestCheckout }
        let quiet =
            switch paths.count {
            case 1: quiet
            case ..<many: quietAfterSeveral
            default: quietAfterMany
            }
        return min(last + quiet, first + longest)
    }

    /// Takes what has come together, when it is time.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - isCheckingOut: Whether Git is changing files.
    /// - Returns: The most that has to happen, and the paths in order; nil while it is too early.
    package mutating func take(
        at now: ContinuousClock.Instant, isCheckingOut: Bool
    ) -> (change: FileChange, paths: [String])? {
        guard let due = due(isCheckingOut: isCheckingOut), now >= due else { return nil }
        defer { (paths, first, last) = ([:], nil, nil) }
        return (paths.values.max() ?? .none, paths.keys.sorted())
    }
}
