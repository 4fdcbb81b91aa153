import DewarFastCGI
import DewarHTTP
import DewarTesting
import Testing

/// What differs from the table of cases where libfcgi has the connection.
@Suite(.timeLimit(.minutes(1)))
struct PlainLinkTests {
    private static var configuration: FastCGIConfiguration {
        var configuration = FastCGIHarness.configuration
        configuration.usesPlainDescriptors = true
        return configuration
    }

    @Test func parametersThatAreAbortedCloseTheConnection() throws {
        let responder = StubResponder { request in .plain(request.path) }  // 64
        let harness = try FastCGIHarness(responder, configuration: Self.configuration)
        try harness.connect { connection throws in
            try connection.send([
                .begin(flags: 1),
                FastCGIRecord(.parameters, FastCGIRecord.pair("REQUEST_METHOD", "GET")),
                FastCGIRecord(.abortRequest),
            ])
            #expect(try connection.waitForEnd() == 0)
        }
        #expect(responder.paths == [])
    }

    /// It is not waited for before the responder is asked.
    @Test func shortBodyThatStallsIsTheViewsToTell() throws {
        var configuration = Self.configuration  // 63
        configuration.readDeadline = .milliseconds(50)
        let harness = try FastCGIHarness(StubResponder.echo(), configuration: configuration)
        try harness.connect { connection throws in
            try connection.send(
                FastCGIRequest("POST", "/", body: bytes(1000)).records.dropLast(2))
            let answer = try connection.receive()
            #expect(answer.text == "request body timed out: no byte came in time.")
            try connection.waitForEnd()
        }
    }
}
