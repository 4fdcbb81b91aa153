import Synchronization

/// Runs work that goes on after its request was answered.
///
/// A transport has one, and tells its responder by ``Responder/willServe(with:)``.
public protocol BackgroundRunner: Sendable {
    /// Starts work, unless there is too much of it already, or the server has ended.
    ///
    /// ```swift
    /// struct Unbounded: BackgroundRunner {
    ///     func start(_ work: @escaping @Sendable () async -> Void) -> Bool {
    ///         Task { await work() }
    ///         return true
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter work: What to do; it may block its thread, and may await.
    /// - Returns: Whether it was started.
    /// - SeeAlso: Starlette `BackgroundTask`; Flask has none.
    func start(_ work: @escaping @Sendable () async -> Void) -> Bool
}

/// Work that goes on after its request was answered: counted, so that it is bounded and can be
/// waited for.
package final class BackgroundWork: BackgroundRunner {
    fileprivate struct State: Sendable {
        var count = 0
        var isClosed = false
        /// What runs the work; nil for Swift's own threads.
        var executor: (any TaskExecutor)?
        /// Called when there is none left.
        var onIdle: (@Sendable () -> Void)?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// The largest amount that runs at once, unless a server says otherwise.
    package static let defaultLimit = 1024

    private let limit: Int
    private let state = Mutex(State())

    /// Makes a runner that uses Swift's own threads.
    ///
    /// - Parameter limit: How much may run at once.
    package init(limit: Int = BackgroundWork.defaultLimit) {
        self.limit = limit
    }

    /// Has a server's threads run what is started from now on.
    ///
    /// - Parameters:
    ///   - executor: The threads; kept until the runner is closed.
    ///   - onIdle: Called whenever there is no work left; kept as long.
    package func open(on executor: any TaskExecutor, onIdle: @escaping @Sendable () -> Void) {
        state.withLock { ($0.executor, $0.onIdle) = (executor, onIdle) }
    }

    package func start(_ work: @escaping @Sendable () async -> Void) -> Bool {
        let executor = state.withLock { state -> (any TaskExecutor)?? in
            guard !state.isClosed, state.count < limit else { return nil }
            state.count += 1
            return .some(state.executor)
        }
        guard let executor else { return false }
        Task(executorPreference: executor) {
            await work()
            self.finish()
        }
        return true
    }

    private func finish() {
        let (onIdle, waiters) = state.withLock { state in
            state.count -= 1
            guard state.count == 0 else {
                return (nil as (@Sendable () -> Void)?, [CheckedContinuation<Void, Never>]())
            }
            defer { state.waiters = [] }
            return (state.onIdle, state.waiters)
        }
        for waiter in waiters { waiter.resume() }
        onIdle?()
    }

    /// Waits until no work is left.
    package func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.count > 0 { state.waiters.append(continuation) }
                return state.count == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Starts nothing more, if no work is left.
    ///
    /// - Returns: Whether that is so.
    package func closeIfIdle() -> Bool {
        state.withLock { state in
            if state.count == 0 { state.close() }
            return state.count == 0
        }
    }

    /// Starts nothing more; what runs goes on.
    ///
    /// - Returns: How much that is.
    package func close() -> Int {
        state.withLock { state in
            state.close()
            return state.count
        }
    }
}

extension BackgroundWork.State {
    fileprivate mutating func close() { (isClosed, executor, onIdle) = (true, nil, nil) }
}
