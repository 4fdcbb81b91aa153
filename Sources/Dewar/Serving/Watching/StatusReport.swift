import DewarProcesses

/// What a server does at a moment, for the status page.
struct StatusReport: Sendable, Hashable {
    /// One worker, or the only process.
    struct Worker: Sendable, Hashable {
        /// Which of the master's workers it is; 0 without a master.
        var seat: Int
        var process: Int32
        var state: ScoreboardPlace.State
        var uptime: Duration
        var requests: Int
        var busy: Int
        var acceptedConnections: Int
        var openConnections: Int
        /// Bytes in RAM; 0 when that is not known yet.
        var memory: Int
        /// What it answers now, oldest first.
        var running: [RunningRequest]
    }

    /// A page, and its media type.
    struct Page: Sendable, Hashable {
        var contentType: String
        var text: String

        static func text(_ text: String) -> Page {
            Page(contentType: "text/plain; charset=utf-8", text: text)
        }
    }

    var uptime: Duration
    /// How often all workers were replaced on request.
    var reloads: Int
    /// How many workers ended though nobody asked them to.
    var crashes: Int
    /// Since the start, those of workers that are gone included.
    var requests: Int
    var acceptedConnections: Int
    /// Connections that nobody has accepted; nil when the kernel does not tell.
    var waitingConnections: Int?
    var workers: [Worker]
}

extension StatusReport {
    /// Reads a scoreboard.
    ///
    /// - Parameters:
    ///   - board: The scoreboard.
    ///   - waiting: The lengths of the queues that the kernel tells.
    init(_ board: Scoreboard, waiting: [Int]) {
        let now = MonotonicClock.now
        workers = board.occupiedPlaces.map { Worker($0, at: now) }
            .sorted { ($0.seat, $0.process) < ($1.seat, $1.process) }
        uptime = MonotonicClock.age(of: board.start, at: now)
        (reloads, crashes) = board.restarts
        let past = board.past
        requests = past.requests + workers.map(\.requests).reduce(0, +)
        acceptedConnections =
            past.connections + workers.map(\.acceptedConnections).reduce(0, +)
        waitingConnections = waiting.isEmpty ? nil : waiting.reduce(0, +)
    }

    /// The number of requests that are being answered.
    var busy: Int { workers.map(\.busy).reduce(0, +) }

    /// The number of open connections.
    var openConnections: Int { workers.map(\.openConnections).reduce(0, +) }
}

extension StatusReport.Worker {
    fileprivate init(_ place: ScoreboardPlace, at now: UInt64) {
        seat = place.seat
        process = place.process
        state = seat == 0 ? .serving : place.state
        uptime = MonotonicClock.age(of: place.start, at: now)
        requests = place.requests
        busy = place.busy
        (acceptedConnections, openConnections) = place.connections
        memory = place.memory
        running = place.runningRequests(at: now).sorted { $0.age > $1.age }
    }
}
