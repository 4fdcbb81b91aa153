import DewarFastCGI
import DewarHTTP
import DewarTesting
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RequestBodyTests {
    /// An upload of a mebibyte in which requests are forged.
    private static let upload: FastCGIRequest = {
        var request = FastCGIRequest("POST", "/upload")
        request.set("CONTENT_LENGTH", to: "1048576")
        let head = request.records.dropLast().reduce(8) { $0 + $1.bytes.count }
        request.body = SmuggledRequest.body(1_048_576, after: head)
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
