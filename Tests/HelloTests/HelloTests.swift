import Dewar
import DewarTesting
import Hello
import SeedAnswers
import Testing

@Suite struct HelloTests {
    @Test func aTestImportsTheApplicationAndAsksIt() async throws {
        let client = try TestClient(app)
        let answer = try await client.get("/")
        #expect(answer.status == 200)
        #expect(answer.text == "안녕하세요, Flask!")
    }

    @Test(arguments: SeedExchange.all)
    func answersAsTheSeedDoes(exchange: SeedExchange) async throws {
        let method = try #require(HTTPRequest.Method(exchange.method))
        let answer = try await TestClient(app).send(method, exchange.target)
        #expect(answer.status.code == exchange.status)
        if let type = exchange.contentType { #expect(answer.headers[.contentType] == type) }
        if let length = exchange.contentLength {
            #expect(answer.headers[.contentLength] == String(length))
        }
        if let allow = exchange.allow {
            let methods = (answer.headers[.allow] ?? "").split(separator: ", ").map(String.init)
            #expect(Set(methods) == allow)
        }
        if let body = exchange.body { #expect(answer.text == body) }
    }
}
