import Dewar
import Glibc
import Synchronization
import Testing

/// These need nginx, as every application that is started from a terminal does.
@Suite struct DevelopmentProxyTests {
    @Test func itListensOnBothLoopbacksAndEndsCleanly() throws {
        let proxy = try DevelopmentProxy(port: 0)
        let folder = folder(of: proxy)
        let urls = try proxy.start()
        #expect(urls.count == 2)
        let port = try #require(portNumber(in: urls[0]))
        #expect(urls == ["http://127.0.0.1:\(port)/", "http://localhost:\(port)/"])
        #expect(accepts("127.0.0.1", port))
        if isIPv6There { #expect(accepts("::1", port)) }

        proxy.stop()
        #expect(!accepts("127.0.0.1", port))
        #expect(access(folder, F_OK) != 0)
        proxy.stop()
    }

    @Test func onlyTheAskedAddressIsListenedOn() throws {
        let proxy = try DevelopmentProxy(host: "127.0.0.2", port: 0)
        defer { proxy.stop() }
        let urls = try proxy.start()
        let port = try #require(portNumber(in: urls[0]))
        #expect(urls == ["http://127.0.0.2:\(port)/"])
        #expect(accepts("127.0.0.2", port))
        #expect(!accepts("127.0.0.1", port))
    }

    @Test func itsFolderIsPrivate() throws {
        let proxy = try DevelopmentProxy(port: 0)
        defer { proxy.stop() }
        var status = stat()
        #expect(stat(folder(of: proxy), &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o700)
    }

    @Test func aTakenPortNamesWhoHasIt() throws {
        let first = try DevelopmentProxy(host: "127.0.0.1", port: 0)
        defer { first.stop() }
        let port = try #require(portNumber(in: try first.start()[0]))

        let second = try DevelopmentProxy(host: "127.0.0.1", port: port)
        defer { second.stop() }
        let error = #expect(throws: DevelopmentProxyError.self) { try second.start() }
        #expect(error?.kind == .portTaken)
        let owner = try #require(PortOwner.find(port: port, address: "127.0.0.1"))
        guard case .process(let identifier, "nginx") = owner else {
            Issue.record("nginx is our child and must be seen, got \(owner)")
            return
        }
        #expect(
            error?.description == """
                port taken: 127.0.0.1:\(port) belongs to process \(identifier) (nginx). \
                End it (kill \(identifier)) or take another port: --port \(port + 1)
                """)
    }

    @Test func aListenerOnAllAddressesIsFoundToo() throws {
        let first = try DevelopmentProxy(host: "0.0.0.0", port: 0)
        defer { first.stop() }
        let port = try #require(portNumber(in: try first.start()[0]))
        #expect(PortOwner.find(port: port, address: "127.0.0.1") != nil)
    }

    @Test func aMissingNginxIsToldBeforeAnythingStarts() throws {
        let proxy = try DevelopmentProxy(port: 0, searchPath: "/nowhere")
        defer { proxy.stop() }
        let error = #expect(throws: DevelopmentProxyError.self) { try proxy.start() }
        #expect(error?.kind == .nginxMissing)
    }

    @Test(
        arguments: [("192.0.2.77", .hostElsewhere), ("nowhere.invalid", .hostUnknown)]
            as [(String, DevelopmentProxyError.Kind)])
    func aWrongHostIsTold(host: String, kind: DevelopmentProxyError.Kind) throws {
        let proxy = try DevelopmentProxy(host: host, port: 0)
        defer { proxy.stop() }
        let error = #expect(throws: DevelopmentProxyError.self) { try proxy.start() }
        #expect(error?.kind == kind)
    }

