import DewarTesting
import Testing

/// What clients can do to the transport through a real nginx that keeps its connections.
///
/// Cases 62 and 70 of the transport. nginx carries nothing else of the kind, because it makes every
/// record itself: ``nginxSendsNothingButRequests()``.
@Suite(.serialized) struct HostileClientTests {
    /// The bytes of a request by root, none of them above 127: they can be text.
    private static let forged = String(
        decoding: FastCGIRequest(
            parameters: [
                ("REQUEST_METHOD", "GET"), ("PATH_INFO", "/admin"), ("REMOTE_USER", "root"),
            ]
        ).bytes, as: UTF8.self)

    /// A body with a forged request at every 8192nd byte from a place on: where libfcgi, which reads
    /// 8192 bytes at a time, would begin to read if it were given the connection again.
    private static func body(_ count: Int, from place: Int) -> String {
        let page = forged + String(repeating: "\0", count: 8192 - forged.utf8.count)
        var body = String(repeating: "\0", count: place)
        while body.utf8.count < count { body += page }
        return String(body.prefix(count))
    }

    /// Flaw B1 of libfcgi: what precedes a body is a multiple of eight bytes, and one of these places
    /// the right one.
    @Test(arguments: [true, false])
    func aRequestForgedInABodyIsNeverRead(_ buffersRequests: Bool) throws {
        let server = try CaseServerBehindNginx(buffersRequests: buffersRequests)
        let places = Array(stride(from: 0, to: 8192, by: 8))
        for place in places {
            // The connection that matters is nginx's own, which it keeps longer than ours.
            let answer = try server.connect().send(
                "POST", "/ignored", body: Self.body(20_000, from: place))
            try #require(answer.text == "ignored", "at \(place)")
        }
        #expect(try server.connect().send("GET", "/user/kim").text == "사용자 이름: kim")
        let log = try server.takeLog()
        #expect(log.filter { $0 != "asked: /ignored" } == ["asked: /user/kim"])
        #expect(log.count == places.count + 1)
    }

    /// The same with more than is dropped for the sake of a kept connection.
    @Test(arguments: [true, false])
    func norInABodyThatIsTooLargeToBeDropped(_ buffersRequests: Bool) throws {
        let server = try CaseServerBehindNginx(buffersRequests: buffersRequests)
        for place in stride(from: 0, to: 8192, by: 512) {
            let answer = try server.connect().send(
                "POST", "/ignored", body: Self.body(1_048_576, from: place))
            try #require(answer.text == "ignored", "at \(place)")
            #expect(try server.connect().send("GET", "/user/kim").text == "사용자 이름: kim")
        }
        let asked = Set(try server.takeLog())
        #expect(asked == ["asked: /ignored", "asked: /user/kim"])
    }

    /// Flaw B2, parameters that end with their connection, is not to be had through nginx.
    ///
    /// It passes them on in one record, and not before it has all of them.
    @Test(arguments: [true, false])
    func aClientThatGoesWithinARequestIsNoRequest(_ buffersRequests: Bool) throws {
        let server = try CaseServerBehindNginx(buffersRequests: buffersRequests)
        for part in ["GET /echo HT", "GET /echo HTTP/1.1\r\nHost: a\r\nX-Header: "] {
            try server.connect().write(part)
        }
        do {
            let connection = try server.connect()
            try connection.write("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n")
            try connection.write(String(repeating: "x", count: 150_000))
            // It is there, with what it has of its body, or nginx has kept all of it.
            if !buffersRequests { #expect(try server.takeLog(until: "asked: /echo") != []) }
        }
        #expect(try server.connect().send("GET", "/user/kim").text == "사용자 이름: kim")
        #expect(try server.takeLog() == ["asked: /user/kim"])
    }

    @Test func aViewIsCancelledWhenItsClientIsGone() throws {
        let server = try CaseServerBehindNginx(buffersRequests: true)
        do {
            let connection = try server.connect()
            try connection.write("GET /wait/60000 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try server.takeLog(until: "asked: /wait/60000") == ["asked: /wait/60000"])
        }
        #expect(try server.takeLog(until: "asked: cancelled") == ["asked: cancelled"])
    }

    /// Whatever a client sends, nginx sends a beginning, parameters in one record, and a body.
    ///
    /// Flaw B3 takes a question of the web server's, CVE-2025-23016 lengths that are none, most other
    /// cases records that are none: these are tried over sockets alone.
    @Test func nginxSendsNothingButRequests() throws {
        let question = FastCGIRecord(
            .getValues, requestID: 0, FastCGIRecord.pair("FCGI_MAX_CONNS", ""))
        let hostile = String(decoding: question.bytes, as: UTF8.self)
        let records = try NginxInFront.records(
            of: "POST /\(String(repeating: "x", count: 4000))?a=%00%ff HTTP/1.1\r\nHost: a\r\n"
                + "X-Long: \(String(repeating: "\u{7f}", count: 7000))\r\n"
                + "Content-Length: \(hostile.utf8.count)\r\n\r\n\(hostile)")
        let (parameters, input) = (
            FastCGIRecord.Kind.parameters.rawValue, FastCGIRecord.Kind.input.rawValue
        )
        #expect(
            records.map(\.kind) == [
                FastCGIRecord.Kind.beginRequest.rawValue, parameters, parameters, input, input,
            ])
        #expect(records.allSatisfy { $0.version == 1 && $0.requestID == 1 })
        #expect(records.map(\.content.isEmpty) == [false, false, true, false, true])
        #expect(Self.pairsFill(records[1].content))
    }

    /// Whether bytes are pairs, to the last one.
    private static func pairsFill(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        func length() -> Int {
            guard let first = rest.first else { return -1 }
            let count = first < 0x80 ? 1 : 4
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reduce(0) { $0 << 8 | Int($1) } & 0x7fff_ffff
        }
        while !rest.isEmpty {
            let (name, value) = (length(), length())
            guard name > 0, value >= 0, name + value <= rest.count else { return false }
            rest = rest.dropFirst(name + value)
        }
        return true
    }
}
