import Dewar
import DewarTesting
import Glibc
import Testing

/// An application in one file, on a socket of its own.
@Suite struct ScriptTests {
    /// `run` drains the main queue while it serves: a view that awaits the main actor answers.
    @Test func aViewThatAwaitsTheMainActorAnswers() throws {
        let nginx = try DevelopmentProxy(port: 0)
        defer { nginx.stop() }
        let output = OutputLog()
        let server = try ChildProcess(
            [SpawnedProgram.path(of: "ScriptServer"), "--socket", nginx.socketPath],
            onLine: output.append)
        defer { server.terminate() }
        #expect(waitUntil(server) { access(nginx.socketPath, F_OK) == 0 }, "\(output.text)")
        let url = try nginx.start(log: output.append)[0]
        let port = try #require(url.split(separator: ":").last.flatMap { Int($0.dropLast()) })

        let connection = try HTTPConnection("127.0.0.1", port: port)
        #expect(try connection.send("GET", "/").text == "hello")
        for count in 1...3 {
            #expect(try connection.send("GET", "/visits").text == "\(count) visits")
        }
    }
}
