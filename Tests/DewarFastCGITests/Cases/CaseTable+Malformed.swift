import DewarTesting
import TransportCases

// 47 to 59 and 83 to 85: no FastCGI, or too much of it.
extension CaseTable {
    static let malformed = framing + pairs + limits + strangers

    private static func closing(
        _ number: Int, _ sentence: String, _ log: String,
        _ records: @escaping @Sendable (Bool) -> [FastCGIRecord]
    ) -> Case {
        Case(
            number: number, sentence: sentence,
            logs: ["warning: connection closed: there came \(log)"]
        ) { keep in [.send(records(keep)), .closed] }
    }

    private static let framing: [Case] =
        ([0, 2, 255] as [UInt8]).map { version in
            closing(47, "version \(version)", "a record of version \(version)") { keep in
                Case.get(keep) { $0[0].version = version }
            }
        }
        + [0, 4, 7, 9].map { length in
            closing(
                48, "a beginning of \(length) bytes",
                "the beginning of a request with \(length) bytes"
            ) { keep in
                Case.get(keep) { $0[0].content = Array(($0[0].content + [0]).prefix(length)) }
            }
        } + [
            closing(49, "the request 0", "a request with the number 0") { keep in
                var request = Case.get(keep)
                request.id = 0
                return request.records
            },
            closing(51, "a body before the end of the parameters", "a body before the end") {
                keep in Case.get(keep) { $0.remove(at: 2) }
            },
            closing(52, "parameters within a body", "parameters after their end") { keep in
                [
                    Case.begin(keep), FastCGIRecord(.parameters), FastCGIRecord(.input, bytes(3)),
                    FastCGIRecord(.parameters, FastCGIRecord.pair("A", "b")),
                    FastCGIRecord(.input),
                ]
            },
        ]

    private static let pairs: [Case] =
        // Of a pair with lengths of four bytes: within the first, the second, the name, the value.
        [1, 2, 3, 4, 5, 7, 8, 9, 21, 22, 24].map { cut in
            closing(
                53, "parameters that end \(cut) bytes into a pair",
                "parameters that end within a pair"
            ) { keep in
                let pair = FastCGIRecord.pair("REQUEST_METHOD", "GET", longLengths: true)
                return [
                    Case.begin(keep), FastCGIRecord(.parameters, pair + pair.prefix(cut)),
                    FastCGIRecord(.parameters), FastCGIRecord(.input),
                ]
            }
        }
        // CVE-2025-23016, and what its repair has left: lengths whose sum is no `int`.
        + ([
            (0x7fff_ffff, 0), (0x7fff_fffe, 0), (0x7fff_fffe, 2), (1, 0x7fff_ffff),
            (0x7fff_ffff, 0x7fff_ffff), (0x7000_0000, 0), (0x0100_0001, 1),
        ] as [(UInt32, UInt32)]).map { name, value in
            Case(
                number: 54, sentence: "a name of \(name) bytes, a value of \(value)",
                logs: ["warning: connection closed: there came a parameter of"], growth: 4 << 20
            ) { keep in
                let lengths = [name, value].flatMap { length in
                    withUnsafeBytes(of: (length | 1 << 31).bigEndian) { Array($0) }
                }
                return [
                    .send([Case.begin(keep), FastCGIRecord(.parameters, lengths + bytes(100))]),
                    .closed,
                ]
            }
        }
        + [4, 5, 64, 3000].map { count in
            // B3: four answers are more than libfcgi's 64 bytes.
            Case(number: 55, sentence: "the same question \(count) times") { _ in
                [
                    .send([Case.questions(Array(repeating: "FCGI_MAX_CONNS", count: count))]),
                    .record(Case.values([("FCGI_MAX_CONNS", "16384")])), .open,
                ]
            }
        }

    // MARK: 56 to 59, limits

    private static let limits: [Case] =
        [
            (
                "a value of 128 KiB",
                [("HTTP_X", String(repeating: "v", count: 131_072))],
                "the parameters have more than 131072 bytes"
            ),
            (
                "a thousand parameters more",
                Array(repeating: ("HTTP_X", "v"), count: 1000),
                "there are more than 1000 parameters"
            ),
            (
                "a name of 256 bytes", [(String(repeating: "N", count: 256), "v")],
                "the name of a parameter has more than 255 bytes"
            ),
        ].map { (sentence: String, more: [(String, String)], reason: String) in
            Case(
                number: 56, sentence: sentence,
                logs: ["warning: request refused with 431: request too large: \(reason)."]
            ) { keep in
                var request = Case.get(keep)
                request.parameters += more.map { (name: $0.0, value: $0.1) }
                return [
                    .send(request),
                    .refusal(
                        "431 Request Header Fields Too Large", "request too large: \(reason)."),
                    .closed,
                ]
            }
        } + [
            Case(
                number: 57, sentence: "parameters without end", isSplit: false,
                logs: ["warning: request refused with 431: request too large"], growth: 4 << 20
            ) { keep in
                let pairs = FastCGIRecord.pair("N", String(repeating: "v", count: 65_000))
                let record = FastCGIRecord(.parameters, pairs).bytes
                var sent = Case.begin(keep).bytes
                for _ in 0..<250 { sent += record }
                return [
                    .send(sent),
                    .refusal(
                        "431 Request Header Fields Too Large",
                        "request too large: the parameters have more than 131072 bytes."),
                    .closed,
                ]
            },
            Case(
                number: 58, sentence: "ten thousand unknown management records", isSplit: false,
                growth: 4 << 20
            ) { _ in
                let records = Array(repeating: Case.record(type: 99, requestID: 0), count: 10_000)
                let replies = Array(repeating: Step.record(Case.unknownType(99)), count: 10_000)
                return [.send(records)] + replies + [.open]
            },
            Case(
                number: 58, sentence: "twenty thousand unknown management records",
                isSplit: false,
                logs: ["warning: connection closed: there came more than 16384 management records"]
            ) { _ in
                let records = Array(repeating: Case.record(type: 99, requestID: 0), count: 20_000)
                return [.send(records), .ended]
            },
            Case(
                number: 59, sentence: "questions whose answers nobody reads", needsSocket: true,
                isSplit: false, logs: ["warning: connection closed: there came more than"],
                growth: 4 << 20
            ) { _ in
                let question = Case.questions(["FCGI_MAX_CONNS"]).bytes
                var sent: [UInt8] = []
                for _ in 0..<100_000 { sent += question }
                return [.sendInVain(sent), .ended]
            },
        ]

    // MARK: 83 to 85, other protocols

    private static let strangers: [Case] =
        [
            (84, "HTTP", Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)),
            (85, "TLS", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
        ].map { (number: Int, what: String, sent: [UInt8]) in
            Case(
                number: number, sentence: what,
                logs: ["warning: connection closed: there came a record of version \(sent[0])"]
            ) { _ in [.send(sent), .closed] }
        }
        + [UInt8?.none, 1, 4, 5, 9].map { type in
            Case(
                number: 83,
                sentence: "a megabyte of chance, type \(type.map(String.init) ?? "any")",
                needsSocket: true, logs: nil, asked: nil, growth: 4 << 20
            ) { _ in
                var sent = chance
                // Else nearly all of it ends at its first byte.
                if let type { sent.replaceSubrange(0..<2, with: [1, type]) }
                return [.send(sent), .closeWriting, .ended]
            }
        }

    private static let chance: [UInt8] = {
        var numbers = SeededNumbers(seed: 83)
        return (0..<131_072).flatMap { _ in withUnsafeBytes(of: numbers.next()) { Array($0) } }
    }()
}
