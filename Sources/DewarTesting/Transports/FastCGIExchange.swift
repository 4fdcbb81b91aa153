import DewarHTTP
import HTTPTypes

/// Sends requests as FastCGI records, each over a connection of its own.
struct FastCGIExchange: Exchange {
    private let harness: FastCGIHarness

    init(_ responder: any Responder) throws {
        harness = try FastCGIHarness(responder)
    }

    func send(_ message: TestMessage) async throws -> ReceivedAnswer {
        let harness = harness
        let answer = try await offThePool {
            try harness.connect { connection in
                // A server may refuse a request before it has all of it, and answers it then.
                try? connection.send(Self.records(of: message))
                return try connection.receive()
            }
        }
        guard let status = answer.status, (100...999).contains(status) else {
            throw TestClientError.noAnswer("the records end before a status does")
        }
        var received = ReceivedAnswer(status: HTTPResponse.Status(code: status), body: answer.body)
        for (name, value) in answer.headers where name.lowercased() != "status" {
            try received.headers.add(name, value)
        }
        return received
    }

    private static func records(of message: TestMessage) -> [FastCGIRecord] {
        let parameters = message.cgi.flatMap { name, value in
            FastCGIRecord.pair(Array(name.utf8), value)
        }
        // Without a length every piece is a record of its own, and the empty one ends them.
        let pieces = message.body.map { $0.hasLength ? [$0.bytes] : $0.pieces } ?? []
        return [.begin(flags: 0)]
            + FastCGIRecord.stream(.parameters, parameters)
            + pieces.flatMap { FastCGIRecord.stream(.input, $0).dropLast() }
            + [FastCGIRecord(.input)]
    }
}
