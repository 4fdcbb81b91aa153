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
    /// - Returns: The connection, the caller's from now on, what it waited for, and how many
    ///   are with a worker or a task now; nil when it is gone, or with somebody.
    func claim(slot: UInt32, generation: UInt32) -> (Connection, Phase, busy: Int)? {
        let (shard, slot) = place(of: slot)
        return shard.state.withLock { state in
            guard state.slots.indices.contains(slot), state.slots[slot].generation == generation,
                let connection = state.slots[slot].connection, let phase = state.slots[slot].phase
            else { return nil }
            state.slots[slot].phase = nil
            let busy = busyCount.add(1, ordering: .sequentiallyConsistent).newValue
            return (connection, phase, busy)
        }
    }

    /// Puts a connection back: the next event may claim it, before this returns even.
    func park(_ connection: Connection, as phase: Phase, until deadline: ContinuousClock.Instant) {
        withSlot(of: connection) { slot, state in
            state.slots[slot].phase = phase
            state.slots[slot].deadline = deadline
            busyCount.subtract(1, ordering: .sequentiallyConsistent)
        }
    }

    /// Forgets a connection that the caller has.
    ///
    /// - Returns: The number of connections that are left.
    @discardableResult
    func remove(_ connection: Connection) -> Int {
        withSlot(of: connection) { slot, state in
            state.slots[slot].connection = nil
            state.free.append(slot)
            busyCount.subtract(1, ordering: .sequentiallyConsistent)
        }
        return openCount.subtract(1, ordering: .sequentiallyConsistent).newValue
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
        var earliest: ContinuousClock.Instant?
        for shard in shards { giveUp(in: shard, isDue, &earliest) }
        return earliest
    }

    private func giveUp(
        in shard: Shard, _ isDue: (Slot) -> Bool, _ earliest: inout ContinuousClock.Instant?
    ) {
        shard.state.withLock { state in
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
        }
    }

    private func withSlot(of connection: Connection, _ body: (Int, inout State) -> Void) {
        guard case .connection(let slot, _) = connection.token.owner else { return }
        let (shard, index) = place(of: slot)
        shard.state.withLock { body(index, &$0) }
    }

    private func place(of slot: UInt32) -> (Shard, slot: Int) {
        (shards[Int(slot) % Self.shardCount], Int(slot) / Self.shardCount)
    }
}
