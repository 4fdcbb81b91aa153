import CFastCGI
import Glibc

/// What comes over a connection: read, made into clean records, and kept as long as need be.
///
/// It is large, and a question to it that is a call of its own gets a copy (6.3.1, also of a type
/// that cannot be copied): what is asked at every request is inlined.
struct LinkInput: ~Copyable, Sendable {
    /// What becomes of a body.
    enum BodyUse: Sendable {
        /// It is kept for the request, up to a limit; what is over it waits in the socket.
        case keep(limit: Int)
        /// It is dropped: the request is answered, or cannot have it any more.
        case drop
    }

    private(set) var canonicaliser: RecordCanonicaliser
    /// What is for libfcgi.
    var records = RecordBuffer()
    /// Whether the socket may have bytes: there was an event, or the last read was full.
    var mayHaveMore = true
    /// Whether reading was stopped with more in the socket, so that others have their turn: to be
    /// gone on with at an event that is asked for.
    private(set) var isTurnOver = false
    /// Whether the poller has told that the peer sends nothing more.
    var isEndAnnounced = false
    /// Whether the peer sends nothing more, and everything was read.
    private(set) var hasEnded = false
    /// Why the request under way is answered without the application.
    private(set) var refusal: Refusal?
    /// Why the connection is to be closed.
    private(set) var violation: RecordViolation?
    /// Whether the connection is to be closed after what is still to be sent.
    private(set) var isClosing = false
    /// How many bytes of the body were kept and have not been read.
    private(set) var bodyByteCount = 0
    /// How many bytes of the body were dropped.
    private(set) var droppedByteCount = 0
    /// Whether somebody answers the request under way: then its end is theirs to tell.
    private var hasBegun = false
    /// Bytes that came after the request under way, raw.
    private var held: [UInt8] = []

    init(limits: RecordCanonicaliser.Limits) {
        canonicaliser = RecordCanonicaliser(limits: limits)
    }

    @inline(__always)
    var request: RecordCanonicaliser.Request? { canonicaliser.request }

    /// Whether nothing more is to be taken.
    @inline(__always)
    var isOver: Bool { refusal != nil || violation != nil || isClosing }

    /// Whether the body has come to its end, to a good one or another.
    @inline(__always)
    var isBodyOver: Bool {
        guard let request else { return true }
        return request.hasBody || request.isAborted || hasEnded || isOver
    }

    /// Whether the parameters are there, and as much of the body as is waited for.
    @inline(__always)
    func hasRequest(bodyBytes limit: Int) -> Bool {
        guard let request, request.hasParameters, violation == nil else { return false }
        return refusal != nil || request.hasBody || bodyByteCount >= limit
    }

    /// Whether a request has begun to come.
    @inline(__always)
    var isUnderWay: Bool { request != nil || !canonicaliser.isBetweenRecords }

    /// Whether something waits that is not in the socket any more.
    @inline(__always)
    var hasHeldBytes: Bool { !held.isEmpty || canonicaliser.hasNextRequest }

    /// Whether nothing waits, here or, as far as is known, in the socket.
    @inline(__always)
    var isQuiet: Bool { !hasHeldBytes && !mayHaveMore && !isOver }

    /// Notes that somebody answers the request under way.
    mutating func beginRequest() { hasBegun = true }

    /// Notes that reading goes on, or that an event was asked for at which it will.
    mutating func beginTurn() { isTurnOver = false }

    /// Notes that bytes of the body were read.
    mutating func takeBodyBytes(_ count: Int) { bodyByteCount -= count }

    /// Forgets the request under way, behind whose end the next one can begin.
    mutating func finishRequest() {
        canonicaliser.finishRequest()
        records.clear()
        (bodyByteCount, droppedByteCount, refusal, hasBegun) = (0, 0, nil, false)
    }

