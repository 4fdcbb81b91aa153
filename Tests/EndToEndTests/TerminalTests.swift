import Dewar
import Glibc
import SeedAnswers
import Testing

/// The example as a developer starts it: it brings its own nginx.
@Suite(.serialized) struct TerminalTests {
    @Test(arguments: [SIGINT, SIGTERM])
    func itAnswersAndLeavesNothingBehind(signal: Int32) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let (server, port, output) = try start(in: folder)
        defer { server.terminate() }

        for host in ["127.0.0.1", "localhost"] + (SpawnFCGITests.hasIPv6 ? ["::1"] : []) {
            let connection = try HTTPConnection(host, port: port)
            for exchange in SeedExchange.all { try connection.expect(exchange) }
        }
        #expect(output.text.contains("http://127.0.0.1:\(port)/"))
        #expect(!Self.processes(mentioning: folder.path).isEmpty)

        server.send(signal)
        #expect(server.wait(within: .seconds(10)) == .exit(0), "\(output.text)")
        #expect(Self.processes(mentioning: folder.path) == [])
        #expect(Self.names(in: folder.path) == [])
        #expect(throws: HTTPConnection.Failure.self) {
            _ = try HTTPConnection("127.0.0.1", port: port)
        }
    }

    @Test func itStartsAgainOnTheSamePort() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let (first, port, _) = try start(in: folder)
        first.send(SIGINT)
        #expect(first.wait(within: .seconds(10)) == .exit(0))
        let (second, _, _) = try start(in: folder, port: port)
        second.terminate()
    }

    @Test func aTakenPortIsTold() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let (first, port, _) = try start(in: folder)
        defer { first.terminate() }
        let output = OutputLog()
        let second = try ChildProcess(
            [HelloServerProgram.path, "--port", "\(port)"], onLine: output.append)
        defer { second.terminate() }
        let ending = second.wait(within: .seconds(20))
        #expect(ending != nil && ending != .exit(0))
        #expect(output.text.contains("port taken: 127.0.0.1:\(port) belongs to process "))
        #expect(output.text.contains("(nginx)"))
    }

    /// Starts the server on a port that is free, and waits for its first answer.
    private func start(
        in folder: PrivateFolder, port wanted: Int? = nil
    ) throws -> (ChildProcess, port: Int, OutputLog) {
        // Somebody else may take the port before the server does.
        for _ in 0..<5 {
            let port = try wanted ?? Self.freePort()
            let output = OutputLog()
            let server = try ChildProcess(
                [HelloServerProgram.path, "--port", "\(port)"],
                environment: ["TMPDIR": folder.path], onLine: output.append)
            let isAnswering = waitUntil(server) {
                (try? HTTPConnection("127.0.0.1", port: port).send("GET", "/"))?.status == 200
            }
            if isAnswering { return (server, port, output) }
            server.terminate()
            try #require(output.text.contains("port taken"), "\(output.text)")
        }
        throw HTTPConnection.Failure(description: "no port stayed free")
    }

    private static func freePort() throws -> Int {
        let address = try #require(try ListenAddress.all(of: "127.0.0.1").first)
        guard case .free(let port) = address.tryPort(0) else {
            throw HTTPConnection.Failure(description: "no port is free")
        }
        return port
    }

    /// The ids of the processes with a text in their command lines.
    private static func processes(mentioning text: String) -> [String] {
        names(in: "/proc").filter { Int($0) != nil }.filter { identifier in
            guard let stream = fopen("/proc/\(identifier)/cmdline", "r") else { return false }
            defer { fclose(stream) }
            var bytes: [UInt8] = []
            while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
            return bytes.contains(Array(text.utf8))
        }
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
