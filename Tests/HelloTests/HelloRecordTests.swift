import Dewar
import DewarTesting
import Hello
import SeedAnswers
import Testing

/// The example over FastCGI records: a server in this process, and the executable.
@Suite struct HelloRecordTests {
    @Test func aServerInThisProcessAnswersAsTheSeedDoes() throws {
        try ask(FastCGIHarness(app.makeResponder()))
    }

    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func theExecutableAnswersAsTheSeedDoes(kind: FastCGIHarness.Kind) throws {
        try ask(FastCGIHarness(program: SpawnedProgram.path(of: "HelloServer"), over: kind))
    }

    /// Asks everything twice: over a connection of its own, and over one that is kept.
    private func ask(_ harness: FastCGIHarness) throws {
        for exchange in SeedExchange.all {
            check(try harness.send(Self.request(exchange, keepConnection: false)), exchange)
        }
        try harness.connect { connection in
            for exchange in SeedExchange.all {
                check(try connection.exchange(Self.request(exchange)), exchange)
            }
        }
    }

    private func check(_ answer: FastCGIAnswer, _ exchange: SeedExchange) {
        #expect(answer.isComplete, "\(exchange)")
        #expect(answer.status == exchange.status, "\(exchange)")
        let fields = Dictionary(answer.headers.map { ($0.name, $0.value) }) { first, _ in first }
        if let type = exchange.contentType { #expect(fields["Content-Type"] == type) }
        if let length = exchange.contentLength {
            #expect(fields["Content-Length"] == String(length), "\(exchange)")
        }
        if let allow = exchange.allow {
            let methods = (fields["Allow"] ?? "").split(separator: ", ").map(String.init)
            #expect(Set(methods) == allow, "\(exchange)")
        }
        if let body = exchange.body { #expect(answer.text == body, "\(exchange)") }
    }

    /// A request with its path decoded, as web servers pass it on.
    private static func request(
        _ exchange: SeedExchange, keepConnection: Bool = true
    ) -> FastCGIRequest {
        var request = FastCGIRequest(
            exchange.method, exchange.target, keepConnection: keepConnection)
        let path = exchange.target.prefix { $0 != "?" }
        let decoded = String(decoding: PercentCoding.decode(path.utf8), as: UTF8.self)
        request.set("SCRIPT_NAME", to: decoded)
        request.set("DOCUMENT_URI", to: decoded)
        return request
    }
}
