import DewarFastCGI
import DewarProcesses
import Glibc
import Synchronization

/// A program that runs beside this one and never outlives it.
///
/// The kernel ends it (SIGTERM) when this process ends, however that happens: `setpriv` asks for
/// that between `fork` and the program. It is in a process group of its own, so that Ctrl-C at the
/// terminal comes to this process alone.
package final class ChildProcess: Sendable {
    /// How a program ended.
    package enum Ending: Sendable, Hashable {
        /// By itself, with a status; 0 is success.
        case exit(Int32)
        /// By a signal.
        case signal(Int32)
    }

    private struct State {
        var identifier: Int32 = 0
        var ending: Ending?
    }

    private let state = Mutex(State())
    private let ended = Gate()
    private let silent = Gate()

    /// The process id; after the end it may belong to somebody else.
    package var identifier: Int32 { state.withLock { $0.identifier } }

    /// How the program ended; nil while it runs.
    package var ending: Ending? { state.withLock { $0.ending } }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The program, its path or a name to look for in PATH, and its arguments.
    ///   - environment: Variables to set besides those of this process.
    ///   - onLine: Called with each line that the program writes to its standard output or error,
    ///     on a thread of its own.
    ///   - onEnd: Called when the program has ended and written its last line.
    /// - Throws: ``DevelopmentProxyError`` when it cannot be started.
    package init(
        _ command: [String], environment: [String: String] = [:],
        onLine: @escaping @Sendable (String) -> Void = { _ in },
        onEnd: @escaping @Sendable (Ending) -> Void = { _ in }
    ) throws(DevelopmentProxyError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .startFailed(command.first ?? "", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (output, input) = (ends[0], ends[1])
        let started = Gate()
        let failure = Mutex<Int32>(0)

        // The kernel sends the signal at the end of the *thread* that started the program: this
        // one stays until the program has ended.
        let starter = startThread("dewar-child") { [self] in
            let code = spawn(command, environment, output: input)
            close(input)
            failure.withLock { $0 = code }
            started.open()
            guard code == 0 else { return }
            let ending = reap()
            // What a grandchild still writes is not waited for.
            silent.wait(within: .seconds(1))
            ended.open()
            onEnd(ending)
        }
        guard starter == 0 else {
            close(input)
            close(output)
            throw .startFailed(command.first ?? "", code: starter)
        }
        started.wait()
        let code = failure.withLock { $0 }
        guard code == 0 else {
            close(output)
            throw .startFailed(command.first ?? "", code: code)
        }
        let reader = startThread("dewar-output") { [silent] in
            Self.readLines(of: output, onLine)
            close(output)
            silent.open()
        }
        // Without a reader the program goes on, with nobody to hear it.
        if reader != 0 { close(output) }
    }

    /// Sends the program a signal; nothing happens when it has ended.
    ///
    /// - Parameter signal: The signal's number.
    package func send(_ signal: Int32) {
        // Under the lock, because `reap` gives the id back under it.
        state.withLock { state in
            if state.ending == nil, state.identifier > 0 { kill(state.identifier, signal) }
        }
    }

    /// Waits for the end.
    ///
    /// - Parameter limit: The longest time to wait.
    /// - Returns: How the program ended; nil when it still runs.
    @discardableResult
    package func wait(within limit: Duration) -> Ending? {
        ended.wait(within: limit) ? ending : nil
    }

    /// Ends the program: asks it by SIGTERM, and does not ask when it takes too long.
    ///
    /// - Parameter limit: The time it has to end by itself.
    package func terminate(within limit: Duration = .seconds(5)) {
        send(SIGTERM)
        if wait(within: limit) == nil {
            send(SIGKILL)
            ended.wait()
        }
    }
}

extension ChildProcess {
    /// Starts the program with its output going to a pipe.
    private func spawn(
        _ command: [String], _ environment: [String: String], output: Int32
    ) -> Int32 {
        // The shell sees whether this process is still there: its death before `setpriv` was
        // ready would have gone unnoticed.
        let guarded =
            [
                "setpriv", "--pdeathsig", "TERM", "/bin/sh", "-c",
                "test \"$PPID\" = \"$0\" && exec \"$@\"", "\(getpid())",
            ] + command

        let (code, identifier) = ProgramStart.start(
            "setpriv", guarded, environment: environment, output: output
        ) { actions in
            // A socket that some library left open must not stay open in the program.
            for descriptor in ProcFileSystem.names(in: "/proc/self/fd").compactMap({ Int32($0) })
            where descriptor > STDERR_FILENO {
                posix_spawn_file_actions_addclose(&actions, descriptor)
            }
        }
        if code == 0 { state.withLock { $0.identifier = identifier } }
        return code
    }

    /// Waits for the end of the program and gives its process id back.
    private func reap() -> Ending {
        var information = siginfo_t()
        let identifier = identifier
        let onlyLook = WEXITED | WNOWAIT
        while waitid(P_PID, id_t(identifier), &information, onlyLook) != 0, errno == EINTR {}
        return state.withLock { state in
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            let ending: Ending =
                switch ProcessEnding(waitStatus: status) {
                case .exit(let status): .exit(status)
                case .signal(let signal): .signal(signal)
                }
            state.ending = ending
            return ending
        }
    }

    private static func readLines(of descriptor: Int32, _ onLine: (String) -> Void) {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in buffer[..<count] {
                guard byte == UInt8(ascii: "\n") else {
                    line.append(byte)
                    continue
                }
                onLine(String(decoding: line, as: UTF8.self))
                line.removeAll()
            }
        }
        if !line.isEmpty { onLine(String(decoding: line, as: UTF8.self)) }
    }
}
