import DewarCore
import DewarHTTP
import Synchronization

/// Answers as another responder does, and counts what goes on after its answers.
struct CountingResponder: Responder {
    private let responder: any Responder
    private let count: BackgroundCount

    init(_ responder: any Responder, _ count: BackgroundCount) {
        self.responder = responder
        self.count = count
    }

    func respond(to request: Request) async -> Response { await responder.respond(to: request) }

    func willServe(with background: any BackgroundRunner) {
        responder.willServe(with: Counted(runner: background, count: count))
    }

    private struct Counted: BackgroundRunner {
        let runner: any BackgroundRunner
        let count: BackgroundCount

        func start(_ work: @escaping @Sendable () async -> Void) -> Bool {
            count.begin()
            let isStarted = runner.start {
                await work()
                count.end()
            }
            if !isStarted { count.end() }
            return isStarted
        }
    }
}

/// How much goes on after answers.
final class BackgroundCount: Sendable {
    private let state = Mutex(State())

    private struct State {
        var count = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    func begin() { state.withLock { $0.count += 1 } }

    func end() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.count -= 1
            guard state.count == 0 else { return [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until nothing goes on.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.count > 0 { state.waiters.append(continuation) }
                return state.count == 0
            }
            if isIdle { continuation.resume() }
        }
    }
}

/// The contexts of requests that are under way, by the numbers that the client gave them.
final class ContextBoard: Sendable {
    private let contexts = Mutex<[String: KeptContext]>([:])

    @Sendable func add(_ context: KeptContext) {
        guard let number = context.request.parameters.text(of: TestMessage.numberParameter) else {
            return
        }
        contexts.withLock { $0[number] = context }
    }

    /// Takes the context of a request that was answered.
    func take(_ number: String) -> KeptContext? {
        contexts.withLock { $0.removeValue(forKey: number) }
    }
}
