import DewarHTTP
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
        StubResponder { request in
            do {
                let body = try request.body.bytes()
                let sum = body.reduce(0) { $0 &* 31 &+ UInt64($1) }
                return .plain("\(request.method) \(request.path) \(body.count) \(sum)")
            } catch {
                return .plain("\(error)", status: .badRequest)
            }
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
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
}

/// A door that a view waits at until the test opens it.
final class Gate: Sendable {
    private struct State: Sendable {
        var isOpen = false
        var arrived = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watching: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits until the gate is open.
    func pass() async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.arrived += 1
                defer { state.watching = [] }
                if state.isOpen { return state.watching + [continuation] }
                state.waiting.append(continuation)
                return state.watching
            }
            for continuation in ready { continuation.resume() }
        }
    }

    /// Waits until somebody waits at the gate.
    func waitForArrival() async {
        await withCheckedContinuation { continuation in
            let hasArrived = state.withLock { state in
                if state.arrived == 0 { state.watching.append(continuation) }
                return state.arrived > 0
            }
            if hasArrived { continuation.resume() }
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
