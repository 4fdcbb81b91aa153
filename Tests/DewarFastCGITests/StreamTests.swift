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

    @Test func streamThatFailsBeforeItsFirstPieceIsA500() throws {
        let harness = try FastCGIHarness(  // 73
            StubResponder { _ in Response(body: .stream { _ in throw Failure() }) })
        let answer = try harness.request()
        #expect(answer.status == 500)
        #expect(answer.isComplete)
        #expect(
            harness.logLines == [
                "error: failed response: its stream failed: no more; answered with 500."
            ])
    }

    @Test func streamThatFailsLaterBreaksOff() throws {
        let harness = try FastCGIHarness(  // 73
            StubResponder { _ in
                Response(
                    body: .stream { writer in
                        try await writer.write("begun")
                        throw Failure()
                    })
            })
        try harness.connect { connection throws in
            let answer = try connection.exchange(FastCGIRequest())
            #expect(answer.text == "begun")
            #expect(!answer.isComplete)
            try connection.waitForEnd()
        }
        #expect(harness.logLines == ["error: response cut off: its stream failed: no more."])
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

    @Test func webServersLogGetsWhatWentWrongIfToldSo() throws {
        var configuration = FastCGIHarness.configuration  // 76
        configuration.reportsToWebServer = true
        let harness = try FastCGIHarness(
            StubResponder { _ in Response(status: Status(code: 7)) }, configuration: configuration)
        let answer = try harness.request()
        #expect(answer.errors == "invalid response: its status code is 7; answered with 500.")
        #expect(answer.status == 500)
        #expect(answer.records.last?.kind == FastCGIRecord.Kind.endRequest.rawValue)
        let errors = answer.records.filter { $0.kind == FastCGIRecord.Kind.errors.rawValue }
        #expect(errors.map(\.content.isEmpty) == [false, true])
    }
}
