import Dewar
import DewarTesting
import Glibc
import SeedAnswers
import Testing

/// The example as a developer starts it: it brings its own nginx.
@Suite(.serialized) struct TerminalTests {
    @Test(arguments: [SIGINT, SIGTERM])
    func itAnswersAndLeavesNothingBehind(signal: Int32) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let server = try start(in: folder)
        defer { server.process.terminate() }
        for host in ["127.0.0.1", "localhost"] + (SpawnFCGITests.hasIPv6 ? ["::1"] : []) {
            let connection = try HTTPConnection(host, port: server.port)
            for exchange in SeedExchange.all { try connection.expect(exchange) }
        }
        #expect(server.says("http://127.0.0.1:\(server.port)/"))
        try server.expectCleanEnd(by: signal)
    }

    @Test func itStartsAgainOnTheSamePort() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let first = try start(in: folder)
        defer { first.process.terminate() }
        try first.expectCleanEnd(by: SIGINT)
        let second = try start(in: folder, port: first.port)
        defer { second.process.terminate() }
        try second.expectCleanEnd(by: SIGINT)
    }

    @Test func aTakenPortIsTold() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let first = try start(in: folder)
        defer { first.process.terminate() }
        let output = OutputLog()
        let second = try ChildProcess(
            [SpawnedProgram.path(of: "HelloServer"), "--port", "\(first.port)"],
            onLine: output.append)
        defer { second.terminate() }
        #expect(second.wait(within: .seconds(20)) == .exit(1))
        #expect(output.text.contains("port taken: 127.0.0.1:\(first.port) belongs to process "))
        #expect(output.text.contains("(nginx)"))
    }

    @Test func nginxEndsWithAServerThatIsKilled() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let server = try start(in: folder)
        server.process.send(SIGKILL)
        #expect(server.process.wait(within: .seconds(10)) == .signal(SIGKILL))
        let deadline = ContinuousClock.now + .seconds(10)
        var isListening = true
        while isListening, ContinuousClock.now < deadline {
            isListening = (try? HTTPConnection("127.0.0.1", port: server.port)) != nil
        }
        #expect(!isListening)
    }

    @Test func whatAKilledServerLeavesIsRemovedByTheNext() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let killed = try start(in: folder)
        killed.process.send(SIGKILL)
        #expect(killed.process.wait(within: .seconds(10)) == .signal(SIGKILL))
        let next = try start(in: folder)
        defer { next.process.terminate() }
        let other = try start(in: folder)
        defer { other.process.terminate() }
        #expect(try HTTPConnection("127.0.0.1", port: next.port).send("GET", "/").status == 200)
        next.process.send(SIGTERM)
        #expect(next.process.wait(within: .seconds(10)) == .exit(0))
        try other.expectCleanEnd(by: SIGTERM)
    }

    private func start(in folder: PrivateFolder, port: Int? = nil) throws -> RunningProgram {
        try RunningProgram(in: folder, port: port) {
            [SpawnedProgram.path(of: "HelloServer"), "--port", "\($0)"]
        }
    }
}
