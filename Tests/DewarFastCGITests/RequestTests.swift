import DewarHTTP
import DewarTesting
import HTTPTypes
import Testing

/// Requests as the protocol allows them; numbers are those of the transport's list of cases.
@Suite(.timeLimit(.minutes(1)))
struct RequestTests {
    @Test func shortAnswerIsOneRecordWithItsLength() throws {
        let harness = try FastCGIHarness(StubResponder { _ in "<p>안녕</p>" })
        let answer = try harness.request()
        #expect(
            String(decoding: answer.records[0].content, as: UTF8.self) == """
                Status: 200 OK\r
                Content-Type: text/html; charset=utf-8\r
                Content-Length: 13\r
                \r
                <p>안녕</p>
                """)
    }

    @Test func parametersAreThoseThatWereSent() throws {
        let harness = try FastCGIHarness(
            StubResponder { request in
                .plain(
                    [
                        request.headers[.cookie], request.headers[.accept], request.queryString,
                        request.parameters.text(of: "HTTP_X_SUM"),
                        request.headers.contains("Proxy").description,
                    ].map { $0 ?? "nil" }.joined(separator: "|"))
            })
        let answer = try harness.request(  // 40, 41
            "GET", "/?a=b=c",
            headers: [
                ("Cookie", "a=1"), ("Accept", "x"), ("Cookie", "b=2"), ("X-Sum", "1+1=2"),
                ("Proxy", "http://evil"),
            ])
        #expect(answer.text == "a=1; b=2|x|a=b=c|1+1=2|false")
    }

    @Test func parametersAreNoOthersThanThoseThatWereSent() throws {
        let harness = try FastCGIHarness(
            StubResponder { request in
                var names: [String] = []
                request.parameters.forEach { name, _ in
                    names.append(String(decoding: name, as: UTF8.self))
                }
                return .plain(names.joined(separator: " "))
            })
        let request = FastCGIRequest(
            parameters: [("REQUEST_METHOD", "GET"), ("A", ""), ("FCGI_ROLE", "X"), ("A", "1")])
        #expect(try harness.send(request).text == "REQUEST_METHOD A FCGI_ROLE A")
    }
}
