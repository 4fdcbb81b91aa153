import Glibc
import Synchronization

/// A program that a test has started; it is ended when nobody refers to it any more.
public final class SpawnedProgram: Sendable {
    /// The process's number.
    public let processID: Int32

    private let patience: Duration
    /// Readable, and at its end, when the program has ended: it has the other end.
    private let lifeline: Int32
    private let status = Mutex<Int32?>(nil)

    /// Starts a program.
    init(
        path: String, arguments: [String], environment: [String: String],
        standardInput: Int32, patience: Duration
    ) throws {
        self.patience = patience
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FastCGIHarnessError.systemCall("pipe", errno: errno) }
        defer { _ = close(ends[1]) }
        lifeline = ends[0]
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
        // Any number that is passed on will do: the program does not know of it.
        posix_spawn_file_actions_adddup2(&actions, ends[1], 199)
        // Threads of Swift's pool block signals, and a program inherits what its maker blocks.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var processID: pid_t = 0
        let code = Self.withCStrings([path] + arguments) { argv in
            Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&processID, path, &actions, &attributes, argv, envp)
            }
        }
        self.processID = processID
        guard code == 0 else { throw FastCGIHarnessError.systemCall("posix_spawn", errno: code) }
    }

    deinit {
        if status.withLock({ $0 }) == nil, processID > 0 {
            _ = kill(processID, SIGKILL)
            _ = waitpid(processID, nil, 0)
        }
        _ = close(lifeline)
    }

    /// Finds an executable of the package that is tested, as the build left it beside the tests.
    ///
    /// - Parameter product: The executable's name.
    /// - Returns: Its absolute path; whether it is there is not looked at.
    public static func path(of product: String) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let tests = buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:))
        let folder = tests[..<(tests.lastIndex(of: UInt8(ascii: "/")) ?? 0)]
        return String(decoding: folder, as: UTF8.self) + "/" + product
    }

    /// Sends the program a signal.
    ///
    /// - Parameter signal: Its number, as `SIGTERM`.
    public func send(signal: Int32) { _ = kill(processID, signal) }

    /// Waits for the program's end.
    ///
    /// - Returns: What it exited with; the negative number of the signal that ended it.
    /// - Throws: ``FastCGIHarnessError`` when it is still running at the deadline.
    @discardableResult
    public func waitForExit() throws -> Int32 {
        if let status = status.withLock({ $0 }) { return status }
        var entry = pollfd(fd: lifeline, events: Int16(POLLIN), revents: 0)
        let milliseconds = patience.components.seconds * 1000
        guard poll(&entry, 1, Int32(clamping: milliseconds)) > 0 else {
            throw FastCGIHarnessError.timedOut(patience)
        }
        var raw: Int32 = 0
        _ = waitpid(processID, &raw, 0)
        // WIFEXITED and WEXITSTATUS, which are macros.
        let result = raw & 0x7f == 0 ? raw >> 8 & 0xff : -(raw & 0x7f)
        status.withLock { $0 = result }
        return result
    }

    /// Calls a closure with a null-terminated list of C strings.
    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
