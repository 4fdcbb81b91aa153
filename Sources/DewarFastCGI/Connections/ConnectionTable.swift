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
        /// Whether the answer ends only with the server.
        var isOpenEnded = false
        /// What has been told of the connection while somebody had it.
        var readiness: Poller.Readiness = []
    }

    private struct State: Sendable {
        var slots: [Slot] = []
        var free: [Int] = []
    }

    /// A part of the table with a lock of its own.
    ///
    /// Under one lock for all, workers that meet there once go on meeting: the lock is handed from
    /// one to the next through the kernel, and every request waits for its turn (measured with 8
    /// threads on 2 cores: a quarter of the requests per second).
    private final class Shard: Sendable {
        let state = Mutex(State())
    }

    private let shards = (0..<ConnectionTable.shardCount).map { _ in Shard() }
    private let capacity: Int
    private let openCount = Atomic(0)
    private let busyCount = Atomic(0)
    private let insertions = Atomic<UInt>(0)

    private static let shardCount = 16

    init(capacity: Int) { self.capacity = capacity }

    /// The number of connections, and of those that a worker or a task has.
    var counts: (open: Int, busy: Int) {
        (
            openCount.load(ordering: .sequentiallyConsistent),
            busyCount.load(ordering: .sequentiallyConsistent)
        )
    }

    /// Whether there is no room.
    var isFull: Bool { counts.open >= capacity }

    /// Takes in a connection, which the caller has until it parks it.
    ///
    /// - Parameter make: Makes it, for a token.
    /// - Returns: The connection.
    func insert(_ make: (Token) -> Connection) -> Connection {
        let number = Int(
            insertions.wrappingAdd(1, ordering: .relaxed).oldValue % UInt(Self.shardCount))
        openCount.add(1, ordering: .sequentiallyConsistent)
        busyCount.add(1, ordering: .sequentiallyConsistent)
        return shards[number].state.withLock { state in
            if state.free.isEmpty {
                state.free.append(state.slots.count)
                state.slots.append(Slot())
            }
            let index = state.free.removeLast()
            // 31 bits: the highest one of a token tells connections from the rest.
            let generation = (state.slots[index].generation &+ 1) & 0x7fff_ffff
            let slot = UInt32(index * Self.shardCount + number)
            let connection = make(Token(.connection(slot: slot, generation: generation)))
            state.slots[index] = Slot(generation: generation, connection: connection)
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
        let (shard, slot) = place(of: slot)
        return shard.state.withLock { state in
            guard state.slots.indices.contains(slot), state.slots[slot].generation == generation,
                let connection = state.slots[slot].connection
            else { return nil }
            guard let phase = state.slots[slot].phase else {
                state.slots[slot].readiness.formUnion(readiness)
                return .answering(connection, state.slots[slot].task)
            }
            state.slots[slot].phase = nil
            state.slots[slot].deadline = nil
            let busy = busyCount.add(1, ordering: .sequentiallyConsistent).newValue
            return .taken(connection, phase, busy: busy)
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

    /// Notes that the answer over a connection that the caller has ends only with the server.
    func noteOpenEnd(_ connection: Connection) {
        withSlot(of: connection) { slot, state in state.slots[slot].isOpenEnded = true }
    }

    /// The answers that end only with the server.
    var openEnded: [Task<Void, Never>] {
        shards.flatMap { shard in
            shard.state.withLock { state in
                state.slots.compactMap { $0.isOpenEnded ? $0.task : nil }
            }
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
            state.slots[slot].isOpenEnded = false
            state.slots[slot].phase = phase
            state.slots[slot].deadline = deadline
            busyCount.subtract(1, ordering: .sequentiallyConsistent)
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
            state.free.append(slot)
            busyCount.subtract(1, ordering: .sequentiallyConsistent)
            return openCount.subtract(1, ordering: .sequentiallyConsistent).newValue
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
        var expiry = Expiry()
        for shard in shards { expire(shard, at: now, &expiry) }
        return expiry
    }

    private func expire(_ shard: Shard, at now: ContinuousClock.Instant, _ expiry: inout Expiry) {
        shard.state.withLock { state in
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
                    busyCount.add(1, ordering: .sequentiallyConsistent)
                    expiry.waiting.append((connection, phase))
                } else if let task = state.slots[index].task {
                    // Under the lock: after it, another request may be on its way.
                    connection.isOverdue.store(true, ordering: .relaxed)
                    expiry.answering.append(task)
                }
            }
        }
    }

    /// Takes out the idle connections over which nothing has come.
    func takeIdle() -> [Connection] {
        shards.flatMap(takeIdle)
    }

    private func takeIdle(_ shard: Shard) -> [Connection] {
        shard.state.withLock { state in
            var idle: [Connection] = []
            for index in state.slots.indices {
                guard case .idle? = state.slots[index].phase,
                    let connection = state.slots[index].connection, !connection.hasInput
                else { continue }
                state.slots[index].phase = nil
                state.slots[index].deadline = nil
                busyCount.add(1, ordering: .sequentiallyConsistent)
                idle.append(connection)
            }
            return idle
        }
    }

    private func withSlot<Result>(
        of connection: Connection, _ body: (Int, inout State) -> Result
    ) -> Result? where Result: Sendable {
        guard case .connection(let slot, _) = connection.token.owner else { return nil }
        let (shard, index) = place(of: slot)
        return shard.state.withLock { body(index, &$0) }
    }

    private func place(of slot: UInt32) -> (Shard, slot: Int) {
        (shards[Int(slot) % Self.shardCount], Int(slot) / Self.shardCount)
    }
}
