import Synchronization

/// Tells whoever wants to know that something happened.
///
/// ```swift
/// let connection = app.signals.requestFinished.connect { response in count(response.status) }
/// connection.end()
///
/// for await error in app.signals.gotRequestError.events { report(error) }
/// ```
/// A receiver is called at once, on the task that sends, and cannot change what happens; hooks are
/// for that. Without receivers sending costs nothing.
///
/// - SeeAlso: Flask's signals; Blinker.
public final class Signal<Event: Sendable>: Sendable {
    private struct Receivers {
        var last = 0
        var closures: [(number: Int, call: @Sendable (Event) -> Void)] = []
    }

    private let receivers = Mutex(Receivers())
    private let hasReceivers = Atomic(false)

    /// Makes a signal without receivers.
    public init() {}

    /// Has a closure called with each event.
    ///
    /// ```swift
    /// app.signals.requestFinished.connect { response in count(response.status) }
    /// ```
    ///
    /// - Parameter receiver: Takes the event.
    /// - Returns: What ends it; without that it lasts as long as the signal.
    /// - SeeAlso: Blinker `Signal.connect`.
    @discardableResult
    public func connect(_ receiver: @escaping @Sendable (Event) -> Void) -> SignalConnection {
        let number = receivers.withLock { receivers in
            receivers.last += 1
            receivers.closures.append((receivers.last, receiver))
            return receivers.last
        }
        hasReceivers.store(true, ordering: .releasing)
        return SignalConnection { [weak self] in self?.disconnect(number) }
    }

    /// The events from now on, in order.
    ///
    /// The newest thousand wait for whoever reads too slowly; older ones are dropped.
    public var events: AsyncStream<Event> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1000)) { continuation in
            let connection = connect { continuation.yield($0) }
            continuation.onTermination = { _ in connection.end() }
        }
    }

    /// Runs code with a receiver that is connected meanwhile.
    ///
    /// ```swift
    /// let response = await app.signals.gotRequestError.connected(to: { error in report(error) }) {
    ///     await responder.respond(to: request)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - receiver: Takes the events.
    ///   - body: The code.
    /// - Returns: The code's result.
    /// - Throws: What the code throws.
    /// - SeeAlso: Blinker `Signal.connected_to`.
    public func connected<Result>(
        to receiver: @escaping @Sendable (Event) -> Void, _ body: () async throws -> Result
    ) async rethrows -> Result {
        let connection = connect(receiver)
        defer { connection.end() }
        return try await body()
    }

    /// Tells all receivers, in the order in which they were connected.
    ///
    /// ```swift
    /// let orderPlaced = Signal<Int>()
    /// orderPlaced.connect { number in print("order \(number)") }
    /// orderPlaced.send(7)  // prints: order 7
    /// ```
    ///
    /// - Parameter event: What happened; made only if somebody wants to know.
    /// - SeeAlso: Blinker `Signal.send`.
    @inline(__always)
    public func send(_ event: @autoclosure () -> Event) {
        // Inlined up to here, so that nobody puts together what nobody is told.
        guard hasReceivers.load(ordering: .acquiring) else { return }
        tell(event())
    }

    @inline(never)
    private func tell(_ event: Event) {
        for receiver in receivers.withLock(\.closures) { receiver.call(event) }
    }

    private func disconnect(_ number: Int) {
        receivers.withLock { receivers in
            receivers.closures.removeAll { $0.number == number }
            if receivers.closures.isEmpty { hasReceivers.store(false, ordering: .releasing) }
        }
    }
}

/// A receiver's place at a signal.
public struct SignalConnection: Sendable {
    private let action: @Sendable () -> Void

    init(_ action: @escaping @Sendable () -> Void) { self.action = action }

    /// Takes the receiver away; a second time nothing happens.
    ///
    /// ```swift
    /// let connection = app.signals.requestFinished.connect { response in count(response.status) }
    /// connection.end()
    /// ```
    ///
    /// - SeeAlso: Blinker `Signal.disconnect`.
    public func end() { action() }
}
