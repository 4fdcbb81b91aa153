import DewarTesting

// 18 to 23: questions, roles, and methods whose answers have no body.
extension CaseTable {
    static let management: [Case] = [
        Case(number: 18, sentence: "questions alone are answered at once", asked: ["/user/kim"]) {
            keep in
            [
                .send([Case.questions(["FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS"])]),
                .record(
                    Case.values([
                        ("FCGI_MAX_CONNS", "16384"), ("FCGI_MAX_REQS", "4096"),
                        ("FCGI_MPXS_CONNS", "0"),
                    ])),
                .send(Case.get(keep)), .text(Case.kim), .rest(keep),
            ]
        },
        Case(
            number: 19, sentence: "questions within a request, padded", views: .fixture,
            asked: ["/echo"]
        ) { keep in
            var records = Case.echo(bytes(9), keep).records
            for index in [4, 3, 2, 1, 0] {
                records.insert(
                    Case.questions(["FCGI_MPXS_CONNS"], padding: UInt8(index)), at: index)
            }
            let values = Step.record(Case.values([("FCGI_MPXS_CONNS", "0")]))
            return [.send(records)] + Array(repeating: values, count: 5)
                + [.body(bytes(9)), .rest(keep)]
        },
        Case(
            number: 19, sentence: "questions while a view awaits", views: .fixture,
            needsSocket: true, isSplit: false, asked: ["/wait/200"]
        ) { keep in
            [
                .send(FastCGIRequest("GET", "/wait/200", keepConnection: keep)),
                .send([Case.questions(["FCGI_MPXS_CONNS"])]),
                .record(Case.values([("FCGI_MPXS_CONNS", "0")])), .text("waited"), .rest(keep),
            ]
        },
        Case(number: 20, sentence: "questions with unknown names, and without any") { _ in
            [
                .send([Case.questions(["FCGI_OTHER", "", "F", "FCGI_MAX_CONNS_"])]),
                .record(Case.values([])), .send([Case.questions([])]), .record(Case.values([])),
                .open,
            ]
        },
    ]

    static let roles: [Case] = ([0, 2, 3, 9, 0xffff] as [UInt16]).map { role in
        Case(number: 21, sentence: "role \(role) is unknown") { keep in
            let pairs = FastCGIRecord.pair("REQUEST_METHOD", "GET")
            return [
                .send([
                    Case.begin(keep, requestID: 5, role: role),
                    FastCGIRecord(.parameters, requestID: 5, pairs),
                    FastCGIRecord(.parameters, requestID: 5), FastCGIRecord(.input, requestID: 5),
                ]), .record(Case.end(5, 3)), .rest(keep),
            ]
        }
    }

    static let methods: [Case] =
        [
            Case(number: 22, sentence: "an answer to HEAD has no body", asked: ["/user/kim"]) {
                keep in
                let length = String(Case.kim.utf8.count)
                return [
                    .send(FastCGIRequest("HEAD", "/user/kim", keepConnection: keep)),
                    .text("", fields: [("Content-Length", length)]), .rest(keep),
                ]
            },
            Case(
                number: 22, sentence: "HEAD, and the web server goes after the head",
                needsSocket: true, asked: ["/user/kim"]
            ) { keep in
                [.send(FastCGIRequest("HEAD", "/user/kim", keepConnection: keep)), .vanish]
            },
        ]
        + [204, 304].map { status in
            Case(
                number: 23, sentence: "an answer with \(status) has no body", views: .fixture,
                asked: ["/status/\(status)"]
            ) { keep in
                [
                    .send(FastCGIRequest("GET", "/status/\(status)", keepConnection: keep)),
                    .text("", status: status, fields: [("Content-Length", nil)]), .rest(keep),
                ]
            }
        }
}
