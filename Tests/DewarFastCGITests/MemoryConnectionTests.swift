import DewarFastCGI
import DewarHTTP
import DewarTesting
import Testing

/// libfcgi over memory: records in, records out.
@Suite struct MemoryConnectionTests {
    private static func answers(_ bytes: [UInt8]) -> [FastCGIRecord] {
        var rest = bytes
        var records: [FastCGIRecord] = []
        while let record = FastCGIRecord.next(in: &rest) { records.append(record) }
        return records
    }

    /// The bodies of the answers, in order.
    private static func texts(_ bytes: [UInt8]) -> [String] {
        var texts: [String] = []
        var answer = FastCGIAnswer()
        for record in answers(bytes) {
            answer.records.append(record)
            guard record.kind == FastCGIRecord.Kind.endRequest.rawValue else { continue }
            texts.append(answer.text)
            answer = FastCGIAnswer()
        }
        return texts
    }

    @Test func libfcgiReadsAndWritesMemory() {
        #expect(Library.usesChannels)
    }

    @Test(arguments: [1, 7, 8192, .max])
    func requestsAreAnsweredHoweverTheyAreCut(_ size: Int) async {
        let connection = MemoryConnection(StubResponder.echo())
        let body = bytes(20_000)
        let input =
            FastCGIRequest("GET", "/a").bytes
            + FastCGIRequest("POST", "/b", body: body).bytes
            + FastCGIRequest("GET", "/c", keepConnection: false).bytes
        var rest = input[...]
        while !rest.isEmpty {
            await connection.send(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        #expect(
            Self.texts(connection.output) == [
                echoed("GET", "/a"), echoed("POST", "/b", body), echoed("GET", "/c"),
            ])
        #expect(!connection.isOpen)
    }

    @Test func aRefusalIsAnswered() async {
        let connection = MemoryConnection(StubResponder.echo())
        var request = FastCGIRequest("GET", "/")
        request.set("HTTP_X", to: String(repeating: "x", count: 200_000))
        await connection.send(request.bytes)
        #expect(
            Self.texts(connection.output) == [
                """
                431 Request Header Fields Too Large

                request too large: the parameters have more than 131072 bytes.

                """
            ])
        #expect(!connection.isOpen)
    }

    @Test func largeAnswersAreWhole() async {
        let body = bytes(200_000)
        let connection = MemoryConnection(StubResponder { _ in Response(body: .bytes(body)) })
        await connection.send(FastCGIRequest("GET", "/").bytes)
        var answer = FastCGIAnswer()
        answer.records = Self.answers(connection.output)
        #expect(answer.body == body)
        #expect(connection.isOpen)
    }
}
