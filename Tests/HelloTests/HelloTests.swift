import DewarTesting
import Hello
import Testing

@Suite struct HelloTests {
    @Test func importsTheApplicationAndAsksIt() async throws {
        let client = try TestClient(app)
        #expect(await client.get("/").text == "안녕하세요, Flask!")
    }
}
