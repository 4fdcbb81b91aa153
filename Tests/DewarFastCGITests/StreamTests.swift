import DewarFastCGI
import DewarHTTP
import DewarTesting
import HTTPTypes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
    private struct Failure: Error, CustomStringConvertible {
        let description = "no more"
    }

    @Test func everyPieceIsSentAtOnce() async throws {
        let gate = Gate()
        let harness = try FastCGIHarness(
            StubResponder { _ in
                Response(
                    body: .stream { writer in
                        try await writer.write("one")
                        await gate.pass()
                        try await writer.write("")
                        try await writer.write("two")
                    })
            })
        let connection = try harness.connection()
        try connection.send(FastCGIRequest().bytes)
        let first = try #require(try connection.receiveRecord())
        #expect(String(decoding: first.content, as: UTF8.self).hasSuffix("\r\n\r\none"))
        await gate.waitForArrival()
        gate.open()
        let second = try #require(try connection.receiveRecord())
        #expect(String(decoding: second.content, as: UTF8.self) == "two")
        #expect(try connection.receive().isComplete)
        #expect(try connection.exchange(FastCGIRequest()).text == "onetwo")
    }

    @Test func streamWithoutPiecesHasAHead() throws {
        let harness = try FastCGIHarness(StubResponder { _ in Response(body: .stream { _ in }) })
        let answer = try harness.request()
        #expect(answer.status == 200)
        #expect(answer["Content-Length"] == nil)
        #expect(answer.body == [])
    }

    @Test func streamIsNotRunForHead() throws {
        let hasRun = Mutex(false)
        let harness = try FastCGIHarness(
            StubResponder { _ in
                Response(body: .stream { _ in hasRun.withLock { $0 = true } })
            })
        #expect(try harness.request("HEAD").status == 200)
        #expect(hasRun.withLock { $0 } == false)
    }

    @Test func writerTellsThatTheClientIsGone() async throws {
        let gate = Gate()
        let thrown = Mutex<FastCGIError?>(nil)
        let harness = try FastCGIHarness(  // 67
            StubResponder { _ in
                Response(
                    body: .stream { writer in
                        do {
                            while true { try await writer.write(bytes(100_000)) }
                        } catch {
                            thrown.withLock { $0 = error as? FastCGIError }
                            await gate.pass()
                            throw error
                        }
                    })
            })
        try harness.connect { connection throws in
            try connection.send(FastCGIRequest().bytes)
            _ = try connection.receiveRecord()
        }
        await gate.waitForArrival()
        gate.open()
        #expect(thrown.withLock { $0?.kind } == .clientGone)
        #expect(harness.logLines == [])
    }

    @Test func writerRefusesPiecesAfterTheAnswer() async throws {
        let gate = Gate()
        let kept = Mutex<(any ResponseBodyWriter)?>(nil)
        let harness = try FastCGIHarness(
            StubResponder { _ in
                Response(
                    body: .stream { writer in
                        kept.withLock { $0 = writer }
                        try await writer.write("done")
                        gate.open()
                    })
            })
        #expect(try harness.request().text == "done")
        let writer = try #require(kept.withLock { $0 })
        await #expect(throws: FastCGIError.self) { try await writer.write("late") }
    }
}
