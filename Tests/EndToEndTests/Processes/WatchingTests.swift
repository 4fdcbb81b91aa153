import Dewar
import DewarTesting
import Glibc
import Testing

/// What a server tells of itself: to systemd, to its log, to those who ask.
@Suite(.timeLimit(.minutes(3))) struct WatchingTests {
    @Test(arguments: ["0", "2"])
    func systemdIsToldHowFarTheServiceIs(workers: String) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let (path, notifyPath) = (folder.path + "/s", folder.path + "/notify")
        let notify = try DatagramSocket(path: notifyPath)
        let server = try StartedServer(
            at: [.unix(path: path)],
            environment: ["NOTIFY_SOCKET": notifyPath, "WATCHDOG_USEC": "200000"],
            ["ProcessServer", "--bind", path, "--workers", workers])
        defer { server.end() }
        var messages: [String] = []
        func hears(_ text: String) -> Bool {
            server.waits {
                while let message = notify.next() { messages.append(message) }
                return messages.contains { $0.contains(text) }
            }
        }
        #expect(hears("READY=1"))
        #expect(hears("WATCHDOG=1"))
        if workers != "0" {
            server.process.send(SIGHUP)
            #expect(hears("RELOADING=1\nMONOTONIC_USEC="))
            messages = []
            #expect(hears("READY=1\nSTATUS=2 of 2 workers serve"))
        }
        server.process.send(SIGTERM)
        #expect(server.process.wait(within: .seconds(10)) == .exit(0))
        while let message = notify.next() { messages.append(message) }
        #expect(messages.contains("STOPPING=1"))
    }

    @Test func theWatchdogIsNotFedWhenNoThreadIsFree() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let (path, notifyPath) = (folder.path + "/s", folder.path + "/notify")
        let notify = try DatagramSocket(path: notifyPath)
        let server = try StartedServer(
            at: [.unix(path: path)],
            environment: ["NOTIFY_SOCKET": notifyPath, "WATCHDOG_USEC": "100000"],
            ["ProcessServer", "--bind", path, "--workers", "0", "--threads", "1"])
        defer { server.end() }
        #expect(server.waits { notify.next() == "WATCHDOG=1" })
        let connection = try server.harness.connection()
        try connection.send(FastCGIRequest("GET", "/block/1000").bytes)
        _ = server.process.wait(within: .milliseconds(200))
        while notify.next() != nil {}
        _ = server.process.wait(within: .milliseconds(400))
        #expect(notify.next() == nil)
        #expect(try connection.receive().text == "blocked")
        #expect(server.waits { notify.next() == "WATCHDOG=1" })
    }

    @Test(arguments: ["0", "2"])
    func thePagesAreForThoseWhoMaySeeThem(workers: String) throws {
        let options = ["--workers", workers, "--status-path", "/status", "--ping-path", "/ping"]
        try withServer(options) { (server, _) throws in
            #expect(try server.harness.request("GET", "/ping").text == "pong\n")
            let text = try server.harness.request("GET", "/status").text
            #expect(text.contains("\nrunning requests: 1\n"), "\(text)")
            #expect(text.contains("  GET /status for 0.0 s, in its view\n"), "\(text)")
            let json = try server.harness.request("GET", "/status?json")
            #expect(json["Content-Type"] == "application/json")
            let value = try JSONReader.read(json.text)
            #expect(value["workers"]?.array?.count == max(1, Int(workers) ?? 0))
            #expect(value["running"]?.int == 1)
            #expect(value["connections"]?["waiting"]?.int == 0)
            let metrics = try server.harness.request("GET", "/status?prometheus").text
            #expect(metrics.contains("# TYPE dewar_requests_total counter\ndewar_requests_total "))
            for page in ["/ping", "/status"] {
                var request = FastCGIRequest("GET", page, headers: [("X-Forwarded-For", "::1")])
                request.set("REMOTE_ADDR", to: "192.0.2.7")
                #expect(try server.harness.send(request).status == 403)
                #expect(try server.harness.request("POST", page).status == 405)
            }
        }
    }

    @Test(arguments: ["0", "2"])
    func thePingPageNeedsNoOther(workers: String) throws {
        try withServer(["--workers", workers, "--ping-path", "/ping"]) { (server, _) throws in
            #expect(try server.harness.request("GET", "/ping").text == "pong\n")
        }
    }

    @Test func aLogFileThatMayNotGrowHarmsNobody() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/s"
        let server = try StartedServer(
            at: [.unix(path: path)],
            [
                "prlimit", "--fsize=1024", SpawnedProgram.path(of: "ProcessServer"), "--bind", path,
                "--log-file", folder.path + "/log",
            ])
        defer { server.end() }
        for _ in 0..<200 {
            #expect(try server.harness.request("GET", "/print/something").text == "printed")
        }
    }

    @Test func withoutAPathThereAreNoPages() throws {
        try withServer(["--workers", "0"]) { (server, _) throws in
            for page in ["/ping", "/status"] {
                #expect(try server.harness.request("GET", page).status == 404)
            }
        }
    }

    @Test(arguments: ["0", "1"])
    func slowRequestsAreLogged(workers: String) throws {
        try withServer(["--workers", workers, "--slow-request", "0.2"]) { (server, _) throws in
            #expect(try server.harness.request("GET", "/wait/600").text == "waited")
            #expect(server.says("slow request: GET /wait/600 for 0."))
            #expect(server.output.text.contains(" s, in its view"))
            let connection = try server.harness.connection()
            var request = FastCGIRequest(
                "POST", "/echo", body: [UInt8](repeating: 65, count: 100_000))
            request.set("CONTENT_LENGTH", to: "200000")
            // What is there of the body, without its end.
            try connection.send(Array(request.bytes.dropLast(8)))
            #expect(server.says("slow request: POST /echo for 0."))
            #expect(server.says(" s, waiting for its body"))
        }
    }

    @Test func whatWorkersPrintIsInTheLogWithTheirNames() throws {
        try withServer(["--workers", "1"]) { (server, _) throws in
            let worker = try server.answeringProcess()
            #expect(try server.harness.request("GET", "/print/word").text == "printed")
            #expect(server.says("Z worker 1 (\(worker)): said word"))
        }
    }

    @Test(arguments: ["0", "1"])
    func theLogFileIsOpenedAnew(workers: String) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let log = folder.path + "/log"
        try withServer(["--workers", workers, "--log-file", log]) { (server, _) throws in
            _ = try server.harness.request("GET", "/print/first")
            #expect(server.waits { text(of: log).contains("said first\n") })
            rename(log, log + ".1")
            server.process.send(SIGUSR1)
            #expect(server.waits { access(log, F_OK) == 0 })
            _ = try server.harness.request("GET", "/print/second")
            #expect(server.waits { text(of: log).contains("said second\n") })
            #expect(!text(of: log + ".1").contains("second"))
        }
    }

    @Test func aFullDiskStopsNobody() throws {
        try withServer(["--workers", "1", "--log-file", "/dev/full"]) { (server, _) throws in
            for _ in 0..<20 {
                #expect(try server.harness.request("GET", "/print/lost").text == "printed")
            }
            server.process.send(SIGHUP)
            #expect(try server.harness.request("GET", "/").text == "hello")
        }
    }

    // MARK: Support

    private func text(of file: String) -> String {
        guard let stream = fopen(file, "r") else { return "" }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Where systemd would hear what a service says.
private final class DatagramSocket {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(code == 0)
    }

    deinit { _ = close(descriptor) }

    func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
