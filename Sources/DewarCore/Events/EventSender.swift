import DewarHTTP
public import DewarText
import Synchronization

/// Sends the events of an ``EventStream``; tasks may share it.
public final class EventSender: Sendable {
    /// The id of the last event that the browser got before it connected anew; nil at first.
    ///
    /// It is the client's to make up, as everything in a request.
    public let lastEventID: String?

    private let writer: any ResponseBodyWriter
    private let turn = Turn()
    private let count = Atomic(0)

    init(_ writer: any ResponseBodyWriter) {
        self.writer = writer
        lastEventID = Context.running?.request?.parameters.text(of: "HTTP_LAST_EVENT_ID")
    }

    /// Sends an event.
    ///
    /// ```swift
    /// let stream = EventStream { events in try await events.send(ServerEvent("Hello")) }
    /// ```
    ///
    /// - Parameter event: The event.
    /// - Throws: ``EventError`` for a name or id of several lines; when the client is gone.
    /// - SeeAlso: WHATWG HTML, "Server-sent events".
    public func send(_ event: ServerEvent) async throws { try await write(try event.text) }

    /// Sends an event.
    ///
    /// - Parameters:
    ///   - data: What the browser's handler gets, of any number of lines.
    ///   - name: Its kind; nil for `message`.
    ///   - id: What the browser sends when it connects anew; nil to keep the last.
    /// - Throws: ``EventError`` for a name or id of several lines; when the client is gone.
    public func send(_ data: String, name: String? = nil, id: String? = nil) async throws {
        try await send(ServerEvent(data, name: name, id: id))
    }

    /// Sends an event whose data is JSON.
    ///
    /// - Parameters:
    ///   - json: The data; a literal will do.
    ///   - name: Its kind; nil for `message`.
    ///   - id: What the browser sends when it connects anew; nil to keep the last.
    /// - Throws: ``EventError`` for a name or id of several lines; when the client is gone.
    public func send(json: JSON, name: String? = nil, id: String? = nil) async throws {
        try await send(ServerEvent(json: json, name: name, id: id))
    }

    /// Sends a comment, which the browser takes no notice of.
    ///
    /// ```swift
    /// let stream = EventStream { events in try await events.comment("still here") }
    /// ```
    ///
    /// - Parameter text: The comment.
    /// - Throws: When the client is gone.
    /// - SeeAlso: WHATWG HTML, "Server-sent events".
    public func comment(_ text: String = "") async throws {
        try await write(ServerEvent.lines(":", of: text) + "\n")
    }

    func begin(retry: Duration?) async throws {
        guard let retry else { return try await comment() }
        let (seconds, attoseconds) = max(retry, .zero).components
        let milliseconds = min(seconds, 1 << 40) * 1000 + attoseconds / 1_000_000_000_000_000
        try await write("retry: \(milliseconds)\n\n")
    }

    /// Sends a comment whenever nothing else was sent for a while.
    func beat(every interval: Duration) async throws {
        while true {
            let before = count.load(ordering: .relaxed)
            try await Task.sleep(for: interval)
            if count.load(ordering: .relaxed) == before { try await comment() }
        }
    }

    private func write(_ text: String) async throws {
        count.wrappingAdd(1, ordering: .relaxed)
        await turn.take()
        defer { turn.pass() }
        try Task.checkCancellation()
        try await writer.write(text)
    }
}

/// Lets tasks go one at a time, in the order in which they came.
private final class Turn: Sendable {
    private struct State: Sendable {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func take() async {
        await withCheckedContinuation { continuation in
            let mustWait = state.withLock { state in
                if state.isTaken { state.waiting.append(continuation) }
                defer { state.isTaken = true }
                return state.isTaken
            }
            if !mustWait { continuation.resume() }
        }
    }

    func pass() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
