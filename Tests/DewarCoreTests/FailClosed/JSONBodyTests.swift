import Dewar
import DewarTesting
import Testing

/// JSON that wants more than it should get.
@Suite(.serialized) struct JSONBodyTests {
    private static let app = Application { app in
        app.config.maxContentLength = 2_000_000
        app.post("/") { () throws -> String in
            let json = try request.json
            return "read \(json["a"]?.int ?? 0)"
        }
    }

    @Test(arguments: TestTransport.allCases)
    func depthAndSizeAreBounded(over transport: TestTransport) async throws {
        let client = try TestClient(Self.app, over: transport)
        func send(_ text: String) async throws -> Int {
            let body = TestBody.text(text)
            return try await client.post(
                "/", headers: [.contentType: "application/json"], body: body
            ).status.code
        }
        #expect(try await send(#"{"a": 1}"#) == 200)
        #expect(try await send(nested("[", "]", 500)) == 200)
        let deep = [
            nested("[", "]", 501), nested("[", "]", 900_000), nested("[", "", 1_900_000),
            nested(#"{"a":"#, "}", 200_000), nested(#"[{"a":"#, "}]", 100_000),
        ]
        for text in deep { #expect(try await send(text) == 400, "\(text.prefix(20))") }
        #expect(try await send("\"" + String(repeating: "a", count: 2_000_000) + "\"") == 413)
        #expect(try await send(String(repeating: "9", count: 1_000_000)) < 500)
        #expect(try await send("1" + String(repeating: "0", count: 1_000_000) + "e99999999") < 500)
        let many = (0..<100_000).map { #""\#($0)":0"# }.joined(separator: ",")
        #expect(try await send("{\(many)}") == 200)
    }

    @Test func brokenTextIsRefused() async throws {
        let client = try TestClient(Self.app)
        let texts: [[UInt8]] = [
            [], [0], [0xFF], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0xEF, 0xBB],
            Array("{".utf8), Array(#"{"a"}"#.utf8), Array("[1,]".utf8), Array("'a'".utf8),
            Array("{'a': 1}".utf8), Array("01".utf8), Array("\"\n\"".utf8), Array("nul".utf8),
            Array("1 2".utf8), Array("// 1".utf8),
        ]
        for text in texts {
            let answer = try await client.post(
                "/", headers: [.contentType: "application/json"], body: .bytes(text))
            #expect(answer.status == .badRequest, "\(text)")
        }
        let other = try await client.post("/", body: "{}")
        #expect(other.status == .unsupportedMediaType)
    }

    private func nested(_ opening: String, _ closing: String, _ depth: Int) -> String {
        String(repeating: opening, count: depth)
            + (opening.hasSuffix(":") ? "0" : "") + String(repeating: closing, count: depth)
    }
}
