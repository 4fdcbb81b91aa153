import DewarTesting

// 62 and 64 to 76: requests that are given up, bodies that nobody reads, answers that break off.
extension CaseTable {
    static let hostile = endings + aborts + unread + answers

    private static let endings: [Case] =
        // B2: cut at the end of a pair, libfcgi takes what came for all there is.
        [8, 16, 24, 30, 43, 44, 60, 63].map { count in
            Case(
                number: 62, sentence: "the connection ends after \(count) bytes of a request",
                needsSocket: true,
                logs: ["warning: connection closed: there came a request that was cut off"]
            ) { keep in
                let pairs = FastCGIRecord.pair("REQUEST_METHOD", "GET")  // 19 bytes
                let sent = Case.begin(keep).bytes + FastCGIRecord(.parameters, pairs + pairs).bytes
                return [.send(Array(sent.prefix(count))), .closeWriting, .closed]
            }
        } + [
            Case(
                number: 66, sentence: "the connection ends within a body", views: .fixture,
                needsSocket: true, asked: ["/echo"]
            ) { keep in
                [
                    .send(
                        Array(
                            Step.bytes(of: Case.echo(bytes(200_000), keep).records).prefix(150_000))
                    ),
                    .closeWriting, .text(cutOff, status: 400), .closed,
                ]
            },
            Case(
                number: 67, sentence: "the web server is gone within an answer", views: .fixture,
                needsSocket: true, isSplit: false, asked: ["/large/8"]
            ) { keep in
                [.send(FastCGIRequest("GET", "/large/8", keepConnection: keep)), .vanish]
            },
            Case(
                number: 68, sentence: "the web server says no more after a request",
                needsSocket: true, asked: ["/user/kim"]
            ) { keep in
                [.send(Case.get(keep)), .closeWriting, .text(Case.kim), .closed]
            },
            Case(
                number: 68, sentence: "the web server says no more, and the view awaits",
                views: .fixture, needsSocket: true, asked: ["/wait/100"]
            ) { keep in
                [
                    .send(FastCGIRequest("GET", "/wait/100", keepConnection: keep)), .closeWriting,
                    .text("waited"), .closed,
                ]
            },
        ]

    private static let aborts: [Case] = [
        Case(number: 64, sentence: "given up within the parameters") { keep in
            [
                .send(Case.get(keep) { $0.insert(FastCGIRecord(.abortRequest), at: 2) }),
                .record(Case.end()), .rest(keep),
            ]
        },
        Case(number: 65, sentence: "given up within a short body") { keep in
            var records = FastCGIRequest("POST", "/", body: bytes(9), keepConnection: keep).records
            records.insert(FastCGIRecord(.abortRequest), at: 4)
            return [.send(records), .record(Case.end()), .rest(keep)]
        },
        Case(
            number: 65, sentence: "given up within a body that is being read", views: .fixture,
            needsSocket: true, isSplit: false, asked: ["/echo"]
        ) { keep in
            let records = Case.echo(bytes(200_000), keep).records
            return [
                .send(Array(records.prefix(6))), .untilAsked,
                .send([FastCGIRecord(.abortRequest)]), .text(cutOff, status: 400), .rest(keep),
            ]
        },
        Case(
            number: 65, sentence: "given up while a view awaits", views: .fixture,
            needsSocket: true, isSplit: false, asked: ["/wait/60000", "cancelled"]
        ) { keep in
            [
                .send(FastCGIRequest("GET", "/wait/60000", keepConnection: keep)), .untilAsked,
                .send([FastCGIRecord(.abortRequest)]), .text("cancelled"), .rest(keep),
            ]
        },
    ]

    // MARK: 70 to 72, bodies that nobody reads

