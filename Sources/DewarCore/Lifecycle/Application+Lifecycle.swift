import Logging
import Synchronization

/// How far an application is.
struct LifecycleState: Sendable {
    /// Starting, or started; nil before that.
    var start: Task<Void, any Error>?
    var hasStopped = false
}

extension Application {
    /// Whether there is something to do before the first request or after the last one.
    package var hasLifecycle: Bool {
        let current = declarations.current
        return !current.hooks.start.isEmpty || !current.hooks.stop.isEmpty
            || current.mounts.contains { $0.application.hasLifecycle }
    }

    /// Does what was declared by ``Scaffold/onStart(file:line:_:)``, once; that of mounted
    /// applications afterwards.
    ///
    /// Servers and test clients call it before the first request; a second call waits for the
    /// first.
    ///
    /// ```swift
    /// try await app.start()
    /// ```
    ///
    /// - Throws: ``StartError`` with what the first function threw that did, at every call.
    /// - SeeAlso: ``Scaffold/onStart(file:line:_:)``.
    public func start() async throws {
        let task = lifecycle.withLock { state in
            if let task = state.start { return task }
            let task = Task.detached { [self] in
                let current = declarations.current
                for action in current.hooks.start {
                    do {
                        try await withContext { try await action.run() }
                    } catch {
                        throw StartError(place: action.place, underlying: error)
                    }
                }
                for mount in current.mounts { try await mount.application.start() }
            }
            state.start = task
            return task
        }
        try await task.value
    }

    /// Does what was declared by ``Scaffold/onStop(file:line:_:)``, once, if the application has
    /// started; that of mounted applications first.
    ///
    /// ```swift
    /// await app.stop()
    /// ```
    ///
    /// - SeeAlso: ``Scaffold/onStop(file:line:_:)``.
    public func stop() async {
        let start = lifecycle.withLock { state -> Task<Void, any Error>? in
            defer { if state.start != nil { state.hasStopped = true } }
            return state.hasStopped ? nil : state.start
        }
        guard let start, case .success = await start.result else { return }
        let current = declarations.current
        for mount in current.mounts.reversed() { await mount.application.stop() }
        for action in current.hooks.stop.reversed() {
            do {
                try await withContext { try await action.run() }
            } catch {
                logger.error(
                    "onStop (in \(action.place)) threw: \(error)",
                    metadata: ["type": "\(type(of: error))"])
            }
        }
    }
}
