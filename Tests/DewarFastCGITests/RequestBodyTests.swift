import DewarFastCGI
import DewarHTTP
import DewarTesting
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RequestBodyTests {
    @Test(
        arguments: [
            0, 1, 7, 8, 8183, 8184, 8185, 8192, 8193, 32_768, 65_535, 65_536, 10_000_000,
        ])
    func bodyArrivesAsItWasSent(_ count: Int) throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 4
        let body = bytes(count)
        try harness.connect { connection throws in
            for _ in 0..<2 {
                let answer = try connection.exchange(FastCGIRequest("POST", "/", body: body))
                #expect(answer.text == echoed("POST", "/", body))
            }
        }
    }

    @Test func bodyMayBeOfUnknownLength() throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 38, 39
        for length in ["", "-1", nil] as [String?] {
            var request = FastCGIRequest("POST", "/", body: bytes(100_000))
            request.set("CONTENT_LENGTH", to: length)
            request.set("HTTP_TRANSFER_ENCODING", to: "chunked")
            #expect(try harness.send(request).text == echoed("POST", "/", request.body))
        }
    }

    @Test func bytesBehindTheAnnouncedLengthAreDropped() throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 36
        var request = FastCGIRequest("POST", "/", body: bytes(100_000))
        request.set("CONTENT_LENGTH", to: "10")
        try harness.connect { connection throws in
            for _ in 0..<2 {
                #expect(try connection.exchange(request).text == echoed("POST", "/", bytes(10)))
            }
        }
    }

    @Test func bodyShorterThanAnnouncedIsAnError() throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 37
        var request = FastCGIRequest("POST", "/", body: bytes(10))
        request.set("CONTENT_LENGTH", to: "11")
        try harness.connect { connection throws in
            let answer = try connection.exchange(request)
            #expect(answer.status == 400)
            #expect(answer.text == "request body cut off: it ended before its announced length.")
            try connection.waitForEnd()
        }
    }

    @Test func bodyThatEndsWithTheConnectionIsAnError() async throws {
        let gate = Gate()
        let responder = StubResponder { request in  // 66
            let answer: Response
            do {
                answer = .plain("\(try request.body.bytes().count)")
            } catch {
                answer = .plain("\(error)", status: .badRequest)
            }
            await gate.pass()
            return answer
        }
        let harness = try FastCGIHarness(responder)
        let connection = try harness.connection()
        var records = FastCGIRequest("POST", "/", body: bytes(1000)).records
        records.removeLast()
        try connection.send(records.dropLast() + [FastCGIRecord(.input, bytes(999))])
        connection.closeWriting()
        await gate.waitForArrival()
        gate.open()
        let answer = try connection.receive()
        #expect(answer.status == 400)
        try connection.waitForEnd()
    }

    @Test func bodyThatStallsTimesOut() throws {
        var configuration = FastCGIHarness.configuration
        configuration.readDeadline = .milliseconds(50)
        let harness = try FastCGIHarness(StubResponder.echo(), configuration: configuration)  // 63
        try harness.connect { connection throws in
            try connection.send(
                FastCGIRequest("POST", "/", body: bytes(1000)).records.dropLast(2))
            let answer = try connection.receive()
            #expect(answer.text == "request body timed out: no byte came in time.")
            try connection.waitForEnd()
        }
    }

    /// An upload of a mebibyte in which requests are forged, at every place where libfcgi would
    /// begin to read if it were given the connection again: it reads 8192 bytes at a time.
    private static let upload: FastCGIRequest = {
        let forged = FastCGIRequest(
            parameters: [
                ("REQUEST_METHOD", "GET"), ("PATH_INFO", "/admin"), ("REMOTE_USER", "root"),
            ]
        ).bytes
        let page = forged + [UInt8](repeating: 0, count: 8192 - forged.count)
        let size = 1024 * 1024
        var request = FastCGIRequest(
            "POST", "/upload", body: [UInt8](repeating: 0, count: size))
        let input = FastCGIRecord.Kind.input.rawValue
        let head = request.records.prefix { $0.kind != input }.flatMap(\.bytes).count + 8
        let filler = [UInt8](repeating: 0, count: 8192 - head % 8192)
        request.body = Array((filler + (0..<128).flatMap { _ in page }).prefix(size))
        return request
    }()

    @Test(arguments: [0, 256 * 1024, 4 * 1024 * 1024], [32_768, 65_535])
    func unreadBodyIsNeverReadAsRequests(_ drainBytes: Int, _ recordSize: Int) throws {
        var configuration = FastCGIHarness.configuration  // 70
        configuration.drainBytes = drainBytes
        configuration.drainTimeout = .seconds(10)
        let isKept = drainBytes > Self.upload.body.count
        let responder = StubResponder { request in .plain(request.path) }
        let harness = try FastCGIHarness(responder, configuration: configuration)
        var request = Self.upload
        request.bodyRecordSize = recordSize
        try harness.connect { connection throws in
            // Where it was taken for records, it may be closed while this is sent.
            try? connection.send(request.bytes)
            #expect(try connection.receive().text == "/upload")
            if isKept {
                let answer = try connection.exchange(FastCGIRequest("GET", "/next"))
                #expect(answer.text == "/next")
            } else {
                connection.closeWriting()
                #expect(try connection.waitForEnd() == 0)
            }
        }
        #expect(responder.paths == ["/upload"] + (isKept ? ["/next"] : []))
    }

    @Test func answerBeforeALargeBodyIsReadArrives() throws {
        let responder = StubResponder { _ in .plain("no", status: .contentTooLarge) }  // 71
        let harness = try FastCGIHarness(responder)
        try harness.connect { connection throws in
            try connection.send(FastCGIRequest("POST", "/", body: bytes(20_000_000)).bytes)
            let answer = try connection.receive()
            #expect(answer.status == 413)
            #expect(answer.isComplete)
            connection.closeWriting()
            try connection.waitForEnd()
        }
    }

    @Test func bodyCannotBeReadAfterTheAnswer() async throws {
        let gate = Gate()
        let responder = StubResponder { request in
            Task {
                await gate.pass()
                _ = try? request.body.bytes()
            }
            return .plain("done")
        }
        let harness = try FastCGIHarness(responder)
        let connection = try harness.connection()
        try connection.send(FastCGIRequest("POST", "/", body: bytes(10)).bytes)
        #expect(try connection.receive().text == "done")
        await gate.waitForArrival()
        gate.open()
        #expect(try connection.exchange(FastCGIRequest("GET", "/next")).text == "done")
        #expect(responder.paths == ["/", "/next"])
    }
}