    /// Takes what has come, as far as it is wanted now.
    ///
    /// - Parameters:
    ///   - descriptor: The socket, which does not block.
    ///   - use: What becomes of a body.
    ///   - send: Sends replies; whether the peer takes them.
    mutating func receive(
        from descriptor: Int32, body use: BodyUse, send: (inout [UInt8]) -> Bool
    ) {
        takeHeldBytes(body: use, send: send)
        beginTurn()
        var remaining = Self.bytesInATurn
        while mayHaveMore, wantsMore(body: use) {
            guard remaining > 0 else {
                isTurnOver = true
                return
            }
            let buffer = ThreadMemory.current.input
            let count = retryingInterrupts { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
            guard count > 0 else {
                mayHaveMore = false
                // Errors of a socket are ends: the peer has reset the connection.
                if count == 0 || errno != EAGAIN { hasEnded = true }
                return
            }
            // What comes after a read that is not full makes an event of its own: epoll(7). An
            // end that was announced makes none.
            mayHaveMore = count == buffer.count || isEndAnnounced
            remaining -= count
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), body: use, send: send)
        }
    }

    /// Takes bytes that have come.
    ///
    /// - Parameters:
    ///   - bytes: The bytes; what belongs to the next request is kept for it.
    ///   - use: What becomes of a body.
    ///   - send: Sends replies; whether the peer takes them.
    mutating func take(
        _ bytes: UnsafeRawBufferPointer, body use: BodyUse, send: (inout [UInt8]) -> Bool
    ) {
        guard held.isEmpty else { return held += bytes }
        var rest = bytes
        takeNext(&rest, body: use, send: send)
        held += rest
    }

    /// Takes what belongs to the next request, if that can begin.
    ///
    /// - Parameters:
    ///   - use: What becomes of a body.
    ///   - send: Sends replies; whether the peer takes them.
    mutating func takeHeldBytes(body use: BodyUse, send: (inout [UInt8]) -> Bool) {
        guard hasHeldBytes else { return }
        let bytes = held
        held = []
        bytes.withUnsafeBytes { bytes in
            var rest = bytes
            takeNext(&rest, body: use, send: send)
            held += rest
        }
    }

    @inline(__always)
    private func wantsMore(body use: BodyUse) -> Bool {
        if isOver || hasHeldBytes { return false }
        guard let request, request.hasParameters, !request.hasBody else { return true }
        switch use {
        case .keep(let limit): return bodyByteCount < limit
        case .drop: return true
        }
    }

    private mutating func takeNext(
        _ bytes: inout UnsafeRawBufferPointer, body use: BodyUse, send: (inout [UInt8]) -> Bool
    ) {
        var replies: [UInt8] = []
        defer {
            if !replies.isEmpty, !send(&replies) { violate(.unreadReplies(limit: Self.replyLimit)) }
        }
        while true {
            let before = canonicaliser.request?.bodyByteCount ?? 0
            let event = canonicaliser.take(&bytes, records: &records, replies: &replies)
            note(bodyBytes: (canonicaliser.request?.bodyByteCount ?? before) - before, use)
            switch event {
            case nil: return
            case .aborted where !hasBegun:
                abandon()
                if case .closing = canonicaliser.abandonRequest(&replies) {
                    isClosing = true
                    return
                }
            case .parametersComplete, .bodyComplete, .aborted: continue
            case .abandoned: abandon()
            case .refused(let refusal):
                self.refusal = refusal
                return
            case .repliesWaiting:
                guard send(&replies) else {
                    return violate(.unreadReplies(limit: Self.replyLimit))
                }
            case .closing:
                isClosing = true
                return
            case .nextRequest: return
            case .violation(let violation): return violate(violation)
            }
        }
    }

    /// Forgets what is there of a request that was given up.
    private mutating func abandon() {
        records.clear()
        bodyByteCount = 0
    }

    private mutating func note(bodyBytes count: Int, _ use: BodyUse) {
        guard count > 0 else { return }
        switch use {
        case .keep: bodyByteCount += count
        case .drop:
            droppedByteCount += count
            bodyByteCount = 0
            records.clear()
        }
    }

    private mutating func violate(_ violation: RecordViolation) {
        if self.violation == nil { self.violation = violation }
    }

    /// How much of a body comes in before somebody reads it, at least.
    static let smallestBodyBuffer = 65_536

    /// How many bytes are read in a row: a peer that sends faster than it is read, what belongs to
    /// no request even, must not keep a thread.
    private static let bytesInATurn = 1 << 20

    /// How many bytes of replies may wait for a peer that does not read them.
    static let replyLimit = 65_536
}
