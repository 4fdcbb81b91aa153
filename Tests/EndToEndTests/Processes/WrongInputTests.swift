import Dewar
import DewarTesting
import Testing

/// What a server says that cannot do what it was asked for.
@Suite(.timeLimit(.minutes(3))) struct WrongInputTests {
    @Test(arguments: [
        (["--workers=-1"], "--workers is a number from 0 to 512, not -1."),
        (["--workers", "513"], "--workers is a number from 0 to 512, not 513."),
        (["--bind", "9000"], "it should be a path as /run/shop.sock, or 127.0.0.1:9000."),
        (["--bind", "localhost"], "it should be a path as /run/shop.sock, or 127.0.0.1:9000."),
        (["--bind", "127.0.0.1"], "it should be a path as /run/shop.sock, or 127.0.0.1:9000."),
        (["--bind", "::1:9000"], "it should be a path as /run/shop.sock, or 127.0.0.1:9000."),
        (["--bind", "/s", "--port", "80"], "--bind serves FastCGI without nginx; --port and"),
        (["--mode", "0888"], "it should be permissions in octal digits, as 0660."),
        (["--port", "5000", "--mode", "0600"], "--mode, --owner and --group go with --bind of a"),
        (["--bind", "127.0.0.1:0", "--owner", "0"], "--mode, --owner and --group go with --bind"),
        (["--owner", "no-one-at-all"], "--owner is a user of this machine or a number, not"),
        (["--max-memory", "much"], "it should be a size as 300M or 1G."),
        (["--max-memory", "0"], "it should be a size as 300M or 1G."),
        (
            ["--request-limit", "0"],
            "--request-limit is a time above 0; leave it out for any time."
        ),
        (["--slow-request=-1"], "it should be a time as 5 or 500ms."),
        (["--slow-request", "1.2.3"], "it should be a time as 5 or 500ms."),
        (["--ping-path", "/a", "--status-path", "/a"], "are two pages, not both '/a'."),
        (
            ["--status-path", "status"],
            "--status-path is a path that begins with '/', not 'status'."
        ),
        (["--allow-status", "::1"], "--allow-status goes with --ping-path or --status-path."),
        (["--allow-status", "10.0.0.0/33"], "it should be an address as 10.0.0.7, or 10.0.0.0/8."),
        (["--allow-peer", "localhost"], "it should be an address as 10.0.0.7, or 10.0.0.0/8."),
    ])
    func aWrongOptionIsToldInASentence(arguments: [String], sentence: String) throws {
        let output = OutputLog()
        let server = try ChildProcess(
            [SpawnedProgram.path(of: "HelloServer")] + arguments, onLine: output.append)
        defer { server.terminate() }
        #expect(server.wait(within: .seconds(10)) == .exit(64))
        #expect(output.text.prefix { $0 != "\n" }.contains(sentence), "\(output.text)")
    }

    @Test func aListOfPeersThatHasSomethingElseLetsNobodyIn() throws {
        let output = OutputLog()
        let server = try ChildProcess(
            [SpawnedProgram.path(of: "HelloServer"), "--bind", "127.0.0.1:0"],
            environment: ["FCGI_WEB_SERVER_ADDRS": "web.example, 10.0.0.7"], onLine: output.append)
        defer { server.terminate() }
        #expect(server.wait(within: .seconds(10)) == .exit(1))
        #expect(
            output.text == """
                Error: cannot serve: FCGI_WEB_SERVER_ADDRS has 'web.example', which is no address. \
                It should be like 10.0.0.7,10.0.0.8.
                """)
    }

    @Test(arguments: [[], ["run"], ["--workers", "2"]])
    func withNothingToServeOnItTellsHowItIsUsed(arguments: [String]) throws {
        let output = OutputLog()  // 82
        let server = try ChildProcess(
            [SpawnedProgram.path(of: "HelloServer")] + arguments, onLine: output.append)
        #expect(server.wait(within: .seconds(10)) == .exit(2))
        #expect(
            output.text.hasPrefix(
                "HelloServer: nothing to serve on: standard input is no listening socket,"))
        #expect(output.text.contains("\nUsage: HelloServer [run] [--bind ADDRESS]"))
    }
}
