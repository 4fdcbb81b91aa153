import Synchronization

/// Tells the first delivery of a signal from the later ones.
final class Deliveries: Sendable {
    private let hasBeen = Atomic(false)

    /// True for the first call.
    func isFirst() -> Bool { !hasBeen.exchange(true, ordering: .relaxed) }
}
