import DewarHTTP
import DewarTesting
import HTTPTypes
import Testing

/// Requests as the protocol allows them; numbers are those of the transport's list of cases.
@Suite(.timeLimit(.minutes(1)))
struct RequestTests {
    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func connectionIsClosedAfterTheAnswerUnlessItIsToBeKept(_ kind: FastCGIHarness.Kind) throws {
        let harness = try FastCGIHarness(StubResponder.echo(), over: kind)  // 1
        try harness.connect { connection throws in
            let answer = try connection.exchange(FastCGIRequest("GET", "/a", keepConnection: false))
            #expect(answer.status == 200)
            #expect(answer.text == echoed("GET", "/a"))
            #expect(answer.applicationStatus == 0)
            #expect(answer.protocolStatus == 0)
            #expect(answer.records.map(\.kind) == [6, 6, 3])
            #expect(try connection.waitForEnd() == 0)
        }
    }

    @Test(arguments: [FastCGIHarness.Kind.unix, .tcp])
    func keptConnectionCarriesAThousandRequests(_ kind: FastCGIHarness.Kind) throws {
        let harness = try FastCGIHarness(StubResponder.echo(), over: kind)  // 2, 3
        try harness.connect { connection throws in
            for number in 0..<1000 {
                let answer = try connection.exchange(FastCGIRequest("GET", "/\(number)"))
                #expect(answer.text == echoed("GET", "/\(number)"))
            }
        }
        #expect(harness.logLines == [])
    }

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

    /// Every way to cut one request into records.
    @Test(arguments: [1, 2, 3, 7, 8, 9, 100, 8183, 8184, 65_535])
    func parametersAndBodyMayComeInRecordsOfAnySize(_ size: Int) throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 5, 6
        var request = FastCGIRequest("POST", "/records", body: bytes(5000))
        request.parameterRecordSize = size
        request.bodyRecordSize = size
        try harness.connect { connection throws in
            for _ in 0..<2 {
                let answer = try connection.exchange(request)
                #expect(answer.text == echoed("POST", "/records", request.body))
            }
        }
    }

    @Test(arguments: [1, 7, 8, 8191, 8192, 8193])
    func bytesMayComeInPiecesOfAnySize(_ size: Int) throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 14, 15
        let request = FastCGIRequest("POST", "/pieces", body: bytes(3000))
        try harness.connect { connection throws in
            for _ in 0..<2 {
                try connection.send(request.bytes, inPiecesOf: size)
                #expect(try connection.receive().text == echoed("POST", "/pieces", request.body))
            }
        }
    }

    @Test(arguments: [0, 1, 7, 8, 255] as [UInt8])
    func paddingMeansNothing(_ padding: UInt8) throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 10
        var request = FastCGIRequest("POST", "/padding", body: bytes(20_000))
        request.padding = padding
        request.bodyRecordSize = 4000
        try harness.connect { connection throws in
            for _ in 0..<2 {
                let answer = try connection.exchange(request)
                #expect(answer.text == echoed("POST", "/padding", request.body))
            }
        }
    }

    @Test func reservedBytesMeanNothing() throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 12
        var records = FastCGIRequest("POST", "/", body: bytes(10)).records
        for index in records.indices { records[index].reserved = 0xff }
        records[0].content.replaceSubrange(3..<8, with: [1, 2, 3, 4, 255])
        try harness.connect { connection throws in
            for _ in 0..<2 {
                try connection.send(records)
                #expect(try connection.receive().text == echoed("POST", "/", bytes(10)))
            }
        }
    }

    @Test(arguments: [1, 255, 256, 65_535] as [UInt16])
    func answerHasTheRequestsNumber(_ id: UInt16) throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 13
        var request = FastCGIRequest()
        request.id = id
        let answer = try harness.send(request)
        #expect(answer.status == 200)
        #expect(answer.records.allSatisfy { $0.requestID == id })
    }

    @Test(arguments: [(0, false), (1, true), (0xfe, false), (0xff, true)] as [(UInt8, Bool)])
    func onlyTheLowestFlagKeepsTheConnection(_ flags: UInt8, _ isKept: Bool) throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 17
        var request = FastCGIRequest()
        request.flags = flags
        try harness.connect { connection throws in
            #expect(try connection.exchange(request).status == 200)
            if isKept {
                #expect(try connection.exchange(request).status == 200)
            } else {
                try connection.waitForEnd()
            }
        }
    }

    @Test func lengthsMayTakeFourBytes() throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 7
        var request = FastCGIRequest("POST", "/long", body: bytes(3))
        request.longLengths = true
        #expect(try harness.send(request).text == echoed("POST", "/long", bytes(3)))
    }

    @Test(
        arguments: [127, 128, 255], [0, 127, 128, 65_535, 70_000])
    func namesAndValuesMayBeLong(_ name: Int, _ value: Int) throws {
        let harness = try FastCGIHarness(  // 8
            StubResponder { request in
                var found = ""
                request.parameters.forEach { name, value in
                    if name.first == UInt8(ascii: "N") { found = "\(name.count) \(value.count)" }
                }
                return .plain(found)
            })
        var request = FastCGIRequest()
        request.set(
            String(repeating: "N", count: name), to: String(repeating: "v", count: value))
        #expect(try harness.send(request).text == "\(name) \(value)")
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

    @Test func bytesThatAreNotUTF8Arrive() throws {
        let harness = try FastCGIHarness(
            StubResponder { request in
                let raw = request.parameters.bytes(of: "PATH_INFO").map(Array.init)
                return .plain("\(request.path) \(raw ?? [])")
            })
        let pairs =
            FastCGIRecord.pair("REQUEST_METHOD", "GET")  // 42
            + [9, 3] + Array("PATH_INFO".utf8) + [0x2f, 0xff, 0xc3]
        try harness.connect { connection throws in
            try connection.send(
                [.begin(flags: 0)] + FastCGIRecord.stream(.parameters, pairs)
                    + FastCGIRecord.stream(.input, []))
            #expect(try connection.receive().text == "/\u{fffd}\u{fffd} [47, 255, 195]")
        }
    }

    @Test func emptyPathIsTheRoot() throws {
        let harness = try FastCGIHarness(StubResponder.echo())  // 44
        let request = FastCGIRequest(
            parameters: [("REQUEST_METHOD", "GET"), ("SCRIPT_NAME", ""), ("PATH_INFO", "")])
        #expect(try harness.send(request).text == echoed("GET", "/"))
    }
}
