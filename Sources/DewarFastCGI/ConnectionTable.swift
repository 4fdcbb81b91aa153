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
        /// The rest of a request.
        case receiving
        /// Room for the rest of its answer.
        case sending
        /// The rest of a body that is dropped, so that the connection can be kept.
        case draining
        /// The peer's end: the answer is out, and the rest of the request is dropped.
        case lingering
    }

    /// Who is to deal with an event.
    enum Claim {
        /// The caller, who has the connection from now on; how many are with somebody.
        case taken(Connection, Phase, busy: Int)
        /// The one who answers a request; the caller may tell.
        case answering(Connection, Task<Void, Never>?)
    }

    private struct Slot: Sendable {
        var generation: UInt32 = 0
        var connection: Connection?
        /// Nil while a worker or a task has the connection.
        var phase: Phase?
        /// When waiting, or answering, takes too long.
        var deadline: ContinuousClock.Instant?
        /// What answers the request.
        var task: Task<Void, Never>?
        /// What has been told of the connection while somebody had it.
        var readiness: Poller.Readiness = []
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
            // 31 bits: the highest one of a token tells connections from the rest.
            let generation = (state.slots[Int(index)].generation &+ 1) & 0x7fff_ffff
            let connection = make(Token(.connection(slot: index, generation: generation)))
            state.slots[Int(index)] = Slot(generation: generation, connection: connection)
            state.busyCount += 1
            return connection
        }
    }

    /// Takes a connection out of waiting.
    ///
    /// - Parameters:
    ///   - slot: The connection's place.
    ///   - generation: Which of the place's connections it is.
    ///   - readiness: What is told of it; kept for its owner, if there is one.
    /// - Returns: Who has it; nil when it is gone.
    func claim(slot: UInt32, generation: UInt32, for readiness: Poller.Readiness) -> Claim? {
        let slot = Int(slot)
        return state.withLock { state in
            guard state.slots.indices.contains(slot), state.slots[slot].generation == generation,
                let connection = state.slots[slot].connection
            else { return nil }
            guard let phase = state.slots[slot].phase else {
                state.slots[slot].readiness.formUnion(readiness)
                return .answering(connection, state.slots[slot].task)
            }
            state.slots[slot].phase = nil
            state.slots[slot].deadline = nil
            state.busyCount += 1
            return .taken(connection, phase, busy: state.busyCount)
        }
    }

    /// Notes what answers the request of a connection that the caller has.
    ///
    /// - Parameters:
    ///   - task: Is cancelled when nobody waits for the answer any more.
    ///   - connection: The connection.
    ///   - deadline: When answering takes too long, if ever.
    func answer(
        with task: Task<Void, Never>, _ connection: Connection,
        until deadline: ContinuousClock.Instant?
    ) {
        withSlot(of: connection) { slot, state in
            connection.isOverdue.store(false, ordering: .relaxed)
            state.slots[slot].task = task
            state.slots[slot].deadline = deadline
        }
    }

    /// Puts a connection back: the next event may claim it, before this returns even.
    ///
    /// - Returns: What was told of it while the caller had it, which nobody will tell again.
    func park(
        _ connection: Connection, as phase: Phase, until deadline: ContinuousClock.Instant
    ) -> Poller.Readiness {
        withSlot(of: connection) { slot, state in
            let readiness = state.slots[slot].readiness
            state.slots[slot].readiness = []
            state.slots[slot].task = nil
            state.slots[slot].phase = phase
            state.slots[slot].deadline = deadline
            state.busyCount -= 1
            return readiness
        } ?? []
    }

    /// Forgets a connection that the caller has.
    ///
    /// - Returns: The number of connections that are left.
    @discardableResult
    func remove(_ connection: Connection) -> Int {
        withSlot(of: connection) { slot, state in
            let generation = state.slots[slot].generation
            state.slots[slot] = Slot(generation: generation)
            state.free.append(UInt32(slot))
            state.busyCount -= 1
            return state.slots.count - state.free.count
        } ?? 0
    }

    // MARK: Deadlines

    /// What has waited too long, and when to ask again.
    struct Expiry {
        /// Connections that waited; they are the caller's now.
        var waiting: [(Connection, Phase)] = []
        /// Requests that are being answered.
        var answering: [Task<Void, Never>] = []
        /// Connections that somebody has, and that may wait for something themselves.
        var busy: [Connection] = []
        /// The earliest deadline of the others.
        var next: ContinuousClock.Instant?
    }

    /// Takes out what has waited too long.
    func expire(at now: ContinuousClock.Instant) -> Expiry {
        state.withLock { state in
            var expiry = Expiry()
            for index in state.slots.indices {
                guard let connection = state.slots[index].connection else { continue }
                if state.slots[index].phase == nil { expiry.busy.append(connection) }
                guard let deadline = state.slots[index].deadline else { continue }
                guard deadline <= now else {
                    expiry.next = min(expiry.next ?? deadline, deadline)
                    continue
                }
                state.slots[index].deadline = nil
                if let phase = state.slots[index].phase {
                    state.slots[index].phase = nil
                    state.busyCount += 1
                    expiry.waiting.append((connection, phase))
                } else if let task = state.slots[index].task {
                    // Under the lock: after it, another request may be on its way.
                    connection.isOverdue.store(true, ordering: .relaxed)
                    expiry.answering.append(task)
                }
            }
            return expiry
        }
    }

    /// Takes out the idle connections over which nothing has come.
    func takeIdle() -> [Connection] {
        state.withLock { state in
            var idle: [Connection] = []
            for index in state.slots.indices {
                guard case .idle? = state.slots[index].phase,
                    let connection = state.slots[index].connection, !connection.hasInput
                else { continue }
                state.slots[index].phase = nil
                state.slots[index].deadline = nil
                state.busyCount += 1
                idle.append(connection)
            }
            return idle
        }
    }

    private func withSlot<Result>(
        of connection: Connection, _ body: (Int, inout State) -> Result
    ) -> Result? where Result: Sendable {
        guard case .connection(let slot, _) = connection.token.owner else { return nil }
        return state.withLock { body(Int(slot), &$0) }
    }
}
