import DewarFastCGI
import DewarTesting
import Glibc
import Testing

/// Every sentence that an operator may read.
@Suite(.timeLimit(.minutes(1)))
struct ErrorMessageTests {
    private func message<Value>(_ body: () throws -> Value) -> String {
        do {
            _ = try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func portInUse() throws {
        let socket = try ListeningSocket.tcp(host: "127.0.0.1", port: 0)
        guard case .tcp(_, let port) = socket.address else { return }
        #expect(
            message { try ListeningSocket.tcp(host: "127.0.0.1", port: port) } == """
                cannot listen at 127.0.0.1:\(port): the address is in use by another process. \
                Stop that process, or choose another address.
                """)
    }

    @Test func pathInUse() throws {
        let harness = try FastCGIHarness(StubResponder.echo())
        #expect(
            message { try ListeningSocket.listening(at: harness.address) } == """
                cannot listen at \(harness.address): the address is in use by another process. \
                Stop that process, or choose another address.
                """)
        #expect(try harness.request().status == 200)
    }

    @Test(arguments: [
        (
            ListeningAddress.unix(path: "/dev/null"),
            """
            cannot listen at unix:/dev/null: there is a file of that name that is no socket. \
            Remove it, or choose another path.
            """
        ),
        (
            .unix(path: "/nowhere/s"),
            """
            cannot listen at unix:/nowhere/s: No such file or directory (errno 2). Make its \
            folder, or choose another path.
            """
        ),
        (
            .unix(path: ""),
            """
            cannot listen at unix:: the path has 0 bytes, \
            a socket's has 1 to 107 and no NUL.
            """
        ),
        (
            .unix(path: "/" + String(repeating: "x", count: 107)),
            """
            cannot listen at unix:/\(String(repeating: "x", count: 107)): \
            the path has 108 bytes, a socket's has 1 to 107 and no NUL.
            """
        ),
        (
            .tcp(host: "192.0.2.1", port: 1),
            """
            cannot listen at 192.0.2.1:1: Cannot assign requested address (errno 99). Choose an \
            address of this machine.
            """
        ),
        (
            .tcp(host: "256.1.1.1.", port: 1),
            """
            cannot listen at host '256.1.1.1.': it has no address \
            (Name or service not known).
            """
        ),
        (
            .inherited(descriptor: 1_000_000),
            """
            cannot listen at descriptor 1000000: it is no listening socket. \
            Start the program by spawn-fcgi or by a socket unit, or give it an address.
            """
        ),
    ])
    func addressThatCannotBeHad(_ address: ListeningAddress, _ expected: String) {
        #expect(message { try ListeningSocket.listening(at: address) } == expected)
    }

    @Test func secondStart() throws {
        let harness = try FastCGIHarness(StubResponder.echo())
        #expect(
            message { try harness.server?.start() }
                == "cannot start: the server was started before.")
    }
}
