import Dewar
import DewarTesting
import Glibc
import SeedAnswers
import Testing

/// `deploy/serve` with the executable that the tests were built with.
@Suite(.serialized) struct ServeScriptTests {
    @Test func itServesAndLeavesNothingBehindTwice() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        var port: Int?
        for signal in [SIGINT, SIGTERM] {
            let server = try RunningProgram(in: folder, port: port) { port in
                [
                    Self.script, "--port", "\(port)", "--executable",
                    SpawnedProgram.path(of: "HelloServer"),
                ]
            }
            defer { server.process.terminate() }
            port = server.port
            for host in ["127.0.0.1", "localhost"] {
                let connection = try HTTPConnection(host, port: server.port)
                for exchange in SeedExchange.all { try connection.expect(exchange) }
            }
            #expect(server.says("http://127.0.0.1:\(server.port)/"))
            try server.expectCleanEnd(by: signal)
        }
    }

    @Test func aTakenPortIsTold() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let proxy = try DevelopmentProxy(port: 0)
        defer { proxy.stop() }
        let url = try proxy.start()[0]
        let port = try #require(url.split(separator: ":").last.flatMap { Int($0.dropLast()) })

        let output = OutputLog()
        let script = try ChildProcess([Self.script, "--port", "\(port)"], onLine: output.append)
        defer { script.terminate() }
        #expect(script.wait(within: .seconds(20)) == .exit(1))
        #expect(output.text.hasPrefix("serve: port taken: 127.0.0.1:\(port) belongs to process "))
        #expect(output.text.contains("(nginx). End it (kill "))
    }

    @Test(
        arguments: [
            (["--port", "0"], "serve: --port is a number from 1 to 65535, not '0'."),
            (["--port", "65536"], "serve: --port is a number from 1 to 65535, not '65536'."),
            (["--port"], "serve: --port wants a value; see --help."),
            (["--executable", "/nowhere"], "serve: --executable: no program '/nowhere'."),
            (["now"], "serve: unknown argument: now; see --help."),
        ])
    func aWrongArgumentIsTold(arguments: [String], sentence: String) throws {
        let output = OutputLog()
        let script = try ChildProcess([Self.script] + arguments, onLine: output.append)
        defer { script.terminate() }
        #expect(script.wait(within: .seconds(20)) == .exit(1))
        #expect(output.text == sentence)
    }

    private static var script: String {
        // Tests/EndToEndTests/<this file>: three up is the repository.
        #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/deploy/serve"
    }
}
