import DewarTesting

/// The table of the transport's cases, 1 to 76 and 83 to 85; those of processes are elsewhere, and
/// 86, mutants of valid requests, is in `RecordFuzzTests`.
enum CaseTable {
    typealias Case = TransportCase

    static let all = valid + odd + malformed + hostile

    // MARK: 1 to 23, valid

    static let valid: [Case] =
        [
            Case(number: 1, sentence: "a request, in one write (15)", asked: ["/user/kim"]) {
                keep in
                [.send(Case.get(keep)), .text(Case.kim), .rest(keep)]
            },
            Case(
                number: 2, sentence: "requests behind each other over a kept connection",
                asked: ["/user/kim", "/user/kim", "/user/kim"]
            ) { keep in
                [
                    .send(Case.get(true)), .text(Case.kim), .send(Case.get(true)),
                    .text(Case.kim), .send(Case.get(keep)), .text(Case.kim), .rest(keep),
                ]
            },
            Case(
                number: 3, sentence: "a thousand requests over one connection", isSplit: false,
                asked: Array(repeating: "/user/kim", count: 1000), growth: 4 << 20
            ) { keep in
                (1...1000).flatMap { number -> [Step] in
                    [.send(Case.get(number < 1000 || keep)), .text(Case.kim)]
                } + [.rest(keep)]
            },
            Case(
                number: 5, sentence: "a body in records of one byte", views: .fixture,
                asked: ["/echo"]
            ) { keep in
                var request = Case.echo(bytes(300), keep)
                (request.bodyRecordSize, request.padding) = (1, 0)
                return [.send(request), .body(bytes(300)), .rest(keep)]
            },
            Case(
                number: 7, sentence: "lengths of four bytes for short names and values",
                asked: ["/user/kim"]
            ) { keep in
                var request = Case.get(keep)
                request.longLengths = true
                return [.send(request), .text(Case.kim), .rest(keep)]
            },
            Case(
                number: 9, sentence: "no parameters at all",
                logs: ["warning: request refused with 500: incomplete request"]
            ) { keep in
                [
                    .send([Case.begin(keep), FastCGIRecord(.parameters), FastCGIRecord(.input)]),
                    .refusal("500 Internal Server Error", missingMethod), .rest(keep),
                ]
            },
            Case(
                number: 10, sentence: "every padding from 0 to 255", views: .fixture,
                asked: Array(repeating: "/echo", count: 256)
            ) { keep in
                (0...255).flatMap { padding -> [Step] in
                    var request = Case.echo(bytes(3), padding < 255 || keep)
                    request.padding = UInt8(padding)
                    return [.send(request), .body(bytes(3))]
                } + [.rest(keep)]
            },
            Case(
                number: 14, sentence: "byte by byte, a millisecond apart", needsSocket: true,
                isSplit: false, asked: ["/user/kim"]
            ) { keep in
                let request = FastCGIRequest(
                    parameters: [("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", "/user/kim")],
                    keepConnection: keep)
                return [.sendSlowly(request.bytes), .text(Case.kim), .rest(keep)]
            },
            Case(
                number: 16, sentence: "two requests in one write",
                asked: ["/user/kim", "/user/lee"]
            ) { keep in
                [
                    .send(
                        Case.get(true), FastCGIRequest("GET", "/user/lee", keepConnection: keep)),
                    .text(Case.kim), .text("사용자 이름: lee"), .rest(keep),
                ]
            },
            Case(
                number: 17, sentence: "of the flags only the lowest means something",
                asked: ["/user/kim"]
            ) { keep in
                var request = Case.get(keep)
                request.flags |= 0xfe
                return [.send(request), .text(Case.kim), .rest(keep)]
            },
        ] + bodies + parameters + paddings + numbers + management + roles + methods

    private static let bodies: [Case] =
        [0, 1, 7, 8, 8183, 8184, 8185, 8192, 8193, 32_768, 65_535, 65_536, 10_000_000].map {
            count in
            Case(
                number: 4, sentence: "a body of \(count) bytes", views: .fixture, asked: ["/echo"]
            ) { keep in
                [.send(Case.echo(bytes(count), keep)), .body(bytes(count)), .rest(keep)]
            }
        }

    private static let parameters: [Case] =
        // A pair of `REQUEST_METHOD`, and where in it the first and the second record end.
        [(1, 2), (2, 9), (9, 16), (16, 17), (1, 18), (18, 19)].map { first, second in
            Case(
                number: 6, sentence: "parameters in three records, cut at \(first) and \(second)",
                asked: ["/user/kim"]
            ) { keep in
                let pairs =
                    FastCGIRecord.pair("REQUEST_METHOD", "GET")
                    + FastCGIRecord.pair("DOCUMENT_URI", "/user/kim")
                let pieces = [pairs[..<first], pairs[first..<second], pairs[second...]]
                return [
                    .send(
                        [Case.begin(keep)] + pieces.map { FastCGIRecord(.parameters, Array($0)) }
                            + [FastCGIRecord(.parameters), FastCGIRecord(.input)]),
                    .text(Case.kim), .rest(keep),
                ]
            }
        }
        + [(127, 0), (128, 127), (127, 128), (128, 65_535), (127, 70_000), (255, 0)].map {
            name, value in
            Case(
                number: 8, sentence: "a name of \(name) bytes, a value of \(value)",
                views: .fixture, asked: ["/parameters"]
            ) { keep in
                var request = FastCGIRequest("GET", "/parameters", keepConnection: keep)
                request.set(
                    String(repeating: "N", count: name), to: String(repeating: "v", count: value))
                return [.send(request), .text("\(name) \(value) true\n"), .rest(keep)]
            }
        }

    private static let paddings: [Case] = [
        (0, "the beginning"), (2, "the end of the parameters"), (4, "the end of the body"),
    ].map { index, place in
        Case(
            number: 11, sentence: "padding of \(place)", views: .fixture, asked: ["/echo", "/echo"]
        ) { keep in
            // Twice: what is left of the first would spoil the second.
            [true, keep].flatMap { keep -> [Step] in
                var records = Case.echo(bytes(5), keep).records
                records[index].padding = 9
                return [.send(records), .body(bytes(5))]
            } + [.rest(keep)]
        }
    }

    private static let numbers: [Case] =
        [
            Case(
                number: 12, sentence: "reserved bytes mean nothing",
                asked: ["/user/kim", "/user/kim"]
            ) { keep in
                [true, keep].flatMap { keep -> [Step] in
                    let records = Case.get(keep) { records in
                        for index in records.indices { records[index].reserved = 0xff }
                        records[0].content.replaceSubrange(3..<8, with: [1, 2, 3, 4, 255])
                    }
                    return [.send(records), .text(Case.kim)]
                } + [.rest(keep)]
            }
        ]
        + ([1, 255, 256, 65_535] as [UInt16]).map { id in
            Case(number: 13, sentence: "the request's number \(id)", asked: ["/user/kim"]) { keep in
                var request = Case.get(keep)
                request.id = id
                return [.send(request), .text(Case.kim, requestID: id), .rest(keep)]
            }
        }

    static let missingMethod = """
        incomplete request: the web server sent no REQUEST_METHOD. \
        With nginx, say 'include fastcgi_params;' in the location: \
        one 'fastcgi_param' there drops all that are set outside of it.
        """
}
