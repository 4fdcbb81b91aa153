/// What came back for a request.
public struct FastCGIAnswer: Sendable {
    /// The records, in the order in which they came.
    public package(set) var records: [FastCGIRecord] = []

    /// Makes an answer of which nothing has come.
    package init() {}

    /// Whether the record came that ends the answer; without it, a web server takes the answer
    /// for broken off.
    public var isComplete: Bool { end != nil }

    /// The application's status in the last record: 0 unless it says otherwise.
    public var applicationStatus: UInt32? {
        end.map { $0.content.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }
    }

    /// The protocol's status in the last record: 0 for answered, 3 for a role that is not known.
    public var protocolStatus: UInt8? { end.map { $0.content[4] } }

    /// What came for the web server's log.
    public var errors: String { String(decoding: stream(.errors), as: UTF8.self) }

    /// The status code: that of `Status`, or 200; nil when there is no head.
    public var status: Int? {
        guard head != nil else { return nil }
        return self["Status"].flatMap { Int($0.prefix(3)) } ?? 200
    }

    /// The header fields, in order, `Status` among them.
    public var headers: [(name: String, value: String)] {
        // By bytes: what Unicode calls the end of a line is none here.
        (head ?? "").utf8.split { $0 == 0x0A || $0 == 0x0D }.map { line in
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1)
            let value = parts.count > 1 ? parts[1].drop { $0 == 0x20 } : line[line.endIndex...]
            return (
                name: String(decoding: Array(parts[0]), as: UTF8.self),
                value: String(decoding: Array(value), as: UTF8.self)
            )
        }
    }

    /// The value of the first header field of a name, in any case; nil when there is none.
    public subscript(header: String) -> String? {
        headers.first { $0.name.lowercased() == header.lowercased() }?.value
    }

    /// The bytes behind the head.
    public var body: [UInt8] { headEnd.map { Array(output[$0...]) } ?? [] }

    /// The body as text; bytes that are not UTF-8 are U+FFFD.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The answer as the web server has it: head and body.
    public var output: [UInt8] { stream(.output) }

    private var end: FastCGIRecord? {
        records.last { $0.kind == FastCGIRecord.Kind.endRequest.rawValue && $0.content.count == 8 }
    }

    private func stream(_ kind: FastCGIRecord.Kind) -> [UInt8] {
        records.filter { $0.kind == kind.rawValue }.flatMap(\.content)
    }

    private var head: String? {
        headEnd.map { String(decoding: output[..<$0], as: UTF8.self) }
    }

    /// Where the empty line ends.
    private var headEnd: Int? {
        let output = output
        guard output.count >= 4 else { return nil }
        return (4...output.count).first { output[($0 - 4)..<$0].elementsEqual("\r\n\r\n".utf8) }
    }
}
