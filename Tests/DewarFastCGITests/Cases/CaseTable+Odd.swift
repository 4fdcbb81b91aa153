import DewarTesting

// 24 to 46: what no web server should send, and some do; parameters that are not as they should be.
extension CaseTable {
    static let odd = strays + lengths + headers + names

    private static let strays: [Case] =
        [
            Case(
                number: 24, sentence: "a stray end of a body before a request",
                asked: ["/user/kim", "/user/kim"]
            ) { keep in
                [
                    .send(Case.get(true)), .text(Case.kim),
                    .send([FastCGIRecord(.input)] + Case.get(keep).records), .text(Case.kim),
                    .rest(keep),
                ]
            },
            Case(
                number: 25, sentence: "strays of a request that is over",
                asked: ["/user/kim", "/user/kim"]
            ) { keep in
                let strays = [
                    FastCGIRecord(.input, requestID: 7, bytes(9)),
                    FastCGIRecord(.parameters, requestID: 7, bytes(9), padding: 7),
                    FastCGIRecord(.abortRequest, requestID: 7), FastCGIRecord(.data, requestID: 7),
                ]
                var request = Case.get(true)
                request.id = 7
                return [
                    .send(request), .text(Case.kim, requestID: 7),
                    .send(strays + Case.get(keep) { $0.insert(contentsOf: strays, at: 2) }),
                    .text(Case.kim), .rest(keep),
                ]
            },
            Case(
                number: 28, sentence: "a second request within the first", asked: ["/user/kim"]
            ) { keep in
                [
                    .send(Case.get(keep) { $0.insert(Case.begin(true, requestID: 2), at: 2) }),
                    .record(Case.end(2, 1)), .text(Case.kim), .rest(keep),
                ]
            },
            Case(
                number: 29, sentence: "a second request with the number of the first",
                logs: ["warning: connection closed: there came a second request with the number 1"]
            ) { keep in
                [.send(Case.get(keep) { $0.insert(Case.begin(keep), at: 2) }), .closed]
            },
            Case(number: 30, sentence: "an unknown management record") { _ in
                [
                    .send([Case.record(type: 77, requestID: 0)]), .record(Case.unknownType(77)),
                    .open,
                ]
            },
            Case(
                number: 33, sentence: "a body that ends twice", asked: ["/user/kim", "/user/kim"]
            ) { keep in
                [
                    .send(Case.get(true).records + [FastCGIRecord(.input)]), .text(Case.kim),
                    .send(Case.get(keep)), .text(Case.kim), .rest(keep),
                ]
            },
            Case(
                number: 34, sentence: "parameters behind their end",
                logs: ["warning: connection closed: there came parameters after their end"]
            ) { keep in
                let more = FastCGIRecord(.parameters, FastCGIRecord.pair("A", "b"))
                return [.send(Case.get(keep) { $0[3] = more }), .closed]
            },
            Case(number: 35, sentence: "a filter's data", asked: ["/user/kim"]) { keep in
                let data = [FastCGIRecord(.data, bytes(9)), FastCGIRecord(.data)]
                return [
                    .send(Case.get(keep) { $0.insert(contentsOf: data, at: 3) }),
                    .text(Case.kim), .rest(keep),
                ]
            },
        ]
        + ([
            (26, "an empty record of another request", FastCGIRecord(.input, requestID: 9), nil),
            (27, "a record of another request", .init(.input, requestID: 9, bytes(20)), nil),
            (
                31, "an unknown management record",
                Case.record(type: 78, requestID: 0, bytes(16), padding: 3), Case.unknownType(78)
            ),
        ] as [(Int, String, FastCGIRecord, FastCGIRecord?)]).map { number, what, stray, reply in
            Case(
                number: number, sentence: "\(what) within a body", views: .fixture,
                asked: ["/echo"]
            ) { keep in
                var request = Case.echo(bytes(20), keep)
                request.bodyRecordSize = 10
                var records = request.records
                records.insert(stray, at: 4)
                return [.send(records)] + (reply.map { [.record($0)] } ?? [])
                    + [.body(bytes(20)), .rest(keep)]
            }
        }
        + ([3, 6, 7, 12, 200] as [UInt8]).map { type in
            Case(
                number: 32, sentence: "a record of type \(type) within a request",
                logs: ["warning: connection closed: there came a record of type \(type)"]
            ) { keep in
                [.send(Case.get(keep) { $0.insert(Case.record(type: type), at: 2) }), .closed]
            }
        }

    // MARK: 36 to 39, lengths of bodies

