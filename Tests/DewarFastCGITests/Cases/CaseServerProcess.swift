import TransportCases
import DewarFastCGI
import DewarTesting
import Glibc

/// Who answers the cases.
protocol CaseServing: AnyObject {
    /// Who it is, for the text of a failure.
    var name: String { get }
    /// Opens a connection.
    func open() throws -> any CaseLine
    /// Takes what was logged since the last time; nil when that cannot be asked.
    func takeLog() async throws -> [String]?
    /// Waits until no connection is open, and the process has the descriptors that it had.
    func waitUntilQuiet() throws
    /// The largest size of the process's memory since ``forgetPeak()``, in bytes; nil: not known.
    var peak: Int? { get }
    /// Makes the present size of the memory the largest one.
    func forgetPeak()
}

/// The answers of memory alone.
final class MemoryServer: CaseServing {
    let name = "in memory"
    private let log = CaseLog()
    private let responder: CaseResponder

    init() throws { responder = try CaseResponder(log: log) }

    func open() -> any CaseLine {
        MemoryLine(
            MemoryConnection(
                responder, configuration: CaseResponder.configuration(),
                logger: log.logger))
    }

    func takeLog() -> [String]? { log.take() }

    // What a connection has here is gone with it; the process is that of all tests.
    func waitUntilQuiet() {}
    var peak: Int? { nil }
    func forgetPeak() {}
}

/// A process that answers over a socket.
final class ServerProcess: CaseServing {
    /// Which program answers.
    enum Program: String, Sendable {
        /// The example, as it is.
        case hello = "HelloServer"
        /// The example's pages, and the views of the cases.
        case cases = "CaseServer"
    }

    let name: String
    private let harness: FastCGIHarness
    private let program: Program
    private let status: ProcessStatus
    /// What is open when no connection is.
    private var descriptors: Set<String>

    /// Starts a program and waits for its first answer.
    ///
    /// - Parameters:
    ///   - program: The program.
    ///   - kind: What connections come over.
    ///   - deadline: For everything that has one, in milliseconds; nil for the defaults.
    ///   - isPlain: Whether libfcgi itself reads and writes the sockets.
    /// - Throws: ``CaseFailure`` when it does not answer.
    init(
        _ program: Program, over kind: FastCGIHarness.Kind, deadline: Int? = nil,
        isPlain: Bool = false
    ) throws {
        name = "\(program.rawValue) over \(kind)\(isPlain ? ", plain" : "")"
        self.program = program
        var environment = Self.sanitizing
        if isPlain { environment["DEWAR_CASES_LINK"] = "plain" }
        if let deadline { environment["DEWAR_CASES_DEADLINE"] = "\(deadline)" }
        harness = try FastCGIHarness(
            program: SpawnedProgram.path(of: program.rawValue), environment: environment, over: kind
        )
        // What is made once and for all is there after these: the runtime's timers, say.
        for path in ["/user/kim", "/wait/100", "/user/kim"] {
            let answer = try harness.request("GET", path)
            guard path != "/user/kim" || answer.text == TransportCase.kim else {
                throw CaseFailure("\(name) does not answer")
            }
        }
        status = ProcessStatus(of: harness.program?.processID)
        descriptors = try Self.settledDescriptors(of: status)
        _ = try takeLog()
    }

    /// Whether it tells what it has logged.
    var isAskable: Bool { program == .cases }

    var processID: Int32 { harness.program?.processID ?? 0 }

    func open() throws -> any CaseLine { SocketLine(try harness.connection()) }

    /// Opens a connection for the time of a closure.
    func connect(_ body: (FastCGIConnection) throws -> Void) throws { try harness.connect(body) }

    func takeLog() throws -> [String]? {
        let path = program == .hello ? "/user/kim" : "/log"
        // Where everything has a deadline of milliseconds, a test may be too slow.
        for attempt in 0..<10 {
            let answer = try harness.request("GET", path)
            guard answer.status == 200 else {
                if attempt == 9 { throw CaseFailure("the next request is not answered") }
                continue
            }
            if program == .cases { return answer.text.split(separator: "\n").map(String.init) }
            guard answer.text == TransportCase.kim else {
                throw CaseFailure("the next request is answered with '\(answer.text)'")
            }
            break
        }
        return nil
    }

    func waitUntilQuiet() throws {
        guard kill(processID, 0) == 0 else { throw CaseFailure("the process is gone") }
        var now: Set<String> = []
        for _ in 0..<2000 {
            now = status.descriptors
            if now == descriptors { return }
            usleep(1000)
        }
        defer { descriptors = now }
        throw CaseFailure("descriptors were left: \(now.symmetricDifference(descriptors).sorted())")
    }

    // A sanitizer keeps what was freed.
    var peak: Int? { Self.sanitizing.isEmpty ? status.peak : nil }

    func forgetPeak() { status.forgetPeak() }

    /// What the tests are told of sanitizers, and a program is to be told too.
    static let sanitizing: [String: String] = {
        let names = ["LD_PRELOAD", "TSAN_OPTIONS", "ASAN_OPTIONS"]
        let values = names.map { name in (name, getenv(name).map { String(cString: $0) }) }
        return Dictionary(uniqueKeysWithValues: values).compactMapValues { $0 }
    }()

    private static func settledDescriptors(of status: ProcessStatus) throws -> Set<String> {
        var (last, repeats) = (Set<String>(), 0)
        for _ in 0..<5000 {
            let now = status.descriptors
            repeats = now == last ? repeats + 1 : 0
            if repeats == 20 { return now }
            last = now
            usleep(1000)
        }
        throw CaseFailure("the process's descriptors never come to rest")
    }
}
