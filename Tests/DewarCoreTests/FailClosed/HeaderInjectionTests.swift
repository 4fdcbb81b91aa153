import Dewar
import DewarTesting
import Testing

/// Text of a client begins no header field and no body.
@Suite(.serialized) struct HeaderInjectionTests {
    private static let texts = [
        "a\r\nX-Injected: 1", "a\nX-Injected: 1", "a\rX-Injected: 1", "a\r\n\r\n<script>",
        "\r\nSet-Cookie: session=x", "a\u{0}b\r\nX-Injected: 1", "a\u{85}X-Injected: 1",
        "a\u{2028}X-Injected: 1", "a; Domain=example.com", "\u{0B}\u{0C}\r\n X-Injected: 1",
    ]

    private static let app = Application { app in
        app.get("/redirect") { redirect(request.args["text"] ?? "") }
        app.get("/header") { () -> Response in
            var response: Response = "ok"
            response.headers["X-Text"] = request.args["text"] ?? ""
            return response
        }
        app.get("/add") { () throws -> Response in
            var response: Response = "ok"
            do {
                try response.headers.add("X-Text", request.args["text"] ?? "")
            } catch is HeaderError {
                return "refused"
            }
            return response
        }
        app.get("/cookie") { () throws -> Response in
            var response: Response = "ok"
            try response.setCookie("name", request.args["text"] ?? "")
            return response
        }
        app.get("/name") { () throws -> Response in
            var options = FileOptions()
            options.isAttachment = true
            options.downloadName = request.args["text"]
            return try sendFile("/etc/hostname", options)
        }
        app.get("/type") { () throws -> Response in
            Response(contentType: request.args["text"], body: .text("ok"))
        }
    }

    @Test(arguments: TestTransport.allCases)
    func textOfAClientStaysInItsField(over transport: TestTransport) async throws {
        let client = try TestClient(Self.app, over: transport)
        for path in ["redirect", "header", "add", "cookie", "name", "type"] {
            for text in Self.texts {
                let answer = try await client.get("/\(path)", query: ["text": text])
                #expect(answer.headers["X-Injected"] == nil, "\(path): \(text.debugDescription)")
                #expect(answer.headers.all("Set-Cookie").allSatisfy { $0.hasPrefix("name=") })
                #expect(answer.cookie("name")?.isHostOnly != false)
                #expect(!answer.text.contains("<script>"), "\(path): \(answer)")
                let hasControls = answer.headers.contains { field in
                    field.value.utf8.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 }
                }
                #expect(!hasControls, "\(path): \(text.debugDescription)")
            }
        }
    }
}