    private static let unread: [Case] =
        [32_768, 65_535].flatMap { size in
            [
                // B1. As much as this is dropped, and the connection kept.
                Case(
                    number: 70,
                    sentence: "a forged request in an unread body of 200 KB, in \(size)s",
                    views: .fixture, asked: ["/ignored"]
                ) { keep in
                    [.send(smuggler(200_000, size, keep)), .text("ignored"), .rest(keep)]
                },
                // As much as this is dropped with the connection.
                Case(
                    number: 70, sentence: "a forged request in an unread body of 1 MB, in \(size)s",
                    views: .fixture, needsSocket: true, asked: ["/ignored"]
                ) { keep in
                    [
                        .send(smuggler(1_048_576, size, keep)), .text("ignored"), .closeWriting,
                        .closed,
                    ]
                },
            ]
        } + [
            Case(
                number: 71, sentence: "an answer before 20 MB of body", views: .fixture,
                needsSocket: true, isSplit: false, asked: ["/refused"]
            ) { keep in
                let request = FastCGIRequest(
                    "POST", "/refused", body: bytes(20_000_000), keepConnection: keep)
                return [
                    .send(request), .text("too large", status: 413), .closeWriting, .closed,
                ]
            },
            Case(
                number: 72, sentence: "a body that is sent before the answer is read",
                views: .fixture, needsSocket: true, isSplit: false, asked: ["/echoed-stream"]
            ) { keep in
                let request = FastCGIRequest(
                    "POST", "/echoed-stream", body: bytes(900_000), keepConnection: keep)
                return [
                    .sendFirst(Step.bytes(of: request.records)), .body(bytes(900_000)), .rest(keep),
                ]
            },
        ]

    /// A request in whose body requests are forged, at every place where libfcgi would begin to read
    /// if it were given the connection again: it reads 8192 bytes at a time.
    private static func smuggler(_ count: Int, _ recordSize: Int, _ keep: Bool) -> FastCGIRequest {
        var request = FastCGIRequest("POST", "/ignored", keepConnection: keep)
        request.set("CONTENT_LENGTH", to: String(count))
        let head = request.records.dropLast().reduce(8) { $0 + $1.bytes.count }
        request.body = SmuggledRequest.body(count, after: head)
        request.bodyRecordSize = recordSize
        return request
    }

    // MARK: 73 to 76, answers

    private static let answers: [Case] = [
        Case(
            number: 73, sentence: "a view that throws", views: .fixture,
            logs: ["error: GET /throw: no more"], asked: ["/throw"]
        ) { keep in
            [
                .send(FastCGIRequest("GET", "/throw", keepConnection: keep)),
                .answer(ExpectedAnswer(status: 500)), .rest(keep),
            ]
        },
        Case(
            number: 73, sentence: "a stream that fails before its first byte (76: and says so)",
            views: .fixture, logs: ["error: failed response: its stream failed: no more"],
            asked: ["/fails/"]
        ) { keep in
            let reason = "failed response: its stream failed: no more; answered with 500."
            return [
                .send(FastCGIRequest("GET", "/fails/", keepConnection: keep)),
                .answer(ExpectedAnswer(status: 500, errors: reason)), .rest(keep),
            ]
        },
        Case(
            number: 73, sentence: "a stream that fails later (76: and says so)", views: .fixture,
            logs: ["error: response cut off: its stream failed: no more."], asked: ["/fails/begun"]
        ) { keep in
            [
                .send(FastCGIRequest("GET", "/fails/begun", keepConnection: keep)),
                .brokenAnswer(
                    ExpectedAnswer(
                        body: Array("begun".utf8),
                        errors: "response cut off: its stream failed: no more.")),
            ]
        },
        Case(
            number: 73, sentence: "a body shorter than its Content-Length", views: .fixture,
            logs: ["error: response cut off: its body has 5 bytes"], asked: ["/length/9"]
        ) { keep in
            [
                .send(FastCGIRequest("GET", "/length/9", keepConnection: keep)),
                .brokenAnswer(
                    ExpectedAnswer(
                        body: Array("hello".utf8),
                        errors: """
                            response cut off: its body has 5 bytes, its Content-Length says 9.
                            """)),
            ]
        },
        Case(
            number: 74, sentence: "a body longer than its Content-Length", views: .fixture,
            asked: ["/length/3"]
        ) { keep in
            [
                .send(FastCGIRequest("GET", "/length/3", keepConnection: keep)), .text("hel"),
                .rest(keep),
            ]
        },
        Case(
            number: 74, sentence: "a body for HEAD", views: .fixture, asked: ["/length/5"]
        ) { keep in
            [
                .send(FastCGIRequest("HEAD", "/length/5", keepConnection: keep)),
                .text("", fields: [("Content-Length", "5")]), .rest(keep),
            ]
        },
        Case(
            number: 75, sentence: "more than 8 KiB of headers", views: .fixture,
            logs: ["warning: large response: its headers have"], asked: ["/wide"]
        ) { keep in
            let value = String(repeating: "v", count: 80)
            return [
                .send(FastCGIRequest("GET", "/wide", keepConnection: keep)),
                .text("fields", fields: [("X-Field-0", value), ("X-Field-99", value)]),
                .rest(keep),
            ]
        },
    ]
}
