import CLinux
import Glibc

/// One worker, as the master sees it.
package struct WorkerProcess {
    /// How far it is.
    package enum Phase: Sendable, Hashable {
        /// It was started, and has not said that it serves.
        case starting
        /// It serves, since then.
        case serving(since: ContinuousClock.Instant)
        /// It was told to stop.
        case leaving
    }

    /// What all workers are started with.
    package struct Program: Sendable {
        /// The executable's path: what stands there when a worker is started is what runs.
        package var path: String
        /// All arguments, the name first.
        package var arguments: [String]
        /// The listening sockets, open in the master.
        package var sockets: [Int32]
        /// Whether they came by way of spawn-fcgi.
        package var isSpawned: Bool
        /// Variables to set besides those of the master.
        package var environment: [String: String]

        /// Makes a program.
        package init(
            path: String, arguments: [String], sockets: [Int32], isSpawned: Bool = false,
            environment: [String: String] = [:]
        ) {
            self.path = path
            self.arguments = arguments
            self.sockets = sockets
            self.isSpawned = isSpawned
            self.environment = environment
        }
    }

    /// Which of the master's workers it is, from 1.
    let seat: Int
    /// Its place on the scoreboard.
    package let place: Int
    /// Which generation it is of: one more with every restart of all.
    var generation: Int
    package let identifier: Int32
    /// The master's end of the line.
    package let line: Int32
    /// What the worker writes.
    package let output: Int32
    package let startedAt = ContinuousClock.now
    package var phase = Phase.starting
    /// Whether it asked for somebody else in its place.
    var wantsToLeave = false
    /// When it is ended by force.
    package var killTime: ContinuousClock.Instant?
    /// Whether a request took too long, and the worker was ended for that.
    var isAborted = false
    /// Whether more may come of its output, and over the line.
    package var hasOutput = true
    package var hasLine = true
    package var lines = OutputLines()

    /// As lines of the log call it.
    package var name: String { "worker \(seat) (\(identifier))" }

    /// Starts a worker.
    ///
    /// - Parameters:
    ///   - program: What to start.
    ///   - seat: Which of the workers it is.
    ///   - place: Its place on the scoreboard.
    ///   - generation: Which generation it is of.
    ///   - scoreboard: The scoreboard.
    /// - Throws: ``ProcessesError``: the executable is gone, or the system is out of something.
    package init(
        _ program: Program, seat: Int, place: Int, generation: Int, scoreboard: Scoreboard
    ) throws(ProcessesError) {
        var lines: [Int32] = [-1, -1]
        var outputs: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &lines) == 0 else {
            throw .systemCall("socketpair", errno: errno)
        }
        defer { _ = Glibc.close(lines[1]) }
        guard pipe2(&outputs, O_CLOEXEC) == 0 else {
            let code = errno
            _ = Glibc.close(lines[0])
            throw .systemCall("pipe2", errno: code)
        }
        defer { _ = Glibc.close(outputs[1]) }
        for descriptor in [lines[0], outputs[0]] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }

        let inherited = WorkerSeat.Seat(
            master: getpid(), place: place, line: lines[1], scoreboard: scoreboard.descriptor,
            sockets: program.sockets, isSpawned: program.isSpawned)
        scoreboard.place(place).occupy(seat: seat)
        let (code, identifier) = Self.start(program, inherited, output: outputs[1])
        guard code == 0 else {
            scoreboard.place(place).clear()
            _ = Glibc.close(lines[0])
            _ = Glibc.close(outputs[0])
            throw .systemCall("posix_spawn of '\(program.path)'", errno: code)
        }
        self.seat = seat
        self.place = place
        self.generation = generation
        self.identifier = identifier
        line = lines[0]
        output = outputs[0]
        scoreboard.place(place).note(process: identifier)
    }

    private static func start(
        _ program: Program, _ seat: WorkerSeat.Seat, output: Int32
    ) -> (code: Int32, identifier: Int32) {
        var variables = program.environment
        variables[WorkerSeat.variable] = "\(seat)"
        return ProgramStart.start(
            program.path, program.arguments, environment: variables, output: output
        ) { actions in
            // Onto itself: then it stays open, and everything else of the master does not.
            for descriptor in program.sockets + [seat.line, seat.scoreboard] {
                posix_spawn_file_actions_adddup2(&actions, descriptor, descriptor)
            }
        }
    }
}

extension WorkerProcess {
    /// Sends a signal.
    ///
    /// The process id is the worker's for as long as it is in the master's list: it was not waited
    /// for, so its number is not given away.
    package func send(signal: Int32) { _ = kill(identifier, signal) }

    /// Tells the worker to stop.
    package func order(_ order: WorkerSeat.Order) {
        var byte =
            switch order {
            case .stop: WorkerSeat.Message.stop
            case .stopAtOnce: WorkerSeat.Message.stopAtOnce
            }
        _ = Glibc.send(line, &byte, 1, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }

    /// Takes what the worker says over the line.
    package func messages() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(line, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }

    /// Takes what the worker has written; a little at a time, so that one of them cannot keep the
    /// master from everything else.
    ///
    /// - Returns: Nil when nothing more is there; nothing at the end.
    package func takeOutput() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(output, &buffer, buffer.count)
        return count < 0 ? nil : Array(buffer.prefix(count))
    }

    /// Closes what the master has of the worker.
    package func close() {
        _ = Glibc.close(line)
        _ = Glibc.close(output)
    }
}
