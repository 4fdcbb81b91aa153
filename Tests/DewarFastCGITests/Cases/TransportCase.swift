import DewarTesting
import Testing

/// One line of the table of cases: what a web server does, and what it must get.
struct TransportCase: CustomTestStringConvertible, Sendable {
    /// Whose views the requests are for.
    enum Views { case hello, fixture }

    /// The case's number in the list of the transport's cases.
    let number: Int
    /// What comes, and what is to become of it.
    let sentence: String
    /// `.hello`: the example itself can answer, and is asked too.
    var views = Views.hello
    /// Whether it takes more than bytes: time, or the end of a connection.
    var needsSocket = false
    /// Whether it is sent in pieces too.
    var isSplit = true
    /// What the server must log, the beginning of each line; nil for whatever it likes.
    var logs: [String]? = []
    /// The paths that the application must be asked for; nil for whatever it likes.
    var asked: [String]? = []
    /// How many bytes the server's memory may grow meanwhile.
    var growth: Int?
    /// What happens, if the connection is asked to be kept and if not.
    let steps: @Sendable (_ keep: Bool) -> [Step]

    var testDescription: String { "\(number) \(sentence)" }
}

/// What happens over the connection of a case.
enum Step: Sendable {
    /// The web server sends bytes.
    case send([UInt8])
    /// It sends them one by one, a millisecond apart.
    case sendSlowly([UInt8])
    /// It sends them and reads nothing, for as long as the server takes them.
    case sendInVain([UInt8])
    /// It sends them before it reads anything.
    case sendFirst([UInt8])
    /// It sends them one by one, ten milliseconds apart, until something comes.
    case dribble([UInt8])
    /// It waits until the application is asked.
    case untilAsked
    /// It sends nothing more, but reads.
    case closeWriting
    /// It reads one record and is gone.
    case vanish
    /// It waits until the server has closed the connection, and reads nothing.
    case droppedUnread
    /// It gets exactly this record.
    case record(FastCGIRecord)
    /// It gets this answer, whole and well-formed.
    case answer(ExpectedAnswer)
    /// It gets the beginning of an answer, and the connection ends.
    case brokenAnswer(ExpectedAnswer)
    /// The connection ends, and nothing comes before.
    case closed
    /// The connection ends, whatever comes before.
    case ended
    /// Another request is answered over the connection, which then ends.
    case open

    /// How the connection of a request ends that is answered as it should be.
    static func rest(_ keep: Bool) -> Step { keep ? .open : .closed }
}

/// What must be in an answer.
struct ExpectedAnswer: Sendable {
    var status = 200
    var body: [UInt8]?
    var requestID: UInt16 = 1
    /// Header fields and their values; nil for none of the name.
    var fields: [(name: String, value: String?)] = []
    /// What must come for the web server's log.
    var errors = ""
}

extension Step {
    /// An answer with a text.
    static func text(
        _ text: String, status: Int = 200, requestID: UInt16 = 1,
        fields: [(name: String, value: String?)] = [], errors: String = ""
    ) -> Step {
        .answer(
            ExpectedAnswer(
                status: status, body: Array(text.utf8), requestID: requestID, fields: fields,
                errors: errors))
    }

    /// An answer with bytes.
    static func body(_ body: [UInt8]) -> Step { .answer(ExpectedAnswer(body: body)) }

    /// The page that the transport answers with itself.
    static func refusal(_ status: String, _ reason: String, requestID: UInt16 = 1) -> Step {
        text(
            "\(status)\n\n\(reason)\n", status: Int(status.prefix(3)) ?? 0, requestID: requestID)
    }

    /// Records, in one piece.
    static func send(_ records: [FastCGIRecord]) -> Step { .send(bytes(of: records)) }

    /// Requests, in one piece.
    static func send(_ requests: FastCGIRequest...) -> Step {
        .send(requests.reduce(into: []) { $0 += bytes(of: $1.records) })
    }

    static func bytes(of records: [FastCGIRecord]) -> [UInt8] {
        records.reduce(into: []) { $0 += $1.bytes }
    }
}

extension TransportCase {
    /// The example's page `/user/kim`.
    static let kim = "사용자 이름: kim"

    /// A request for the example's page.
    static func get(_ keep: Bool) -> FastCGIRequest {
        FastCGIRequest("GET", "/user/kim", keepConnection: keep)
    }

    /// A request with a body, for a view that answers with it.
    static func echo(_ body: [UInt8], _ keep: Bool) -> FastCGIRequest {
        FastCGIRequest("POST", "/echo", body: body, keepConnection: keep)
    }

    /// The records of a request for the example's page, changed somehow.
    static func get(
        _ keep: Bool, _ change: (inout [FastCGIRecord]) -> Void
    ) -> [FastCGIRecord] {
        var records = get(keep).records
        change(&records)
        return records
    }

    static func begin(_ keep: Bool, requestID: UInt16 = 1, role: UInt16 = 1) -> FastCGIRecord {
        .begin(requestID: requestID, role: role, flags: keep ? 1 : 0)
    }

    static func end(_ requestID: UInt16 = 1, _ status: UInt8 = 0) -> FastCGIRecord {
        FastCGIRecord(.endRequest, requestID: requestID, [0, 0, 0, 0, status, 0, 0, 0])
    }

    /// A record of any type.
    static func record(
        type: UInt8, requestID: UInt16 = 1, _ content: [UInt8] = [], padding: UInt8 = 0
    ) -> FastCGIRecord {
        var record = FastCGIRecord(.data, requestID: requestID, content, padding: padding)
        record.kind = type
        return record
    }

    /// Questions for what the server can do.
    static func questions(_ names: [String], padding: UInt8 = 0) -> FastCGIRecord {
        FastCGIRecord(
            .getValues, requestID: 0, names.flatMap { FastCGIRecord.pair($0, "") },
            padding: padding)
    }

    /// Their answer, filled up to a multiple of eight bytes.
    static func values(_ pairs: [(String, String)]) -> FastCGIRecord {
        let content = pairs.flatMap { FastCGIRecord.pair($0.0, $0.1) }
        return FastCGIRecord(
            .getValuesResult, requestID: 0, content, padding: UInt8((8 - content.count % 8) % 8))
    }

    static func unknownType(_ type: UInt8) -> FastCGIRecord {
        FastCGIRecord(.unknownType, requestID: 0, [type, 0, 0, 0, 0, 0, 0, 0])
    }
}
