import DewarFastCGI
import DewarHTTP
import Glibc
import HTTPTypes
import Synchronization
import Testing

/// A responder that is a closure, and remembers the paths that it was asked for.
final class StubResponder: Responder {
    private let seen = Mutex<[String]>([])
    private let answer: @Sendable (Request) async -> Response

    init(_ answer: @escaping @Sendable (Request) async -> Response) { self.answer = answer }

    /// The paths, in the order in which they came.
    var paths: [String] { seen.withLock { $0 } }

    func respond(to request: Request) async -> Response {
        seen.withLock { $0.append(request.path) }
        return await answer(request)
    }

    /// Answers with the method, the path and the body's length and sum.
    static func echo() -> StubResponder {
        StubResponder { request in answer(to: request) { try request.body.bytes() } }
    }

    /// The same, from a view that holds no thread while it waits for the body.
    static func awaitingEcho() -> StubResponder {
        StubResponder { request in
            let body: Result<[UInt8], any Error>
            do {
                body = .success(try await request.body.reduce(into: []) { $0 += $1 })
            } catch {
                body = .failure(error)
            }
            return answer(to: request) { try body.get() }
        }
    }

    private static func answer(to request: Request, _ body: () throws -> [UInt8]) -> Response {
        do {
            return .plain(echoed("\(request.method)", request.path, try body()))
        } catch {
            return .plain("\(error)", status: .badRequest)
        }
    }
}

extension Response {
    /// A response of plain text.
    static func plain(_ text: String, status: Status = .ok) -> Response {
        Response(status: status, contentType: "text/plain", body: .text(text))
    }
}

/// What ``StubResponder/echo()`` answers for a body.
func echoed(_ method: String = "POST", _ path: String = "/", _ body: [UInt8] = []) -> String {
    "\(method) \(path) \(body.count) \(body.reduce(0) { $0 &* 31 &+ UInt64($1) })"
}

/// Bytes that tell their place, so that lost or repeated ones show.
func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count { bytes += period.prefix(count - bytes.count) }
    return bytes
}

/// After so many bytes they repeat.
private let period = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

/// A door that a view waits at until the test opens it.
final class Gate: Sendable {
    private struct State: Sendable {
        var isOpen = false
        var arrived = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watching: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Waits until the gate is open.
    func pass() async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.arrived += 1
                let arrived = state.arrived
                let watching = state.watching.filter { $0.count <= arrived }.map(\.1)
                state.watching.removeAll { $0.count <= arrived }
                if state.isOpen { return watching + [continuation] }
                state.waiting.append(continuation)
                return watching
            }
            for continuation in ready { continuation.resume() }
        }
    }

    /// Waits until a number of views have come to the gate.
    func waitForArrival(of count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let haveArrived = state.withLock { state in
                if state.arrived < count { state.watching.append((count, continuation)) }
                return state.arrived >= count
            }
            if haveArrived { continuation.resume() }
        }
    }

    /// Opens the gate, for good.
    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// Where two threads wait for each other.
final class Rendezvous: Sendable {
    private let ends: (Int32, Int32)

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        self.ends = (ends[0], ends[1])
    }

    deinit {
        _ = close(ends.0)
        _ = close(ends.1)
    }

    /// Waits, on the calling thread, for the other one.
    ///
    /// - Returns: Whether it came within ten seconds.
    func meet(isFirst: Bool) -> Bool {
        let end = isFirst ? ends.0 : ends.1
        var byte: UInt8 = 1
        _ = write(end, &byte, 1)
        var entry = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 10_000) == 1
    }
}

/// Runs what blocks, and takes long, on a thread of its own: the others' tests need those of Swift's
/// pool, of which there are as many as cores.
func onOwnThread(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withTaskExecutorPreference(ThreadExecutor()) { try await body() }
}

/// Runs every job on a new thread.
private final class ThreadExecutor: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let code = startThread("dewar-test") {
            job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
        precondition(code == 0, "no thread: \(code)")
    }
}
