import DewarFastCGI
import DewarTesting
import Glibc
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ListeningSocketTests {
    private final class Directory {
        let path: String

        init() throws {
            var template = Array("/tmp/dewar-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            path = String(
                decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        deinit {
            _ = unlink(path + "/s")
            _ = rmdir(path)
        }
    }

    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    @Test func unixSocketIsForOwnerAndGroup() throws {
        let directory = try Directory()
        let path = directory.path + "/s"
        let socket = try ListeningSocket.unix(path: path)
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o660)
        #expect(socket.address.description == "unix:\(path)")
        #expect(ListeningSocket.isListening(socket.descriptor))
        socket.close()
        socket.close()
        #expect(!exists(path))
    }

    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func connectionsThatWaitAreCounted(kind: FastCGIHarness.Kind) throws {
        let directory = try Directory()
        let socket =
            switch kind {
            case .unix: try ListeningSocket.unix(path: directory.path + "/s")
            case .tcp: try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
            }
        let harness = try FastCGIHarness(connectingTo: socket.address)
        // A kernel that does not tell is no failure.
        guard let none = socket.waitingConnections else { return }
        #expect(none == 0)
        let connections = try (0..<3).map { _ in try harness.connection() }
        #expect(socket.waitingConnections == connections.count)
    }

    @Test func theFileIsWhoseItShallBe() throws {
        let directory = try Directory()
        let path = directory.path + "/s"
        // Only root may give a file away.
        let (owner, group): (UInt32, UInt32) = getuid() == 0 ? (1, 2) : (getuid(), getgid())
        let socket = try ListeningSocket.unix(path: path, mode: 0o600, owner: owner, group: group)
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect((status.st_uid, status.st_gid) == (owner, group))
        #expect(status.st_mode & 0o777 == 0o600)
        socket.close()
    }

    @Test func staleSocketIsReplaced() throws {
        let directory = try Directory()
        let path = directory.path + "/s"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        _ = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        _ = close(left)
        #expect(exists(path))
        let socket = try ListeningSocket.unix(path: path)
        #expect(ListeningSocket.isListening(socket.descriptor))
    }

    @Test func anothersFileIsNotRemoved() throws {
        let directory = try Directory()
        let path = directory.path + "/s"
        let first = try ListeningSocket.unix(path: path)
        _ = unlink(path)
        let second = try ListeningSocket.unix(path: path)
        first.close()
        #expect(exists(path))
        second.close()
        #expect(!exists(path))
    }

    @Test(arguments: [("127.0.0.1", "127.0.0.1:"), ("::1", "[::1]:")])
    func freePortIsTold(_ host: String, _ prefix: String) throws {
        let socket = try ListeningSocket.tcp(host: host, port: 0)
        #expect(socket.address.description.hasPrefix(prefix))
        #expect(socket.address != .tcp(host: host, port: 0))
    }

    @Test func inheritedSocketIsTakenOver() throws {
        let original = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        let copy = dup(original.descriptor)
        let socket = try ListeningSocket.inherited(descriptor: copy)
        #expect(socket.address == .inherited(descriptor: copy))
        #expect(fcntl(copy, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(copy, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test func programIsStartedWithASocketAsItsInput() throws {
        let harness = try FastCGIHarness(
            program: "/bin/sh", arguments: ["-c", "test -S /dev/stdin && exit $CODE"],
            environment: ["CODE": "7"])
        #expect(try harness.program?.waitForExit() == 7)
    }

    @Test func programIsEndedByASignal() throws {
        let harness = try FastCGIHarness(program: "/bin/sh", arguments: ["-c", "exec sleep 60"])
        harness.program?.send(signal: SIGTERM)
        #expect(try harness.program?.waitForExit() == -SIGTERM)
    }
}
