import DewarFastCGI
import DewarHTTP
import DewarTesting
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ResponseTests {
    private func answer(
        _ method: String = "GET", configuration: FastCGIConfiguration? = nil,
        _ response: @escaping @Sendable () -> Response
    ) throws -> (FastCGIAnswer, log: [String]) {
        let harness = try FastCGIHarness(
            StubResponder { _ in response() },
            configuration: configuration ?? FastCGIHarness.configuration)
        let answer = try harness.request(method, keepConnection: true)
        return (answer, harness.logLines)
    }

    private func head(_ answer: FastCGIAnswer) -> String {
        String(decoding: answer.output.dropLast(answer.body.count), as: UTF8.self)
    }

    @Test(arguments: [
        (200, "200 OK"), (404, "404 NOT FOUND"), (418, "418 I'M A TEAPOT"), (599, "599 UNKNOWN"),
    ])
    func statusIsNumberAndPhrase(_ code: Int, _ status: String) throws {
        let (answer, _) = try answer { .plain("x", status: Status(code: code)) }
        #expect(answer["Status"] == status)
        #expect(answer.text == "x")
    }

    @Test func headerFieldsKeepTheirOrderAndRepeat() throws {
        let (answer, _) = try answer {
            var response = Response.plain("x")
            response.headers.append(.setCookie, "a=1")
            response.headers.append(.setCookie, "b=2")
            return response
        }
        #expect(
            head(answer) == """
                Status: 200 OK\r
                Content-Type: text/plain\r
                Set-Cookie: a=1\r
                Set-Cookie: b=2\r
                Content-Length: 1\r
                \r

                """)
    }

    @Test func fieldsOfTheWebServerAreLeftOut() throws {
        let (answer, _) = try answer {
            var response = Response.plain("x")
            response.headers[.connection] = "close"
            response.headers[.transferEncoding] = "chunked"
            response.headers[.upgrade] = "websocket"
            response.headers["Status"] = "500"
            return response
        }
        #expect(answer.headers.map(\.name) == ["Status", "Content-Type", "Content-Length"])
        #expect(answer.status == 200)
    }

    @Test(arguments: [1, 8176, 8184, 8185, 65_536, 3_000_000])
    func largeBodiesArriveWhole(_ count: Int) throws {
        let (answer, _) = try answer { Response(body: .bytes(bytes(count))) }
        #expect(answer.body == bytes(count))
        #expect(answer["Content-Length"] == "\(count)")
        #expect(answer.isComplete)
    }

    @Test func lengthOfANotModifiedDocumentMayBeTold() throws {
        let (answer, _) = try answer {
            Response(status: .notModified, headers: [.contentLength: "9"])
        }
        #expect(answer["Content-Length"] == "9")
        #expect(answer.isComplete)
    }

    /// A response with one more field, whose value has a byte in its middle.
    private func response(_ name: String, with byte: UInt8) -> Response {
        var response = Response.plain("x")
        let value = Array("/a".utf8) + [byte] + Array("Set-Cookie: x".utf8)
        response.headers[name] = String(decoding: value, as: UTF8.self)
        return response
    }

    @Test(arguments: [0x0d, 0x0a, 0] as [UInt8])
    func whatWouldSplitTheHeadIsASpace(_ byte: UInt8) throws {
        let response = response("Location", with: byte)
        let (answer, _) = try answer { response }  // 43
        #expect(answer["Location"] == "/a Set-Cookie: x")
        #expect(answer["Set-Cookie"] == nil)
    }

    @Test(arguments: [1, 8, 0x1f, 0x7f] as [UInt8])
    func otherControlCharactersAreRefused(_ byte: UInt8) throws {
        let response = response("X-One", with: byte)
        let (answer, log) = try answer { response }
        #expect(answer.status == 500)
        #expect(answer["X-One"] == nil)
        #expect(
            log == [
                """
                error: invalid response: the header 'X-One' holds a control character; \
                answered with 500.
                """
            ])
    }

    @Test(arguments: [0, 7, 99])
    func statusWithoutThreeDigitsIsRefused(_ code: Int) throws {
        let (answer, log) = try answer { .plain("x", status: Status(code: code)) }
        #expect(answer.status == 500)
        #expect(
            log == ["error: invalid response: its status code is \(code); answered with 500."])
    }

    @Test(arguments: ["x", "-1", "1 2", "99999999999999999999"])
    func contentLengthThatIsNoNumberIsRefused(_ length: String) throws {
        let (answer, log) = try answer {
            Response(headers: [.contentLength: length], body: .text("x"))
        }
        #expect(answer.status == 500)
        #expect(log.count == 1)
    }

    @Test(arguments: [false, true])
    func bytesOverTheContentLengthAreCut(_ isStream: Bool) throws {
        let (answer, _) = try answer {  // 74
            Response(
                headers: [.contentLength: "3"],
                body: isStream ? .stream { try await $0.write("hello") } : .text("hello"))
        }
        #expect(answer.text == "hel")
        #expect(answer.isComplete)
    }

    @Test(arguments: [false, true])
    func answerShorterThanItsContentLengthBreaksOff(_ isStream: Bool) throws {
        let harness = try FastCGIHarness(  // 73
            StubResponder { _ in
                Response(
                    headers: [.contentLength: "9"],
                    body: isStream ? .stream { try await $0.write("hello") } : .text("hello"))
            })
        try harness.connect { connection throws in
            let answer = try connection.exchange(FastCGIRequest())
            #expect(answer.text == "hello")
            #expect(!answer.isComplete)
            try connection.waitForEnd()
        }
        let reason =
            isStream
            ? "its stream ended before its Content-Length"
            : "its body has 5 bytes, its Content-Length says 9"
        #expect(harness.logLines == ["error: response cut off: \(reason)."])
    }

    @Test func whatAClientSentMakesNoLineOfTheLog() throws {
        struct Failure: Error, CustomStringConvertible {
            var description: String
        }
        let responder = StubResponder { request in
            Response(
                body: .stream { _ in throw Failure(description: "no\nerror: \(request.path)") })
        }
        let harness = try FastCGIHarness(responder)
        #expect(try harness.request("GET", "/a\u{1b}[2J").status == 500)
        #expect(
            harness.logLines == [
                """
                error: failed response: its stream failed: no\\nerror: /a\\u{1B}[2J; \
                answered with 500.
                """
            ])
    }
}