    @Test(arguments: [-1, 65536]) func aNumberThatIsNoPortIsTold(port: Int) {
        let error = #expect(throws: DevelopmentProxyError.self) {
            _ = try DevelopmentProxy(port: port)
        }
        #expect(error?.kind == .noPort)
    }

    @Test func anNginxThatCannotStartTellsItsReason() throws {
        // A folder in place of the configuration's upstream is found out at once by nginx.
        let proxy = try DevelopmentProxy(
            port: 0, socketPath: "/" + String(repeating: "x", count: 200))
        defer { proxy.stop() }
        let error = #expect(throws: DevelopmentProxyError.self) { try proxy.start() }
        #expect(
            error?.description.hasPrefix(
                "nginx failed: it ended before it took a connection: too long path in the unix")
                == true)
    }

    @Test func anUnexpectedEndIsToldOnce() throws {
        let proxy = try DevelopmentProxy(host: "127.0.0.1", port: 0)
        defer { proxy.stop() }
        let told = Mutex<[DevelopmentProxyError]>([])
        let gate = Gate()
        let urls = try proxy.start(onUnexpectedEnd: { error in
            told.withLock { $0.append(error) }
            gate.open()
        })
        let owner = PortOwner.find(
            port: try #require(portNumber(in: urls[0])), address: "127.0.0.1")
        guard case .process(let identifier, _)? = owner else {
            Issue.record("nginx is our child and must be seen")
            return
        }
        kill(identifier, SIGKILL)
        #expect(gate.wait(within: .seconds(10)))
        proxy.stop()
        #expect(told.withLock { $0 } == [.nginxEnded(.signal(SIGKILL), reason: nil)])
    }

    @Test func whatNginxSaysOfARequestIsPassedOn() throws {
        let proxy = try DevelopmentProxy(host: "127.0.0.1", port: 0)
        defer { proxy.stop() }
        let lines = Mutex<[String]>([])
        let gate = Gate()
        let urls = try proxy.start(log: { line in
            lines.withLock { $0.append(line) }
            gate.open()
        })
        // Nobody listens on the application's socket.
        let address = try #require(try ListenAddress.all(of: "127.0.0.1").first)
        let port = try #require(portNumber(in: urls[0]))
        let descriptor = try #require(address.connectedSocket(port: port))
        defer { close(descriptor) }
        let request = "GET / HTTP/1.0\r\n\r\n"
        #expect(write(descriptor, request, request.utf8.count) == request.utf8.count)
        #expect(gate.wait(within: .seconds(10)))
        let line = lines.withLock { $0 }.first ?? ""
        #expect(line.contains("connect() to unix:\(proxy.socketPath) failed"))
        #expect(!line.contains("[crit]"))
    }

    @Test func staticFilesAreSentWhateverTheirFolderIsCalled() throws {
        let parent = try PrivateFolder()
        defer { parent.remove() }
        let name = #"$a "b"; \ {"#
        try #require(mkdir(parent.path + "/" + name, 0o700) == 0)
        _ = try parent.write(name + "/page.css", "body {}")
        _ = try parent.write(name + "/.secret", "hidden")
        let proxy = try DevelopmentProxy(
            host: "127.0.0.1", port: 0,
            staticFolder: .init(path: parent.path + "/" + name, prefix: "/static"))
        defer { proxy.stop() }
        let port = try #require(portNumber(in: try proxy.start()[0]))

        let file = try answer(to: "/static/page.css", port)
        #expect(file.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(file.contains("\r\nContent-Type: text/css; charset=utf-8\r\n"))
        #expect(file.hasSuffix("\r\n\r\nbody {}"))
        #expect(try answer(to: "/static/.secret", port).hasPrefix("HTTP/1.1 404 "))
        // The application is asked, which is not there.
        #expect(try answer(to: "/static/nothing", port).hasPrefix("HTTP/1.1 502 "))
    }

    private func answer(to path: String, _ port: Int) throws -> String {
        let address = try #require(try ListenAddress.all(of: "127.0.0.1").first)
        let descriptor = try #require(address.connectedSocket(port: port))
        defer { close(descriptor) }
        let request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        try #require(write(descriptor, request, request.utf8.count) == request.utf8.count)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var time = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private var isIPv6There: Bool {
        guard let address = try? ListenAddress.all(of: "::1").first else { return false }
        if case .free = address.tryPort(0) { return true }
        return false
    }

    private func folder(of proxy: DevelopmentProxy) -> String {
        String(proxy.socketPath.dropLast("/app.sock".count))
    }

    private func portNumber(in url: String) -> Int? {
        url.split(separator: ":").last.flatMap { Int($0.dropLast()) }
    }

    private func accepts(_ address: String, _ port: Int) -> Bool {
        guard let found = try? ListenAddress.all(of: address).first,
            let descriptor = found.connectedSocket(port: port)
        else { return false }
        close(descriptor)
        return true
    }
}

/// Whom a supervised application answers: this machine, asked for by names that are its own.
@Suite struct GuardedProxyTests {
    /// The status of an answer to a request for a host.
    private func status(_ host: String?, _ port: Int) throws -> Int {
        let address = try #require(try ListenAddress.all(of: "127.0.0.1").first)
        let descriptor = try #require(address.connectedSocket(port: port))
        defer { close(descriptor) }
        let field = host.map { "Host: \($0)\r\n" } ?? ""
        let request = Array("GET / HTTP/1.0\r\n\(field)\r\n".utf8)
        #expect(write(descriptor, request, request.count) == request.count)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            bytes += buffer[..<count]
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return try #require(Int(text.dropFirst(9).prefix(3)), "\(text)")
    }

    @Test func otherNamesAreRefused() throws {
        let proxy = try DevelopmentProxy(host: "localhost", port: 0, isGuarded: true)
        defer { proxy.stop() }
        let url = try proxy.start()[0]
        let port = try #require(url.split(separator: ":").last.flatMap { Int($0.dropLast()) })
        // Without an application behind it nginx's answer is a 502.
        for host in [
            nil, "localhost", "LOCALHOST", "localhost:\(port)", "shop.localhost", "a.b.test:80",
            "127.0.0.1", "127.0.0.1:\(port)", "[::1]:\(port)",
        ] {
            #expect(try status(host, port) == 502, "\(host ?? "none")")
        }
        for host in [
            "evil.example.com", "localhost.evil.example.com", "evil-localhost", "test",
            "127.0.0.1.nip.io",
            "10.0.0.1", "[::2]", "localhost:5000:1", "localhost/", ".localhost",
        ] {
            #expect([421, 400].contains(try status(host, port)), "\(host)")
        }
    }

    @Test func theNameThatWasAskedForIsAnsweredTo() throws {
        var configuration = NginxConfiguration()
        configuration.onlyHosts = ["my-shop.example"]
        #expect(configuration.text.contains("|my-shop[.]example)(:[0-9]+)?$"))
        #expect(!NginxConfiguration().text.contains("421"))
    }
}
