import DewarFastCGI
import DewarTesting
import HTTPTypes
import Testing

/// Bytes of a web server in; records for libfcgi, replies and events out.
@Suite struct RecordCanonicaliserTests {
    typealias Event = RecordCanonicaliser.Event

    /// What comes out for an input.
    struct Outcome: Equatable {
        /// Everything that libfcgi would get.
        var records: [UInt8] = []
        var replies: [UInt8] = []
        var events: [Event] = []
    }

    /// One line of the table.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let input: [FastCGIRecord]
        var output: [FastCGIRecord] = []
        var replies: [FastCGIRecord] = []
        let events: [Event]
    }

    /// Feeds pieces; a request that another one waits for is finished then.
    static func run(
        _ pieces: [ArraySlice<UInt8>], limits: RecordCanonicaliser.Limits = .init()
    ) -> Outcome {
        var canonicaliser = RecordCanonicaliser(limits: limits)
        var outcome = Outcome()
        var records = RecordBuffer()
        for piece in pieces {
            Array(piece).withUnsafeBytes { bytes in
                var rest = bytes
                while let event = canonicaliser.take(
                    &rest, records: &records, replies: &outcome.replies)
                {
                    // How often one is asked to send depends on how the bytes come.
                    if event == .repliesWaiting { continue }
                    if outcome.events.last != event { outcome.events.append(event) }
                    if event == .abandoned { _ = drained(&records) }
                    guard event == .nextRequest else {
                        if case .violation = event { break }
                        if case .refused = event { break }
                        if event == .closing { break }
                        continue
                    }
                    outcome.records += drained(&records)
                    canonicaliser.finishRequest()
                }
            }
        }
        outcome.records += drained(&records)
        return outcome
    }

    static func drained(_ records: inout RecordBuffer) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: records.count)
        let count = bytes.withUnsafeMutableBytes { records.read(into: $0) }
        return Array(bytes[..<count])
    }

    // MARK: The table

    static let pair = FastCGIRecord.pair("REQUEST_METHOD", "POST")
    static let begin = FastCGIRecord.begin(flags: 1)
    static let parameters = FastCGIRecord(.parameters, pair)
    static let parametersEnd = FastCGIRecord(.parameters)
    static let inputEnd = FastCGIRecord(.input)

    static func input(_ text: String, requestID: UInt16 = 1, padding: UInt8 = 0) -> FastCGIRecord {
        FastCGIRecord(.input, requestID: requestID, Array(text.utf8), padding: padding)
    }

    static func end(_ requestID: UInt16, _ status: UInt8) -> FastCGIRecord {
        FastCGIRecord(.endRequest, requestID: requestID, [0, 0, 0, 0, status, 0, 0, 0])
    }

    static func unknown(_ kind: UInt8) -> FastCGIRecord {
        FastCGIRecord(.unknownType, requestID: 0, [kind, 0, 0, 0, 0, 0, 0, 0])
    }

    static func record(
        kind: UInt8, requestID: UInt16 = 1, _ content: [UInt8] = [], padding: UInt8 = 0
    ) -> FastCGIRecord {
        var record = FastCGIRecord(.data, requestID: requestID, content, padding: padding)
        record.kind = kind
        return record
    }

    static func values(_ names: [String], padding: UInt8 = 0) -> FastCGIRecord {
        FastCGIRecord(
            .getValues, requestID: 0, names.flatMap { FastCGIRecord.pair($0, "") },
            padding: padding)
    }

    static func result(_ pairs: [(String, String)]) -> FastCGIRecord {
        let content = pairs.flatMap { FastCGIRecord.pair($0.0, $0.1) }
        return FastCGIRecord(
            .getValuesResult, requestID: 0, content, padding: UInt8((8 - content.count % 8) % 8))
    }

    static var whole: [FastCGIRecord] { [begin, parameters, parametersEnd, inputEnd] }
    static var complete: [Event] { [.parametersComplete, .bodyComplete] }

    static let valid: [Case] = [
        Case(testDescription: "1 a request", input: whole, output: whole, events: complete),
        Case(
            testDescription: "4 a body",
            input: [begin, parameters, parametersEnd, input("abc"), inputEnd],
            output: [begin, parameters, parametersEnd, input("abc"), inputEnd],
            events: complete),
        Case(
            testDescription: "5 a body in records of one byte",
            input: [
                begin, parameters, parametersEnd, input("a"), input("b"), input("c"), inputEnd,
            ],
            output: [begin, parameters, parametersEnd, input("abc"), inputEnd],
            events: complete),
        Case(
            testDescription: "6 pairs across records",
            input: [
                begin, FastCGIRecord(.parameters, Array(pair.prefix(1))),
                FastCGIRecord(.parameters, Array(pair[1..<9])),
                FastCGIRecord(.parameters, Array(pair.dropFirst(9))), parametersEnd, inputEnd,
            ],
            output: whole, events: complete),
        Case(
            testDescription: "9 no parameters", input: [begin, parametersEnd, inputEnd],
            output: [begin, parametersEnd, inputEnd], events: complete),
        Case(
            testDescription: "10 padding",
            input: [
                begin, FastCGIRecord(.parameters, pair, padding: 255), parametersEnd,
                input("abc", padding: 1), inputEnd,
            ],
            output: [begin, parameters, parametersEnd, input("abc"), inputEnd], events: complete),
        Case(
            testDescription: "11 padding of empty records",
            input: [
                FastCGIRecord(.beginRequest, begin.content, padding: 7), parameters,
                FastCGIRecord(.parameters, padding: 8), FastCGIRecord(.input, padding: 9),
            ],
            output: whole, events: complete),
        Case(
            testDescription: "12, 17 reserved bytes and flags",
            input: [
                FastCGIRecord(.beginRequest, [0, 1, 0xff, 1, 2, 3, 4, 5]), parameters,
                parametersEnd, inputEnd,
            ],
            output: whole, events: complete),
        Case(
            testDescription: "16 two requests at once", input: whole + whole,
            output: whole + whole, events: complete + [.nextRequest] + complete),
        Case(
            testDescription: "18 questions", input: [values(["FCGI_MPXS_CONNS", "FCGI_MAX_REQS"])],
            replies: [result([("FCGI_MAX_REQS", "4096"), ("FCGI_MPXS_CONNS", "0")])], events: []),
        Case(
            testDescription: "19 questions within a request",
            input: [
                begin, values(["FCGI_MAX_CONNS"], padding: 3), parameters, parametersEnd,
                input("ab"), values(["FCGI_MPXS_CONNS"]), input("c"), inputEnd,
            ],
            output: [begin, parameters, parametersEnd, input("abc"), inputEnd],
            replies: [result([("FCGI_MAX_CONNS", "16384")]), result([("FCGI_MPXS_CONNS", "0")])],
            events: complete),
        Case(
            testDescription: "20 unknown names, and none",
            input: [values(["FCGI_OTHER", "", "F"]), values([])],
            replies: [result([]), result([])], events: []),
        Case(
            testDescription: "21 other roles, kept",
            input: [FastCGIRecord.begin(requestID: 5, role: 2, flags: 1), parameters] + whole,
            output: whole, replies: [end(5, 3)], events: complete),
        Case(
            testDescription: "21 other roles, not kept",
            input: [FastCGIRecord.begin(requestID: 5, role: 0, flags: 0)] + whole,
            replies: [end(5, 3)], events: [.closing]),
    ]

    static let odd: [Case] = [
        Case(
            testDescription: "24, 25, 50 strays before a request",
            input: [
                inputEnd, input("x", requestID: 3), parameters, FastCGIRecord(.abortRequest),
                FastCGIRecord(.data, [1]),
            ] + whole, output: whole, events: complete),
        Case(
            testDescription: "26, 27 strays within a body",
            input: [
                begin, parameters, parametersEnd, input("a"), input("", requestID: 2),
                input("xyz", requestID: 2, padding: 5), input("b"), inputEnd,
            ],
            output: [begin, parameters, parametersEnd, input("ab"), inputEnd], events: complete),
        Case(
            testDescription: "28 a second request within the first",
            input: [begin, parameters, .begin(requestID: 2, flags: 1), parametersEnd, inputEnd],
            output: whole, replies: [end(2, 1)], events: complete),
        Case(
            testDescription: "30, 31 unknown management records",
            input: [
                record(kind: 77, requestID: 0), begin, parameters, parametersEnd, input("a"),
                record(kind: 78, requestID: 0, [1, 2, 3], padding: 5), input("b"), inputEnd,
            ],
            output: [begin, parameters, parametersEnd, input("ab"), inputEnd],
            replies: [unknown(77), unknown(78)], events: complete),
        Case(
            testDescription: "33 the body ends twice", input: whole + [inputEnd] + whole,
            output: whole + whole, events: complete + [.nextRequest] + complete),
        Case(
            testDescription: "35 a filter's data",
            input: [
                begin, parameters, parametersEnd, FastCGIRecord(.data, [1, 2]),
                FastCGIRecord(.data), inputEnd,
            ], output: whole, events: complete),
        Case(
            testDescription: "64 abort within the parameters",
            input: [begin, parameters, FastCGIRecord(.abortRequest), parametersEnd] + whole,
            output: whole, replies: [end(1, 0)], events: [.abandoned] + complete),
        Case(
            testDescription: "65 abort within the body",
            input: [
                begin, parameters, parametersEnd, input("a"), FastCGIRecord(.abortRequest),
                input("b"), inputEnd,
            ] + whole,
            output: [begin, parameters, parametersEnd, input("a")] + whole,
            events: [.parametersComplete, .aborted, .nextRequest] + complete),
    ]

    static let violations: [Case] = [
        Case(
            testDescription: "29 the same request again", input: [begin, parameters, begin],
            output: [begin, parameters], events: [.violation(.repeatedRequest(1))]),
        Case(
            testDescription: "32 an unknown record of the request",
            input: [begin, record(kind: 6)], output: [begin],
            events: [.violation(.unknownKind(6))]),
        Case(
            testDescription: "34, 52 parameters after their end",
            input: [begin, parametersEnd, parameters], output: [begin, parametersEnd],
            events: [.parametersComplete, .violation(.lateParameters)]),
        Case(
            testDescription: "48 a beginning of nine bytes",
            input: [record(kind: 1, [0, 1, 1, 0, 0, 0, 0, 0, 0])],
            events: [.violation(.beginningLength(9))]),
        Case(
            testDescription: "48 a beginning of none", input: [record(kind: 1)],
            events: [.violation(.beginningLength(0))]),
        Case(
            testDescription: "49 request 0", input: [.begin(requestID: 0, flags: 1)],
            events: [.violation(.nullRequest)]),
        Case(
            testDescription: "51 a body before the end of the parameters",
            input: [begin, parameters, inputEnd], output: [begin, parameters],
            events: [.violation(.earlyBody)]),
    ]

    @Test(arguments: valid + odd + violations)
    func comesOutTheSameHoweverItCame(_ line: Case) {
        let input = line.input.flatMap(\.bytes)
        var expected = Outcome(events: line.events)
        expected.records = line.output.flatMap(\.bytes)
        expected.replies = line.replies.flatMap(\.bytes)
        var whole = Self.run([input[...]])
        // What a violation leaves of its record is nobody's business.
        if case .violation? = line.events.last { whole.records = expected.records }
        #expect(whole == expected)
        for split in 0...input.count {
            var outcome = Self.run([input[..<split], input[split...]])
            if case .violation? = line.events.last { outcome.records = expected.records }
            #expect(outcome == expected, "split at \(split)")
        }
        var bytewise = Self.run(input.indices.map { input[$0...$0] })
        if case .violation? = line.events.last { bytewise.records = expected.records }
        #expect(bytewise == expected)
    }

    // MARK: Lengths

    /// The first bytes of a pair, and what they are.
    @Test(
        arguments: [
            [0xff, 0xff, 0xff, 0xff, 1], [0xff, 0xff, 0xff, 0xfe, 2], [1, 0xff, 0xff, 0xff, 0xff],
            [0xf0, 0, 0, 0, 0xf0, 0, 0, 0], [0x81, 0, 0, 1, 1],
        ] as [[UInt8]])
    func absurdLengthsAreViolations(_ pair: [UInt8]) {  // 54
        let input = [Self.begin, FastCGIRecord(.parameters, pair)].flatMap(\.bytes)
        let outcome = Self.run([input[...]])
        guard case .violation(.absurdLength)? = outcome.events.last else {
            return #expect(Bool(false), "\(outcome.events)")
        }
    }

    @Test func parametersMustEndWithAPair() {  // 53
        for count in 1..<Self.pair.count {
            let cut = FastCGIRecord(.parameters, Array(Self.pair.prefix(count)))
            let input = [Self.begin, cut, Self.parametersEnd].flatMap(\.bytes)
            #expect(Self.run([input[...]]).events == [.violation(.truncatedPair)])
        }
    }

    @Test func longLengthsOfShortNamesCount() {  // 7, 8
        for (name, value) in [("A", "b"), (String(repeating: "N", count: 128), "")] {
            let pair = FastCGIRecord.pair(name, value, longLengths: true)
            let input = [Self.begin, FastCGIRecord(.parameters, pair), Self.parametersEnd]
            let outcome = Self.run([input.flatMap(\.bytes)[...]])
            #expect(outcome.events == [.parametersComplete])
            #expect(outcome.records == input.flatMap(\.bytes))
        }
    }

    // MARK: Limits

    @Test(arguments: [
        ("parameters", 3, 1, 1), ("bytes", 1, 1, 100), ("name", 1, 20, 1),
    ])
    func overALimitTheRequestIsReplaced(_ what: String, _ count: Int, _ name: Int, _ value: Int) {
        var limits = RecordCanonicaliser.Limits()
        (limits.parameters, limits.nameBytes, limits.parameterBytes) = (2, 10, 50)
        let pair = FastCGIRecord.pair(
            String(repeating: "N", count: name), String(repeating: "v", count: value))
        let pairs = (0..<count).flatMap { _ in pair }
        let input = [Self.begin, FastCGIRecord(.parameters, pairs), Self.parametersEnd]
        let outcome = Self.run([input.flatMap(\.bytes)[...]], limits: limits)  // 56
        guard case .refused(let refusal)? = outcome.events.last else {
            return #expect(Bool(false), "\(what): \(outcome.events)")
        }
        #expect(refusal.status.code == 431)
        let stub = [FastCGIRecord.begin(flags: 0), Self.parametersEnd, Self.inputEnd]
        #expect(outcome.records == stub.flatMap(\.bytes))
    }

    @Test(arguments: [("A=B", "c"), ("A\0B", "c"), ("", "c"), ("A", "b\0c")])
    func pairsThatLibfcgiWouldMisreadAreRefused(_ name: String, _ value: String) {  // 46
        let pair = FastCGIRecord.pair(name, value)
        let input = [Self.begin, FastCGIRecord(.parameters, pair)].flatMap(\.bytes)
        guard case .refused(let refusal)? = Self.run([input[...]]).events.last else {
            return #expect(Bool(false))
        }
        #expect(refusal.status.code == 400)
    }

    @Test func endlessParametersTakeNoMemory() {  // 57
        var canonicaliser = RecordCanonicaliser(limits: .init())
        var (records, replies, largest) = (RecordBuffer(), [UInt8](), 0)
        let pairs = (0..<1000).flatMap { FastCGIRecord.pair("N\($0)", "value") }
        let piece = FastCGIRecord(.parameters, pairs).bytes
        for bytes in [Self.begin.bytes] + Array(repeating: piece, count: 1000) {
            bytes.withUnsafeBytes { bytes in
                var rest = bytes
                while !rest.isEmpty {
                    _ = canonicaliser.take(&rest, records: &records, replies: &replies)
                }
            }
            largest = max(largest, records.count)
        }
        #expect(largest < 200_000)
    }

    @Test func whatWasReadTakesNoMemory() {
        var buffer = RecordBuffer()
        let piece = [UInt8](repeating: 7, count: 10_000)
        var read = [UInt8](repeating: 0, count: 9990)
        var largest = 0
        for _ in 0..<1000 {
            piece.withUnsafeBytes { buffer.append(5, requestID: 1, $0) }
            // Never all of it: something is always left.
            let count = read.withUnsafeMutableBytes { buffer.read(into: $0) }
            #expect(count == 9990)
            largest = max(largest, buffer.memoryCount)
        }
        #expect(largest < 120_000)
    }

    @Test(arguments: [4, 3000])
    func repeatedQuestionsAreAnsweredOnce(_ count: Int) {  // 55
        let names = Array(repeating: "FCGI_MAX_CONNS", count: count)
        let outcome = Self.run([Self.values(names).bytes[...]])
        #expect(outcome.replies == Self.result([("FCGI_MAX_CONNS", "16384")]).bytes)
    }

    @Test func managementRecordsHaveALimit() {  // 58
        var limits = RecordCanonicaliser.Limits()
        limits.managementRecords = 10
        let input = (0..<11).flatMap { _ in Self.record(kind: 99, requestID: 0).bytes }
        let outcome = Self.run([input[...]], limits: limits)
        #expect(outcome.events == [.violation(.tooManyManagementRecords(limit: 10))])
        #expect(outcome.replies == (0..<10).flatMap { _ in Self.unknown(99).bytes })
    }

    @Test(
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", 0x47), ("\u{16}\u{3}\u{1}", 0x16), ("\0", 0),
        ] as [(String, UInt8)])
    func otherProtocolsAreSeenAtTheFirstByte(_ text: String, _ first: UInt8) {  // 47, 84, 85
        let input = Array(text.utf8)
        #expect(Self.run([input[..<1]]).events == [.violation(.version(first))])
    }
}
