import Dewar
import DewarTesting
import Testing

/// `HelloServer nginx`.
@Suite struct NginxCommandTests {
    @Test func withoutOptionsItPrintsTheOneForProduction() throws {
        #expect(try output([]).text + "\n" == NginxConfiguration().text)
    }

    @Test func itPrintsWhatItsOptionsAskFor() throws {
        var nginx = NginxConfiguration()
        nginx.port = 8080
        nginx.addresses = ["127.0.0.1", "::1"]
        nginx.upstream = .unixSocket("/run/shop.sock")
        nginx.installation = .folder("/srv/nginx")
        nginx.staticFolder = NginxConfiguration.StaticFolder(path: "/srv/files", prefix: "/files")
        let arguments = [
            "--port", "8080", "--host", "127.0.0.1", "--host", "::1", "--socket", "/run/shop.sock",
            "--folder", "/srv/nginx", "--static-folder", "/srv/files", "--static-url", "/files",
        ]
        #expect(try output(arguments).text + "\n" == nginx.text)
    }

    @Test(
        arguments: [
            (["--port", "0"], "--port is a number from 1 to 65535, not 0."),
            (["--socket", "a.sock"], "--socket is an absolute path, not 'a.sock'."),
            (["--static-url", "/a"], "--static-folder and --static-url go together."),
            (
                ["--host", "localhost"],
                "--host is a numeric address as 127.0.0.1 or ::1, not 'localhost'."
            ),
        ])
    func aWrongOptionIsTold(arguments: [String], sentence: String) throws {
        #expect(try output(arguments, ending: .exit(64)).text.contains(sentence))
    }

    private func output(
        _ arguments: [String], ending: ChildProcess.Ending = .exit(0)
    ) throws -> OutputLog {
        let output = OutputLog()
        let program = try ChildProcess(
            [SpawnedProgram.path(of: "HelloServer"), "nginx"] + arguments, onLine: output.append)
        defer { program.terminate() }
        #expect(program.wait(within: .seconds(20)) == ending)
        return output
    }
}
