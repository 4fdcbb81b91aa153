import Synchronization

/// The form of one request: read once, by whoever asks first.
struct FormCell: ~Copyable, Sendable {
    // Not private: another file that lays out this struct would crash the compiler (6.3.1).
    struct State {
        var limits = RequestLimits()
        var stage = Stage.unread
    }

    enum Stage {
        case unread
        /// Being read without a thread, and waited for.
        case loading([CheckedContinuation<Void, Never>])
        case read(Result<FormContent, any Error>)
    }

    private let state = Mutex(State())

    /// How much is taken.
    var limits: RequestLimits { state.withLock { $0.limits } }

    /// Sets how much is taken, for a form that was not read yet.
    func setLimits(_ limits: RequestLimits) {
        state.withLock { $0.limits = limits }
    }

    /// The form, read on the calling thread unless that was done before.
    ///
    /// - Parameter read: Reads it.
    /// - Returns: The form.
    /// - Throws: What reading it threw, each time; ``FormBusyError`` while a task loads it.
    func form(_ read: (RequestLimits) throws -> FormContent) throws -> FormContent {
        try state.withLock { state in
            switch state.stage {
            case .read(let result): return try result.get()
            case .loading: throw FormBusyError()
            case .unread:
                let result = Result { try read(state.limits) }
                state.stage = .read(result)
                return try result.get()
            }
        }
    }

    /// Begins to load the form, or waits for the task that does.
    ///
    /// - Returns: The limits for who is to load it; nil when it is there.
    /// - Throws: What reading it threw.
    func beginLoading() async throws -> RequestLimits? {
        let begun = try state.withLock { state -> RequestLimits?? in
            switch state.stage {
            case .read(let result):
                _ = try result.get()
                return .some(nil)
            case .unread:
                state.stage = .loading([])
                return state.limits
            case .loading: return nil
            }
        }
        if let begun { return begun }
        await withCheckedContinuation { continuation in
            let mustWait = state.withLock { state in
                guard case .loading(let waiting) = state.stage else { return false }
                state.stage = .loading(waiting + [continuation])
                return true
            }
            if !mustWait { continuation.resume() }
        }
        _ = try form { _ in throw FormBusyError() }
        return nil
    }

    /// Ends loading.
    ///
    /// - Throws: What reading it threw.
    func finishLoading(_ result: Result<FormContent, any Error>) throws {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            defer { state.stage = .read(result) }
            guard case .loading(let waiting) = state.stage else { return [] }
            return waiting
        }
        for continuation in waiting { continuation.resume() }
        _ = try result.get()
    }
}

/// A form that one task is loading while another wants it at once.
struct FormBusyError: Error, CustomStringConvertible {
    /// One sentence: what was found, what was wanted.
    var description: String {
        "the form is being loaded by another task: say 'try await request.loadForm()' here as well."
    }
}
