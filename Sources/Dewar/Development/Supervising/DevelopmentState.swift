import DewarProcesses
import Synchronization

/// A page, and since when it is true.
struct DatedPage: Sendable {
    /// The page.
    var page: FailurePage
    /// Since when.
    var time = ContinuousClock.now
}

/// How a worker ended that should have served.
struct WorkerCrash: Sendable {
    /// How it ended.
    var ending: ProcessEnding
    /// What it printed last.
    var lines: [String]
    /// What it was answering.
    var requests: [RunningRequest]
}

/// What the supervisor knows, for its pages and for the browsers that show the application.
final class DevelopmentState: Sendable {
    /// How the application is.
    enum Phase: Sendable {
        /// A worker starts, or serves, or is about to be replaced.
        case good
        /// Nobody serves until it is mended: the last build failed, or the last worker ended
        /// before it served. Made then: the files may be others by now.
        case failed(FailurePage)
    }

    /// What a browser is told.
    enum Event: Sendable, Hashable {
        /// To load the page anew.
        case reload
        /// To fetch the style sheets anew.
        case styles
        /// That a build goes on, and its step.
        case building(String)
        /// That a build has ended that changed nothing.
        case idle
    }

    /// The package's folder.
    let root: String
    /// Tells this supervisor's versions from another's.
    private let origin = UInt32.random(in: 0...UInt32.max)

    private struct State {
        var phase = Phase.good
        var crash: DatedPage?
        var proxyLine: String?
        var version = 1
        var changed: Int64 = 0
        var edition = 0
        var listeners: [Int: AsyncStream<Event>.Continuation] = [:]
        var nextListener = 0
    }

    private let state = Mutex(State())

    init(root: String) { self.root = root }

    /// How the application is.
    var phase: Phase {
        get { state.withLock(\.phase) }
        set { state.withLock { $0.phase = newValue } }
    }

    /// The last worker that ended though it should have served.
    var crash: DatedPage? { state.withLock(\.crash) }

    /// The last line that nginx wrote.
    var proxyLine: String? {
        get { state.withLock(\.proxyLine) }
        set { state.withLock { $0.proxyLine = newValue } }
    }

    /// Another text for every state of the application, also after a restart of the supervisor: a
    /// browser that was away sees whether it missed one.
    var version: String { "\(origin).\(state.withLock(\.version))" }

    /// When there was last something new to see, in milliseconds since 1970; 0 for never.
    var changed: Int64 { state.withLock(\.changed) }

    /// Which edition of the application is shown; see ``LiveReload/edition``.
    var edition: Int { state.withLock(\.edition) }

    /// Shows another edition of the application, and tells all browsers.
    ///
    /// - Parameter edition: A higher number than the last.
    func show(edition: Int) {
        state.withLock { $0.edition = edition }
        send(.reload)
    }

    /// Notes that a worker ended though it should have served.
    func noteCrash(_ page: FailurePage) {
        state.withLock { $0.crash = DatedPage(page: page) }
    }

    /// Tells all browsers.
    func send(_ event: Event) {
        state.withLock { state in
            if event == .reload || event == .styles {
                state.version += 1
                state.changed = LiveReload.now
            }
            for listener in state.listeners.values { listener.yield(event) }
        }
    }

    /// What happens from now on.
    ///
    /// - Returns: Events; a browser that does not keep up misses the oldest.
    func events() -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Event.self, bufferingPolicy: .bufferingNewest(16))
        let number = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    /// Ends all streams of events.
    func endEvents() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.finish() }
    }
}
