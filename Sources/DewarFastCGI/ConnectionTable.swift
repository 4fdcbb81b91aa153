import Synchronization

/// The open connections, and who has each of them.
///
/// A connection that waits for its web server belongs to the table; an event takes it out of
/// there, for one worker, and that worker or its task puts it back or removes it. An event for a
/// connection that is gone finds another generation in the slot, and nothing happens.
final class ConnectionTable: Sendable {
    /// What a connection in the table waits for.
    enum Phase: Sendable {
        /// A request.
        case idle
        /// The peer's end: the answer is out, and the rest of the request is dropped.
        case lingering
        /// Its end: it was given up.
        case condemned
    }

    private struct Slot: Sendable {
        var generation: UInt32 = 0
        var connection: Connection?
        /// Nil while a worker or a task has the connection.
        var phase: Phase?
        var deadline = ContinuousClock.Instant.now
    }

    private struct State: Sendable {
        var slots: [Slot] = []
        var free: [UInt32] = []
        var busyCount = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// The number of connections, and of those that a worker or a task has.
    var counts: (open: Int, busy: Int) {
        state.withLock { ($0.slots.count - $0.free.count, $0.busyCount) }
    }

    /// Whether there is no room.
    var isFull: Bool { counts.open >= capacity }

    /// Takes in a connection, which the caller has until it parks it.
    ///
    /// - Parameter make: Makes it, for a token.
    /// - Returns: The connection.
    func insert(_ make: (Token) -> Connection) -> Connection {
        state.withLock { state in
            if state.free.isEmpty {
                state.free.append(UInt32(state.slots.count))
                state.slots.append(Slot())
            }
            let index = state.free.removeLast()
            let slot = Int(index)
            // 31 bits: the highest one of a token tells connections from the rest.
            state.slots[slot].generation = (state.slots[slot].generation &+ 1) & 0x7fff_ffff
            let connection = make(
                Token(.connection(slot: index, generation: state.slots[slot].generation)))
            state.slots[slot].connection = connection
            state.slots[slot].phase = nil
            state.busyCount += 1
            return connection
        }
    }

    /// Takes a connection out of waiting.
    ///
    /// - Returns: The connection, the caller's from now on, what it waited for, and how many
    ///   are with a worker or a task now; nil when it is gone, or with somebody.
    func claim(slot: UInt32, generation: UInt32) -> (Connection, Phase, busy: Int)? {
        state.withLock { state in
            guard state.slots.indices.contains(Int(slot)),
                state.slots[Int(slot)].generation == generation,
                let connection = state.slots[Int(slot)].connection,
                let phase = state.slots[Int(slot)].phase
            else { return nil }
            state.slots[Int(slot)].phase = nil
            state.busyCount += 1
            return (connection, phase, state.busyCount)
        }
    }

    /// Puts a connection back: the next event may claim it, before this returns even.
    func park(_ connection: Connection, as phase: Phase, until deadline: ContinuousClock.Instant) {
        withSlot(of: connection) { slot, state in
            state.slots[slot].phase = phase
            state.slots[slot].deadline = deadline
            state.busyCount -= 1
        }
    }

    /// Forgets a connection that the caller has.
    ///
    /// - Returns: The number of connections that are left.
    @discardableResult
    func remove(_ connection: Connection) -> Int {
        withSlot(of: connection) { slot, state in
            state.slots[slot].connection = nil
            state.free.append(UInt32(slot))
            state.busyCount -= 1
        }
        return counts.open
    }

    /// Gives up the waiting connections whose deadline has come: their event follows.
    ///
    /// - Returns: The earliest deadline of the others.
    func expire(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        giveUp { $0.deadline <= now }
    }

    /// Gives up the idle connections over which nothing has come.
    func expireIdle() {
        _ = giveUp { slot in
            if case .idle? = slot.phase { slot.connection?.hasInput == false } else { false }
        }
    }

    private func giveUp(_ isDue: (Slot) -> Bool) -> ContinuousClock.Instant? {
        state.withLock { state in
            var earliest: ContinuousClock.Instant?
            for index in state.slots.indices {
                let slot = state.slots[index]
                guard let connection = slot.connection, let phase = slot.phase else { continue }
                if case .condemned = phase { continue }
                if isDue(slot) {
                    state.slots[index].phase = .condemned
                    connection.shutDown()
                } else {
                    earliest = min(earliest ?? slot.deadline, slot.deadline)
                }
            }
            return earliest
        }
    }

    private func withSlot(of connection: Connection, _ body: (Int, inout State) -> Void) {
        guard case .connection(let slot, _) = connection.token.owner else { return }
        state.withLock { body(Int(slot), &$0) }
    }
}
