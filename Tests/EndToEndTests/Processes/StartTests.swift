import Dewar
import DewarTesting
import Glibc
import SeedAnswers
import Testing

/// Every way of starting a server, with the real tools: each answers as the seed does.
@Suite(.timeLimit(.minutes(3))) struct StartTests {
    @Test(arguments: [[], ["--workers", "0"], ["--workers", "2"]])
    func underSpawnFCGI(options: [String]) throws {
        try expectSeed { socket in
            ["spawn-fcgi", "-n", "-s", socket, "--", SpawnedProgram.path(of: "HelloServer")]
                + options
        }
    }

    @Test(arguments: [[], ["--workers", "2"]])
    func onASocketOfItsOwn(options: [String]) throws {
        try expectSeed { ["HelloServer", "--bind", $0] + options }
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func onAPortOfItsOwn(host: String) throws {
        guard host != "::1" || SpawnFCGITests.hasIPv6 else { return }
        let address = ListeningAddress.tcp(host: host, port: try StartedServer.freePort(of: host))
        let server = try StartedServer(
            at: [address], ["HelloServer", "--bind", "\(address)", "--allow-peer", host])
        defer { server.end() }
        try server.expectSeed()
    }

    @Test(arguments: [[], ["--workers", "2"]])
    func withSeveralSocketsOfSystemd(options: [String]) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let port = try StartedServer.freePort(of: "127.0.0.1")
        let server = try StartedServer(
            at: [
                .unix(path: folder.path + "/a"), .unix(path: folder.path + "/b"),
                .tcp(host: "127.0.0.1", port: port),
            ],
            [
                "systemd-socket-activate", "-l", folder.path + "/a", "-l", folder.path + "/b",
                "-l", "127.0.0.1:\(port)", SpawnedProgram.path(of: "HelloServer"),
            ] + options)
        defer { server.end() }
        try server.expectSeed()
    }

    @Test func withASocketOfSystemdAndOneOfItsOwn() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let (given, own) = (folder.path + "/given", folder.path + "/own")
        let server = try StartedServer(
            at: [.unix(path: given), .unix(path: own)],
            [
                "systemd-socket-activate", "-l", given, SpawnedProgram.path(of: "HelloServer"),
                "--bind", own,
            ])
        defer { server.end() }
        try server.expectSeed()
    }

    @Test func underMultiwatch() throws {
        try expectSeed { socket in
            [
                Self.deploy("multiwatch"), "--socket", socket, "--",
                SpawnedProgram.path(of: "HelloServer"),
            ]
        }
    }

    @Test func theFileOfASocketIsWhoseItShallBe() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/s"
        let (owner, group) = getuid() == 0 ? ("nobody", "www-data") : ("\(getuid())", "\(getgid())")
        let server = try StartedServer(
            at: [.unix(path: path)],
            ["HelloServer", "--bind", path, "--mode", "0600", "--owner", owner, "--group", group])
        defer { server.end() }
        var status = stat()
        try #require(stat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o600)
        if getuid() == 0 {
            #expect(status.st_uid == getpwnam("nobody")?.pointee.pw_uid)
            #expect(status.st_gid == getgrnam("www-data")?.pointee.gr_gid)
        }
        server.end()
        #expect(access(path, F_OK) != 0)
    }

    @Test func aSocketThatIsLeftIsReplacedAndOneInUseIsNot() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/s"
        let first = try StartedServer(at: [.unix(path: path)], ["HelloServer", "--bind", path])
        defer { first.end() }
        let output = OutputLog()
        let second = try ChildProcess(
            [SpawnedProgram.path(of: "HelloServer"), "--bind", path], onLine: output.append)
        #expect(second.wait(within: .seconds(10)) == .exit(1))
        #expect(
            output.text == """
                Error: cannot listen at unix:\(path): the address is in use by another process. \
                Stop that process, or choose another address.
                """)
        first.process.send(SIGKILL)
        _ = first.process.wait(within: .seconds(10))
        #expect(access(path, F_OK) == 0)
        let third = try StartedServer(at: [.unix(path: path)], ["HelloServer", "--bind", path])
        defer { third.end() }
        try third.expectSeed()
    }

    @Test func ofSeveralThatStartAtOnceOneHasTheSocket() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/s"
        for _ in 0..<3 {
            let servers = try (0..<6).map { _ in
                try ChildProcess([SpawnedProgram.path(of: "HelloServer"), "--bind", path])
            }
            defer { for server in servers { server.terminate() } }
            let deadline = ContinuousClock.now + .seconds(20)
            while servers.count(where: { $0.ending == nil }) > 1, ContinuousClock.now < deadline {
                usleep(5000)
            }
            #expect(servers.count(where: { $0.ending == nil }) == 1)
            let harness = try FastCGIHarness(connectingTo: .unix(path: path))
            #expect(try harness.request("GET", "/").status == 200)
            // What it leaves is stale for those of the next round.
            for server in servers { server.send(SIGKILL) }
        }
    }

    @Test func otherPeersAreRefused() throws {
        let address = ListeningAddress.tcp(
            host: "127.0.0.1", port: try StartedServer.freePort(of: "127.0.0.1"))
        let output = OutputLog()
        let server = try ChildProcess(
            [
                SpawnedProgram.path(of: "HelloServer"), "--bind", "\(address)", "--allow-peer",
                "10.0.0.0/8",
            ],
            onLine: output.append)
        defer { server.terminate() }
        let harness = try FastCGIHarness(connectingTo: address)
        let isRefused = waitUntil(server) {
            // Closed without an answer, once it listens.
            let answer = try? harness.request("GET", "/")
            return answer?.status == nil
                && output.text.contains("connection refused: 127.0.0.1 is no web server")
        }
        #expect(isRefused, "\(output.text)")
    }

    // MARK: Support

    /// The path of a script of `deploy/`.
    static func deploy(_ name: String) -> String {
        #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/deploy/\(name)"
    }

    private func expectSeed(_ command: (String) -> [String]) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/s"
        let server = try StartedServer(at: [.unix(path: path)], command(path))
        defer { server.end() }
        try server.expectSeed()
        server.process.send(SIGTERM)
        #expect(server.process.wait(within: .seconds(10)) == .exit(0), "\(server.output.text)")
    }
}
