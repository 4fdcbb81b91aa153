import Dewar
import DewarTesting
import Glibc
import Testing

/// What an application does before its first request and after its last one, in real processes.
@Suite(.timeLimit(.minutes(3))) struct LifecycleRunTests {
    private static let program = SpawnedProgram.path(of: "ProcessServer")

    private func withServer(
        _ lifecycle: String, _ options: [String], _ body: (StartedServer) throws -> Void
    ) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/s"
        let server = try StartedServer(
            at: [.unix(path: path)], environment: ["PROCESS_SERVER_LIFECYCLE": lifecycle],
            ["ProcessServer", "--bind", path] + options)
        defer { server.end() }
        try body(server)
    }

    private func lines(_ server: StartedServer, _ start: String) -> Set<Substring> {
        Set(server.output.text.split(separator: "\n").filter { $0.contains(start) })
    }

    @Test func aProcessStartsAndStopsOnce() throws {
        try withServer("", []) { server in
            let process = try server.answeringProcess()
            #expect(server.says("started \(process)"))
            #expect(!server.output.text.contains("stopped"))
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .seconds(10)) == .exit(0))
            #expect(server.output.text.contains("stopped \(process)"))
            #expect(lines(server, "started").count == 1)
        }
    }

    @Test func eachWorkerDoesAndTheMasterDoesNot() throws {
        try withServer("", ["--workers", "2"]) { server in
            let workers = try server.answeringProcesses()
            for worker in workers { #expect(server.says("started \(worker)")) }
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .seconds(20)) == .exit(0))
            #expect(lines(server, "started").count == 2)
            #expect(lines(server, "stopped").count == 2)
        }
    }

    @Test func whatCannotStartEndsWithAMessage() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let output = OutputLog()
        let server = try ChildProcess(
            [Self.program, "--bind", folder.path + "/s"],
            environment: ["PROCESS_SERVER_LIFECYCLE": "fails"], onLine: output.append)
        #expect(server.wait(within: .seconds(10)) == .exit(1))
        #expect(
            output.text.contains("the application could not start: onStart (in ProcessServer/main"))
        #expect(output.text.contains("threw: StartFailure()"))
    }

    @Test func aProcessWaitsTenSecondsForWhatDoesNotStop() throws {
        try withServer("hangs", []) { server in
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .seconds(20)) == .exit(1))
            #expect(server.output.text.contains("onStop had not ended after 10.0 seconds"))
        }
    }
}
