import DewarTesting

// 50, 60 to 63 and 69: what takes too long, for a server whose deadlines are 50 ms.
extension CaseTable {
    private static let late = "warning: connection closed: its request did not come in time."

    static let deadlines: [Case] =
        [
            Case(number: 50, sentence: "records of no request, then nothing") { _ in
                [
                    .send([
                        FastCGIRecord(.parameters, bytes(9)), FastCGIRecord(.input),
                        FastCGIRecord(.abortRequest),
                    ]), .closed,
                ]
            },
            Case(number: 60, sentence: "nothing") { _ in [.closed] },
            Case(
                number: 61, sentence: "a header that is never whole, byte by byte", logs: [late]
            ) { keep in
                [
                    .dribble(Array(repeating: Case.begin(keep).bytes, count: 9).flatMap { $0 }),
                    .closed,
                ]
            },
            Case(
                number: 62, sentence: "parameters without end, byte by byte", logs: [late]
            ) { keep in
                let pairs = Array(repeating: FastCGIRecord.pair("A", "b"), count: 100)
                let record = FastCGIRecord(.parameters, pairs.flatMap { $0 })
                return [.send([Case.begin(keep)]), .dribble(record.bytes), .closed]
            },
            Case(
                number: 63, sentence: "a short body that does not come", views: .fixture,
                logs: ["warning: request refused with 408: request timed out"]
            ) { keep in
                [
                    .send(Array(Case.echo(bytes(1000), keep).records.dropLast(2))),
                    .refusal("408 Request Timeout", lateBody), .ended,
                ]
            },
            Case(
                number: 63, sentence: "a short body, byte by byte", views: .fixture,
                logs: ["warning: request refused with 408: request timed out"]
            ) { keep in
                let records = Case.echo(bytes(1000), keep).records
                return [
                    .send(Array(records.dropLast(2))), .dribble(records[3].bytes),
                    .refusal("408 Request Timeout", lateBody), .ended,
                ]
            },
            Case(
                number: 63, sentence: "a body that is being read and does not come",
                views: .fixture, asked: ["/echo"]
            ) { keep in
                [
                    .send(Array(Case.echo(bytes(200_000), keep).records.prefix(6))),
                    .text(stalled, status: 408), .ended,
                ]
            },
            Case(
                number: 63, sentence: "a body that is being read, byte by byte", views: .fixture,
                asked: ["/echo"]
            ) { keep in
                let records = Case.echo(bytes(200_000), keep).records
                return [
                    .send(Array(records.prefix(6))), .dribble(records[6].bytes),
                    .text(stalled, status: 408), .ended,
                ]
            },
            Case(
                number: 69, sentence: "100 MB that nobody reads", views: .fixture, logs: nil,
                asked: ["/large/100"], growth: 8 << 20
            ) { keep in
                [
                    .send(FastCGIRequest("GET", "/large/100", keepConnection: keep)),
                    .untilAsked, .droppedUnread,
                ]
            },
        ]
        + [7, 16, 43, 50].map { count in
            Case(
                number: count < 16 ? 61 : 62, sentence: "\(count) bytes of a request, then nothing",
                logs: [late]
            ) { keep in
                let pairs = FastCGIRecord.pair("REQUEST_METHOD", "GET")  // 19 bytes
                let sent = Case.begin(keep).bytes + FastCGIRecord(.parameters, pairs + pairs).bytes
                return [.send(Array(sent.prefix(count))), .closed]
            }
        }

    private static let lateBody = "request timed out: its body did not come in time."
    private static let stalled = "request body timed out: no byte came in time."
}
