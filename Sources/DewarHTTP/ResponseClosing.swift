import Synchronization

/// Knows when a response is over: it was sent, or the client is gone, or it was dropped.
package final class ResponseClosing: Sendable {
    /// What is to be done then; nil when it was.
    private let actions = Mutex<[@Sendable () -> Void]?>([])

    /// Makes one for a response that is not over.
    package init() {}

    deinit { close() }

    /// Has something done when the response is over; at once, if it is already.
    package func add(_ action: @escaping @Sendable () -> Void) {
        let isOver = actions.withLock { actions in
            actions?.append(action)
            return actions == nil
        }
        if isOver { action() }
    }

    /// Notes that the response is over; a second time nothing happens.
    package func close() {
        let actions = actions.withLock { actions in
            defer { actions = nil }
            return actions ?? []
        }
        for action in actions { action() }
    }

    /// Waits until the response is over.
    package func wait() async {
        await withCheckedContinuation { continuation in add { continuation.resume() } }
    }
}

extension Response {
    /// Has something done when the response was sent, or when it never will be.
    ///
    /// ```swift
    /// response.callOnClose { print("sent") }
    /// ```
    /// It is called once, on the thread that sent the last byte, in the order of declaration; what
    /// takes longer belongs into `afterResponse`. A response that replaces this one has actions of
    /// its own.
    ///
    /// - Parameter action: What to do; it must not block.
    /// - SeeAlso: Werkzeug `Response.call_on_close`.
    public mutating func callOnClose(_ action: @escaping @Sendable () -> Void) {
        let closing = closing ?? ResponseClosing()
        closing.add(action)
        self.closing = closing
    }
}
