import CFastCGI
import Glibc

/// The kernel's list of descriptors that are being waited for, shared by all workers.
///
/// - SeeAlso: epoll(7).
final class Poller: Sendable {
    /// What a descriptor waits for.
    struct Interest: OptionSet, Sendable {
        let rawValue: UInt32

        static let input = Interest(rawValue: EPOLLIN.rawValue)
        static let output = Interest(rawValue: EPOLLOUT.rawValue)
        static let peerClosed = Interest(rawValue: EPOLLRDHUP.rawValue)
        /// One event, for one worker; then none before the next ``Poller/modify(_:_:token:)``.
        static let once = Interest(rawValue: EPOLLONESHOT.rawValue)
        /// An event when something changes, not while it lasts.
        static let edges = Interest(rawValue: EPOLLET.rawValue)
        /// Of several processes that wait for a descriptor, only one is woken.
        static let exclusive = Interest(rawValue: EPOLLEXCLUSIVE.rawValue)
    }

    /// What a descriptor is ready for.
    struct Readiness: OptionSet, Sendable {
        let rawValue: UInt32

        static let input = Readiness(rawValue: EPOLLIN.rawValue)
        static let output = Readiness(rawValue: EPOLLOUT.rawValue)
        /// The peer sends nothing more; what it sent before may still be there.
        static let peerClosed = Readiness(rawValue: EPOLLRDHUP.rawValue)
        /// The peer takes nothing more either.
        static let gone = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
    }

    /// What a worker is told.
    struct Event: Sendable {
        let owner: Token.Owner
        let readiness: Readiness
    }

    private let descriptor: Int32

    init() throws(FastCGIError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else {
            throw FastCGIError.systemCall("epoll_create1", errno: errno)
        }
    }

    deinit { _ = close(descriptor) }

    /// Begins to wait for a descriptor.
    ///
    /// - Parameters:
    ///   - target: The descriptor.
    ///   - interest: What it waits for.
    ///   - token: Comes back with its events.
    /// - Throws: ``FastCGIError`` when the kernel is out of memory or watches.
    func add(_ target: Int32, _ interest: Interest, token: Token) throws(FastCGIError) {
        try control(EPOLL_CTL_ADD, target, interest, token)
    }

    /// Waits for a descriptor again, after its one event.
    func modify(_ target: Int32, _ interest: Interest, token: Token) throws(FastCGIError) {
        try control(EPOLL_CTL_MOD, target, interest, token)
    }

    /// Waits no longer for a descriptor.
    func remove(_ target: Int32) {
        _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, target, nil)
    }

    /// Waits for one event, on the calling thread.
    ///
    /// - Parameter blocks: Whether to wait when there is none now.
    /// - Returns: Whose descriptor is ready; nil when none is, or on a signal.
    func wait(blocks: Bool) -> Event? {
        var event = epoll_event()
        guard epoll_wait(descriptor, &event, 1, blocks ? -1 : 0) > 0 else { return nil }
        return Event(
            owner: Token(rawValue: event.data.u64).owner,
            readiness: Readiness(rawValue: event.events))
    }

    private func control(
        _ operation: Int32, _ target: Int32, _ interest: Interest, _ token: Token
    ) throws(FastCGIError) {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = token.rawValue
        guard epoll_ctl(descriptor, operation, target, &event) == 0 else {
            throw FastCGIError.systemCall("epoll_ctl", errno: errno)
        }
    }
}

/// Who an event is for, in the 64 bits that the kernel keeps of a descriptor.
///
/// A number instead of a pointer: an event may still be under way when its connection is gone.
struct Token: Sendable, Hashable {
    let rawValue: UInt64

    enum Owner: Sendable, Hashable {
        /// A connection: a slot of the table, and which of the slot's connections it is.
        case connection(slot: UInt32, generation: UInt32)
        /// One of the listening sockets.
        case listener(UInt32)
        /// A job waits for a worker.
        case job
        /// A deadline has come.
        case alarm
        /// The workers end.
        case end
    }

    init(rawValue: UInt64) { self.rawValue = rawValue }

    init(_ owner: Owner) {
        rawValue =
            switch owner {
            case .connection(let slot, let generation):
                UInt64(generation) << 32 | UInt64(slot)
            case .listener(let index): 1 << 63 | UInt64(index)
            case .job: 1 << 63 | 1 << 32
            case .alarm: 1 << 63 | 2 << 32
            case .end: 1 << 63 | 3 << 32
            }
    }

    var owner: Owner {
        let low = UInt32(truncatingIfNeeded: rawValue)
        guard rawValue >> 63 == 1 else {
            return .connection(slot: low, generation: UInt32(rawValue >> 32))
        }
        switch UInt32(truncatingIfNeeded: rawValue >> 32) & 0x7fff_ffff {
        case 1: return .job
        case 2: return .alarm
        case 3: return .end
        default: return .listener(low)
        }
    }
}
