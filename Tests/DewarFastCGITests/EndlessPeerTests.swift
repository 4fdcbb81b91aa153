import DewarFastCGI
import DewarTesting
import Glibc
import Synchronization
import Testing

/// What a peer does that never stops to send, and what a server finds that was itself stopped.
@Suite(.timeLimit(.minutes(1)))
struct EndlessPeerTests {
    /// Records of no request: a server may drop them for ever, but not instead of its work.
    private static let strays = Array(
        repeating: FastCGIRecord(.input, requestID: 9).bytes, count: 20_000
    ).flatMap { $0 }

    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func whoSendsWithoutEndKeepsNoThread(_ kind: FastCGIHarness.Kind) async throws {
        try await onOwnThread {
            let harness = try FastCGIHarness(
                StubResponder.echo(), configuration: Self.configuration { $0.threads = 1 },
                over: kind)
            let senders = (0..<3).map { _ in EndlessSender(to: harness) }
            for sender in senders { sender.waitUntilSending() }
            for _ in 0..<10 {
                #expect(try harness.request("GET", "/good").text == echoed("GET", "/good"))
            }
            #expect(senders.allSatisfy { !$0.stop() })
        }
    }

    /// The deadline counts what comes of the body, not what comes.
    @Test(arguments: [false, true])
    func straysDoNotProlongTheWaitForABody(awaits: Bool) async throws {
        try await onOwnThread {
            let harness = try FastCGIHarness(
                awaits ? StubResponder.awaitingEcho() : StubResponder.echo(),
                configuration: Self.configuration { $0.readDeadline = .milliseconds(100) })
            try harness.connect { connection throws in
                try connection.send(
                    Array(FastCGIRequest("POST", "/", body: bytes(200_000)).records.prefix(6)))
                #expect(try connection.dribble(Self.strays, pause: .zero))
                let text = "request body timed out: no byte came in time."
                #expect(try connection.receive().text == text)
            }
        }
    }

    @Test func aRequestThatCameWhileTheProcessWasStoppedIsAnswered() async throws {
        try await onOwnThread {
            let harness = try FastCGIHarness(
                program: SpawnedProgram.path(of: "CaseServer"),
                environment: ["DEWAR_CASES_DEADLINE": "500"])
            let program = try #require(harness.program)
            let request = FastCGIRequest("GET", "/echo", keepConnection: true)
            try harness.connect { connection throws in
                #expect(try connection.exchange(request).status == 200)
                program.send(signal: SIGSTOP)
                // Longer than a connection may be idle.
                usleep(600_000)
                try connection.send(request.bytes)
                program.send(signal: SIGCONT)
                #expect(try connection.receive().status == 200)
            }
        }
    }

    private static func configuration(
        _ change: (inout FastCGIConfiguration) -> Void
    ) -> FastCGIConfiguration {
        var configuration = FastCGIHarness.configuration
        configuration.usesPlainDescriptors = false
        change(&configuration)
        return configuration
    }

    /// A thread that sends strays as fast as they are taken.
    private final class EndlessSender: Sendable {
        private let begun = Semaphore()
        private let ended = Semaphore()
        private let isStopped = Atomic(false)
        private let hasFailed = Atomic(false)

        init(to harness: FastCGIHarness) {
            let code = startThread("dewar-strays") { [self] in
                do {
                    let connection = try harness.connection()
                    try connection.send(strays)
                    begun.signal()
                    while !isStopped.load(ordering: .relaxed) { try connection.send(strays) }
                } catch {
                    hasFailed.store(true, ordering: .relaxed)
                    begun.signal()
                }
                ended.signal()
            }
            precondition(code == 0, "no thread: \(code)")
        }

        func waitUntilSending() { begun.wait() }

        /// Ends the sending; whether the server did before.
        func stop() -> Bool {
            isStopped.store(true, ordering: .relaxed)
            ended.wait()
            return hasFailed.load(ordering: .relaxed)
        }
    }
}
