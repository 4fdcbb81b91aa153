public import DewarHTTP
import HTTPTypes

/// An answer that never needs to end: events, which a browser's `EventSource` takes one by one.
///
/// ```swift
/// app.get("/clock") {
///     EventStream { events in
///         for second in 0... {
///             try await events.send("\(second)", name: "tick", id: "\(second)")
///             try await Task.sleep(for: .seconds(1))
///         }
///     }
/// }
/// ```
/// A stream that awaits holds no thread. When nothing was sent for a while, a comment is, which
/// keeps the connection open and finds out whether the client is still there; when it is gone, the
/// task is cancelled, and what awaits there ends. The context of the request is there until then.
///
/// nginx is told not to buffer the answer (`X-Accel-Buffering: no`), and caches not to keep it. The
/// server's `requestTimeout` ends a stream as any other answer, and `fastcgi_read_timeout` of nginx
/// has to be longer than `heartbeat`; browsers connect anew. So they do when the server stops: it
/// ends event streams first of all, by cancelling them.
///
/// - SeeAlso: WHATWG HTML, "Server-sent events".
public struct EventStream: Sendable, ResponseConvertible {
    /// How long nothing is sent before a comment is; nil for no comments.
    public var heartbeat: Duration?
    /// How long a browser waits before it connects anew; nil for its own choice.
    public var retry: Duration?
    private let produce: @Sendable (EventSender) async throws -> Void

    /// Makes a stream of what a function sends.
    ///
    /// - Parameters:
    ///   - heartbeat: How long nothing is sent before a comment is; nil for no comments.
    ///   - retry: How long a browser waits before it connects anew; nil for its own choice.
    ///   - produce: Sends the events; the stream ends when it returns.
    public init(
        heartbeat: Duration? = .seconds(15), retry: Duration? = nil,
        _ produce: @escaping @Sendable (EventSender) async throws -> Void
    ) {
        self.heartbeat = heartbeat
        self.retry = retry
        self.produce = produce
    }

    /// Makes a stream of the events of a sequence.
    ///
    /// - Parameters:
    ///   - events: The events; the stream ends with them.
    ///   - heartbeat: How long nothing is sent before a comment is; nil for no comments.
    ///   - retry: How long a browser waits before it connects anew; nil for its own choice.
    public init<Events: AsyncSequence & Sendable>(
        _ events: Events, heartbeat: Duration? = .seconds(15), retry: Duration? = nil
    ) where Events.Element == ServerEvent {
        self.init(heartbeat: heartbeat, retry: retry) { sender in
            for try await event in events { try await sender.send(event) }
        }
    }

    /// The answer.
    public func makeResponse() -> Response {
        let headers: Headers = [.cacheControl: "no-store", "X-Accel-Buffering": "no"]
        var response = Response.stream(
            contentType: "text/event-stream; charset=utf-8", headers: headers
        ) { writer in
            try await send(to: EventSender(writer))
        }
        response.isOpenEnded = true
        return response
    }

    /// Sends until there is nothing more, or nobody who takes it.
    private func send(to sender: EventSender) async throws {
        do {
            // At once, so that the browser knows that it is connected.
            try await sender.begin(retry: retry)
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await produce(sender) }
                if let heartbeat, heartbeat > .zero {
                    group.addTask { try await sender.beat(every: heartbeat) }
                }
                try await group.next()
            }
        } catch is CancellationError where Task.isCancelled {
            // The client is gone, or the server stops: that is how such a stream ends.
        }
    }
}