    private static let lengths: [Case] =
        [
            Case(
                number: 36, sentence: "a body longer than announced", views: .fixture,
                asked: ["/echo", "/echo"]
            ) { keep in
                [true, keep].flatMap { keep -> [Step] in
                    var request = Case.echo(bytes(9000), keep)
                    request.set("CONTENT_LENGTH", to: "10")
                    return [.send(request), .body(bytes(10))]
                } + [.rest(keep)]
            },
            Case(
                number: 37, sentence: "a body shorter than announced", views: .fixture,
                asked: ["/echo"]
            ) { keep in
                var request = Case.echo(bytes(10), keep)
                request.set("CONTENT_LENGTH", to: "11")
                return [.send(request), .text(cutOff, status: 400), .closed]
            },
            Case(
                number: 39, sentence: "a body of chunks, decoded, without a length",
                views: .fixture, asked: ["/echo"]
            ) { keep in
                var request = Case.echo(bytes(9000), keep)
                request.set("CONTENT_LENGTH", to: nil)
                request.set("HTTP_TRANSFER_ENCODING", to: "chunked")
                return [.send(request), .body(bytes(9000)), .rest(keep)]
            },
        ]
        + ["", "-1"].map { length in
            Case(
                number: 38, sentence: "the length '\(length)' is none", views: .fixture,
                asked: ["/echo"]
            ) { keep in
                var request = Case.echo(bytes(100), keep)
                request.set("CONTENT_LENGTH", to: length)
                return [.send(request), .body(bytes(100)), .rest(keep)]
            }
        }
        + ["+5", "0x10", "99999999999999999999", "5 ", "-2"].map { length in
            Case(
                number: 38, sentence: "the length '\(length)' is refused",
                logs: ["warning: request refused with 400: invalid request: the content length"]
            ) { keep in
                var request = Case.get(keep)
                request.set("CONTENT_LENGTH", to: length)
                let reason =
                    "invalid request: the content length '\(length)' is no number of bytes."
                return [.send(request), .refusal("400 Bad Request", reason), .rest(keep)]
            }
        }
        + [
            Case(
                number: 38, sentence: "two lengths are refused",
                logs: ["warning: request refused with 400: invalid request: there is more than one"]
            ) { keep in
                var request = Case.get(keep)
                request.parameters += [("CONTENT_LENGTH", "0"), ("CONTENT_LENGTH", "0")]
                let reason = "invalid request: there is more than one content length."
                return [.send(request), .refusal("400 Bad Request", reason), .rest(keep)]
            }
        ]

    static let cutOff = "request body cut off: it ended before its announced length."

    // MARK: 40 to 43, headers

    private static let headers: [Case] =
        ([
            (40, "cookie", [("Cookie", "a=1"), ("Cookie", "b=2")], "a=1; b=2"),
            (40, "x-one", [("X-One", "1"), ("X-One", "2")], "1, 2"),
            (41, "proxy", [("Proxy", "http://evil")], "none"),
        ] as [(Int, String, [(String, String)], String)]).map { number, name, sent, seen in
            Case(
                number: number, sentence: "\(sent.count) headers '\(name)'", views: .fixture,
                asked: ["/header/\(name)"]
            ) { keep in
                let request = FastCGIRequest(
                    "GET", "/header/\(name)", headers: sent, keepConnection: keep)
                return [.send(request), .text(seen), .rest(keep)]
            }
        } + [
            Case(
                number: 42, sentence: "bytes of path and host that are not UTF-8", views: .fixture,
                asked: ["/raw/\u{fffd}\u{fffd}"]
            ) { keep in
                let (path, host) = (Array("/raw/".utf8) + [0xff, 0xc3], [0xfe, 0x80] as [UInt8])
                let pairs =
                    FastCGIRecord.pair("REQUEST_METHOD", "GET")
                    + [9, UInt8(path.count)] + Array("PATH_INFO".utf8) + path
                    + [9, UInt8(host.count)] + Array("HTTP_HOST".utf8) + host
                return [
                    .send(
                        [Case.begin(keep)] + FastCGIRecord.stream(.parameters, pairs)
                            + [FastCGIRecord(.input)]),
                    .body(path + [0x0a] + host), .rest(keep),
                ]
            },
            // The list wants a refusal. A field of swift-http-types cannot hold CR, LF or NUL: each
            // became a space when the view set it. That a head is not split is what matters.
            Case(
                number: 43, sentence: "a line's end in the path that a view sends on",
                views: .fixture, asked: ["/location/a\r\nSet-Cookie: x"]
            ) { keep in
                let request = FastCGIRequest(
                    "GET", "/location/a\r\nSet-Cookie: x", keepConnection: keep)
                let fields = [("Location", "/a  Set-Cookie: x"), ("Set-Cookie", nil)]
                return [.send(request), .text("fields", fields: fields), .rest(keep)]
            },
            Case(
                number: 43, sentence: "another control character in a field", views: .fixture,
                logs: ["error: invalid response: the header 'X-Control' holds a control"],
                asked: ["/control"]
            ) { keep in
                let reason = """
                    invalid response: the header 'X-Control' holds a control character; \
                    answered with 500.
                    """
                return [
                    .send(FastCGIRequest("GET", "/control", keepConnection: keep)),
                    .answer(
                        ExpectedAnswer(status: 500, fields: [("X-Control", nil)], errors: reason)),
                    .rest(keep),
                ]
            },
        ]

    // MARK: 44 to 46, names

    private static let names: [Case] =
        [
            Case(number: 44, sentence: "an empty path is the root", asked: ["/"]) { keep in
                let request = FastCGIRequest(
                    parameters: [
                        ("REQUEST_METHOD", "GET"), ("SCRIPT_NAME", ""), ("PATH_INFO", ""),
                    ],
                    keepConnection: keep)
                return [.send(request), .text("안녕하세요, Flask!"), .rest(keep)]
            },
            Case(
                number: 45, sentence: "nothing but a path",
                logs: ["warning: request refused with 500: incomplete request"]
            ) { keep in
                let request = FastCGIRequest(
                    parameters: [("PATH_INFO", "/app")], keepConnection: keep)
                return [
                    .send(request), .refusal("500 Internal Server Error", missingMethod),
                    .rest(keep),
                ]
            },
        ]
        + ["", "A=B", "A\0B"].map { name in
            // Closed, as the list wants it, and not without a word: what nginx would make of that is
            // a 502.
            Case(
                number: 46, sentence: "a parameter with the name '\(name)'",
                logs: ["warning: request refused with 400: invalid request: the name"]
            ) { keep in
                var request = Case.get(keep)
                request.parameters.append((name: name, value: "x"))
                let reason = """
                    invalid request: the name of a parameter is empty, or holds '=' or a NUL.
                    """
                return [.send(request), .refusal("400 Bad Request", reason), .closed]
            }
        }
}
