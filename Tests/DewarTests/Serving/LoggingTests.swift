import Dewar
import DewarHTTP
import DewarText
import HTTPTypes
import Logging
import Synchronization
import Testing

@Suite struct JSONLogHandlerTests {
    /// The object that an event becomes.
    private func written(_ log: (Logger) -> Void) throws -> JSON {
        let lines = Mutex<[UInt8]>([])
        let logger = Logger(label: "shop") { label in
            JSONLogHandler(label: label) { line in lines.withLock { $0 += line } }
        }
        log(logger)
        let bytes = lines.withLock { $0 }
        #expect(bytes.last == UInt8(ascii: "\n"))
        #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1, "one line for an event")
        return try JSONReader.read(bytes.dropLast())
    }

    @Test func anEventIsAnObjectOnALineOfItsOwn() throws {
        let event = try written { $0.warning("two\nlines \"quoted\"") }
        // A master knows an event by its beginning, and says whose it is.
        #expect(event.object?.first?.key == "time")
        #expect(event["level"] == "warning")
        #expect(event["label"] == "shop")
        #expect(event["message"] == "two\nlines \"quoted\"")
        let time = try #require(event["time"]?.string)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil, "\(time)")
    }

    @Test func metadataKeepsItsTypes() throws {
        let event = try written {
            $0.info(
                "a",
                metadata: [
                    "text": "b", "number": .stringConvertible(3), "flag": .stringConvertible(true),
                    "list": .array(["c"]), "members": .dictionary(["d": "e"]),
                ])
        }
        #expect(event["text"] == "b")
        #expect(event["number"] == 3)
        #expect(event["flag"] == true)
        #expect(event["list"] == ["c"])
        #expect(event["members"]?["d"] == "e")
    }

    @Test func metadataDoesNotTakeThePlaceOfTheEvent() throws {
        let event = try written { $0.info("mine", metadata: ["message": "another", "level": "x"]) }
        #expect(event["message"] == "mine")
        #expect(event["level"] == "info")
    }
}

@Suite struct AccessLogTests {
    private struct Answer: Responder {
        func respond(to request: Request) async -> Response {
            Response(status: .created, body: .text("12345"))
        }
        func willServe(with background: any BackgroundRunner) {}
    }

    /// What a request leaves in the log, and its answer.
    private func exchange(_ parameters: [(String, String)]) async throws -> (JSON, Response) {
        let lines = Mutex<[UInt8]>([])
        let logger = Logger(label: "shop") { label in
            JSONLogHandler(label: label) { line in lines.withLock { $0 += line } }
        }
        let request = try Request(
            parameters: RequestParameters([("REQUEST_METHOD", "POST")] + parameters),
            body: RequestBody())
        let answer = await AccessLog(of: Answer(), logger: logger).respond(to: request)
        return (try JSONReader.read(lines.withLock { $0 }), answer)
    }

    @Test func aRequestIsALineWithItsParts() async throws {
        let (event, answer) = try await exchange([
            ("PATH_INFO", "/posts"), ("QUERY_STRING", "a=1"), ("REMOTE_ADDR", "10.0.0.7"),
            ("REQUEST_ID", "4f2a"),
        ])
        let message = try #require(event["message"]?.string)
        #expect(message.hasPrefix("10.0.0.7 \"POST /posts?a=1\" 201 5 B "))
        #expect(message.hasSuffix(" us"))
        #expect(event["status"] == 201)
        #expect(event["bytes"] == 5)
        #expect(event["path"] == "/posts")
        #expect(event["request"] == "4f2a")
        #expect(event["microseconds"]?.int != nil)
        #expect(answer.headers["X-Request-ID"] == "4f2a")
    }

    @Test func aPathMakesNoLineOfItsOwn() async throws {
        let (event, _) = try await exchange([("PATH_INFO", "/a\n10.0.0.1 \"GET /admin\" 200")])
        #expect(event["message"]?.string?.contains("\n") == false)
    }

    @Test(arguments: ["", "a b", "a\r\nX: y", "é", String(repeating: "a", count: 129)])
    func aNumberThatIsNoneIsNotSent(number: String) async throws {
        let (event, answer) = try await exchange([("PATH_INFO", "/"), ("REQUEST_ID", number)])
        #expect(event["request"] == nil)
        #expect(answer.headers["X-Request-ID"] == nil)
    }

    @Test func aClientCannotNumberItsRequest() async throws {
        let (_, answer) = try await exchange([("PATH_INFO", "/"), ("HTTP_REQUEST_ID", "mine")])
        #expect(answer.headers["X-Request-ID"] == nil)
    }
}
