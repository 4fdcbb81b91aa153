import CFastCGI
import DewarHTTP
import Glibc
import Synchronization

/// A link whose socket is ours: it never blocks, and libfcgi reads and writes memory.
///
/// A request begins when it is there, so libfcgi never waits, and neither does a thread.
/// What is waited for comes by events: bytes by ``LinkInput``, room for them by ``OutputQueue``.
final class BufferedLink: LibraryChannel, Link, @unchecked Sendable {
    // `@unchecked`: everything that changes is in `state`.

    /// What all links of a server share.
    final class Setting: Sendable {
        let limits: RecordCanonicaliser.Limits
        /// How much of a body is there before a request begins, and how much waits to be read.
        let bodyBytes: Int
        /// How much of a body may wait while an answer cannot go out.
        let backlogBytes: Int
        let drainBytes: Int
        let readDeadline: Duration
        let writeDeadline: Duration
        let bodyRate: Int
        let poller: Poller
        let alarm: Alarm

        init(_ configuration: FastCGIConfiguration, poller: Poller, alarm: Alarm) {
            limits = RecordCanonicaliser.Limits(configuration)
            bodyBytes = max(0, configuration.bodyBufferBytes)
            backlogBytes = configuration.bodyBacklogBytes
            drainBytes = configuration.drainBytes
            readDeadline = configuration.readDeadline
            writeDeadline = configuration.writeDeadline
            bodyRate = max(1, configuration.minimalBodyRate)
            self.poller = poller
            self.alarm = alarm
        }

        /// How much longer than ``readDeadline`` a body may take of which this much has come.
        func allowance(for byteCount: Int) -> Duration { .seconds(byteCount / bodyRate) }
    }

    struct State: ~Copyable, Sendable {
        var isOpen = true
        var input: LinkInput
        var output = OutputQueue()
        /// Whether the poller has the socket, and whether it also tells of room.
        var isWatched = false
        var watchesRoom = false
        /// When the peer has taken nothing for too long; nil while nothing waits to go out.
        var sendingEnd: ContinuousClock.Instant?
        /// Whether the peer takes nothing any more.
        var isGone = false
        /// Why the body cannot be read any more.
        var bodyError: RequestBodyError?
        /// How long the body has been waited for.
        var bodyWait = Duration.zero
        /// Whether a thread waits for the body, and reads the socket itself.
        var hasReader = false
        var bodyWaiters: [UnsafeContinuation<Void, Never>] = []
        var roomWaiters: [UnsafeContinuation<Void, Never>] = []
        var waitEnd: ContinuousClock.Instant?
        /// Whether libfcgi has a request, and whether it was answered.
        var stage = Stage.receiving
        /// Whether the connection is kept after the answer.
        var keepsConnection = false
    }

    enum Stage: Sendable { case receiving, answering, answered, cutOff }

    let descriptor: Int32
    let isTCP: Bool
    let token: Token
    let setting: Setting
    let state: Mutex<State>

    /// Takes over an accepted connection.
    ///
    /// - Parameters:
    ///   - descriptor: The connection, which does not block.
    ///   - isTCP: Whether it comes over TCP: then small answers must not wait for more.
    ///   - token: Comes back with its events.
    ///   - setting: What is the same for all.
    init(descriptor: Int32, isTCP: Bool, token: Token, setting: Setting) {
        self.descriptor = descriptor
        self.isTCP = isTCP
        self.token = token
        self.setting = setting
        state = Mutex(State(input: LinkInput(limits: setting.limits)))
        super.init()
        if isTCP { setOption(TCP_NODELAY, level: Int32(IPPROTO_TCP), of: descriptor, to: Int32(1)) }
    }

    deinit { close() }

    func close() {
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            _ = Glibc.close(descriptor)
            state.releaseMemory()
        }
    }

    func watch() throws(FastCGIError) {
        try state.withLock { state throws(FastCGIError) in try watch(&state) }
    }

    /// Has the poller tell of what comes, and of room if something waits for it.
    ///
    /// Once for a connection: an event comes with every change, and none is asked for again, unless
    /// bytes were left in the socket.
    func watch(_ state: inout State) throws(FastCGIError) {
        guard state.isOpen else { return }
        // Room is told of at every read of the peer: only while it is wanted.
        let wantsRoom = !state.output.isEmpty && !state.isGone
        if state.isWatched, state.watchesRoom == wantsRoom, !state.input.isTurnOver { return }
        var interest: Poller.Interest = [.input, .peerClosed, .edges]
        if wantsRoom { interest.insert(.output) }
        if state.isWatched {
            try setting.poller.modify(descriptor, interest, token: token)
        } else {
            try setting.poller.add(descriptor, interest, token: token)
        }
        state.isWatched = true
        state.watchesRoom = wantsRoom
        state.input.beginTurn()
    }

    // MARK: Called by libfcgi

    override func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        state.withLock { $0.input.records.read(into: buffer) }
    }

    override func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            if state.isGone { return false }
            state.output.append(bytes)
            return true
        }
    }

    // MARK: Before the request

    func receive(_ readiness: Poller.Readiness) -> Arrival {
        state.withLock { state in
            state.note(readiness)
            state.takeMemory()
            state.receive(from: descriptor, setting)
            if state.isGone { return .end }
            if let violation = state.input.violation {
                return .invalid(reason: violation.description)
            }
            if state.input.hasRequest(bodyBytes: setting.bodyBytes) {
                state.begin()
                return state.input.refusal.map(Arrival.refused) ?? .request
            }
            if state.input.isClosing {
                (state.stage, state.keepsConnection) = (.answered, false)
                return .closing(settle(&state))
            }
            let isUnderWay = state.input.isUnderWay
            if state.input.hasEnded {
                return isUnderWay ? .invalid(reason: "a request that was cut off") : .end
            }
            if !isUnderWay { state.releaseMemory() }
            return .incomplete(isUnderWay: isUnderWay)
        }
    }

    /// Whether a request waits for the rest of its body.
    ///
    /// - Returns: Whether it can begin, to be told that it is too late.
    func beginLate() -> Bool {
        state.withLock { state in
            guard state.input.request?.hasParameters == true else { return false }
            state.begin()
            state.bodyError = .timedOut
            return true
        }
    }

    var bodyAllowance: Duration {
        setting.allowance(for: state.withLock { $0.input.bodyByteCount })
    }

    func begin(_ request: LibraryRequest) -> Bool {
        switch request.begin(handle: handle) {
        case .begun: true
        case .truncated, .closed: false
        }
    }
}

extension BufferedLink.State {
    mutating func note(_ readiness: Poller.Readiness) {
        if !readiness.isDisjoint(with: [.peerClosed, .gone]) { input.isEndAnnounced = true }
        if input.isEndAnnounced || readiness.contains(.input) { input.mayHaveMore = true }
    }

    mutating func begin() {
        stage = .answering
        bodyError = nil
        bodyWait = .zero
        input.beginRequest()
    }

    /// Takes what has come, and sends what it is answered with.
    ///
    /// - Parameters:
    ///   - descriptor: The socket.
    ///   - setting: Gives the limits.
    ///   - waitsForRoom: Whether the answer is about to wait for a peer that takes no more of it:
    ///     one that wants to send first.
    mutating func receive(
        from descriptor: Int32, _ setting: BufferedLink.Setting, waitsForRoom: Bool = false
    ) {
        guard isOpen, !isGone else { return }
        let bodyBytes = max(setting.bodyBytes, LinkInput.smallestBodyBuffer)
        let use: LinkInput.BodyUse =
            switch stage {
            case .receiving: .keep(limit: bodyBytes)
            case .answering where bodyError != nil: .drop
            case .answering:
                .keep(
                    limit: waitsForRoom || !roomWaiters.isEmpty
                        ? max(bodyBytes, setting.backlogBytes) : bodyBytes)
            case .answered, .cutOff: .drop
            }
        let sent = output.progress
        var (output, isGone) = (self.output, false)
        self.output = OutputQueue()
        input.receive(from: descriptor, body: use) { replies in
            replies.withUnsafeBytes { output.append($0) }
            replies.removeAll(keepingCapacity: true)
            switch output.send(over: descriptor) {
            case .sent: return true
            case .full: return output.recordByteCount <= LinkInput.replyLimit
            case .gone, .cutOff:
                isGone = true
                return true
            }
        }
        self.output = output
        if output.progress != sent { sendingEnd = nil }
        if isGone { self.isGone = true }
    }

    /// Borrows the calling thread's memory, for a request that comes.
    mutating func takeMemory() {
        guard stage == .receiving, !input.isUnderWay, output.isEmpty else { return }
        let memory = ThreadMemory.current
        input.records = RecordBuffer(reusing: memory.take())
        output = OutputQueue(reusing: memory.take())
    }

    /// Gives it back: a connection that waits has none.
    mutating func releaseMemory() {
        let memory = ThreadMemory.current
        memory.give(input.records.takeMemory())
        if output.isEmpty { memory.give(output.takeMemory()) }
    }
}
