import Dewar
import DewarTesting
import Glibc
import SeedAnswers
import Testing

/// One request by plain CGI: a process, an environment, an answer.
@Suite(.timeLimit(.minutes(2))) struct CGITests {
    @Test(arguments: SeedExchange.all)
    func aPlainEnvironmentIsAnswered(exchange: SeedExchange) throws {
        try answer(exchange, [SpawnedProgram.path(of: "HelloServer")]).expect(exchange)
    }

    @Test func cgiFCGITakesARequestToAServer() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/s"
        let server = try StartedServer(at: [.unix(path: path)], ["HelloServer", "--bind", path])
        defer { server.end() }
        for exchange in SeedExchange.all {
            try answer(exchange, ["cgi-fcgi", "-bind", "-connect", path]).expect(exchange)
        }
    }

    @Test func cgiFCGIStartsAServer() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let output = OutputLog()
        let starter = try ChildProcess(
            ["cgi-fcgi", "-start", "-connect", folder.path + "/s", Self.processServer],
            onLine: output.append)
        #expect(starter.wait(within: .seconds(10)) == .exit(0), "\(output.text)")
        let harness = try FastCGIHarness(connectingTo: .unix(path: folder.path + "/s"))
        let process = try #require(Int32(try harness.request("GET", "/pid").text))
        #expect(try harness.request("GET", "/").text == "hello")
        // It runs in the background: a worker, and its master.
        let status = try #require(fopen("/proc/\(process)/stat", "r"))
        defer { fclose(status) }
        var line = [CChar](repeating: 0, count: 512)
        fgets(&line, 512, status)
        let fields = String(decoding: line.map(UInt8.init(bitPattern:)), as: UTF8.self)
            .split(separator: " ")
        kill(try #require(Int32(fields[3])), SIGTERM)
    }

    @Test func aBodyIsRead() throws {
        let answer = try answer(
            ["REQUEST_METHOD": "POST", "PATH_INFO": "/echo", "CONTENT_LENGTH": "5"],
            ["/bin/sh", "-c", "printf helloworld | exec \"$0\"", Self.processServer])
        #expect(answer.status == 200 && answer.text == "hello")
    }

    @Test func aBodyThatIsCutOffIsToldSo() throws {
        let answer = try answer(
            ["REQUEST_METHOD": "POST", "PATH_INFO": "/echo", "CONTENT_LENGTH": "50"],
            ["/bin/sh", "-c", "printf hello | exec \"$0\"", Self.processServer])
        #expect(answer.status == 400 || answer.status == 500)
    }

    @Test func whatAViewPrintsIsNoPartOfTheAnswer() throws {
        let answer = try answer(
            ["REQUEST_METHOD": "GET", "PATH_INFO": "/print/word"],
            ["/bin/sh", "-c", "exec \"$0\" 2>/dev/null", Self.processServer])
        #expect(answer.status == 200 && answer.text == "printed")
    }

    /// A web server makes arguments of a query without '='.
    @Test func argumentsAreAClientsAndMeanNothing() throws {
        let answer = try answer(
            ["REQUEST_METHOD": "GET", "PATH_INFO": "/"],
            [Self.processServer, "--log-file", "/tmp/dewar-cgi-argument", "--nonsense"])
        #expect(answer.status == 200 && answer.text == "hello")
        #expect(access("/tmp/dewar-cgi-argument", F_OK) != 0)
    }

    @Test(arguments: [
        ("/cgi-bin/ProcessServer", "", 200), ("/cgi-bin/ProcessServer", "/pid", 200),
        ("/pid", nil, 200), ("/nope", nil, 404),
    ])
    func thePathIsBelowTheProgram(script: String, info: String?, status: Int) throws {
        var variables = ["REQUEST_METHOD": "GET", "SCRIPT_NAME": script]
        variables["PATH_INFO"] = info
        #expect(try answer(variables, [Self.processServer]).status == status)
    }

    @Test func aRequestThatIsNoneIsRefused() throws {
        let variables = ["REQUEST_METHOD": "GET", "PATH_INFO": "/", "CONTENT_LENGTH": "+5"]
        let command = ["/bin/sh", "-c", "exec \"$0\" 2>/dev/null", Self.processServer]
        #expect(try answer(variables, command).status == 400)
    }

    // MARK: Support

    private static var processServer: String { SpawnedProgram.path(of: "ProcessServer") }

    /// What came by standard output.
    private struct Answer {
        var status: Int
        var headers: [String: String]
        var text: String

        func expect(
            _ exchange: SeedExchange, sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(status == exchange.status, "\(exchange)", sourceLocation: sourceLocation)
            if let body = exchange.body {
                #expect(text == body, "\(exchange)", sourceLocation: sourceLocation)
            }
            if let type = exchange.contentType {
                #expect(
                    headers["content-type"] == type, "\(exchange)", sourceLocation: sourceLocation)
            }
            if let length = exchange.contentLength {
                #expect(
                    headers["content-length"] == "\(length)", "\(exchange)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    private func answer(_ exchange: SeedExchange, _ command: [String]) throws -> Answer {
        let request = FastCGIRequest(exchange)
        var variables = Dictionary(
            request.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        variables["PATH_INFO"] = variables["SCRIPT_NAME"]
        variables["SCRIPT_NAME"] = ""
        return try answer(variables, command)
    }

    private func answer(_ variables: [String: String], _ command: [String]) throws -> Answer {
        let output = OutputLog()
        let environment = variables.merging(["GATEWAY_INTERFACE": "CGI/1.1"]) { own, _ in own }
        let process = try ChildProcess(command, environment: environment, onLine: output.append)
        defer { process.terminate() }
        let ending = process.wait(within: .seconds(20))
        #expect(ending == .exit(0), "\(output.text)")
        // With the end of the last line, which the reading of lines takes away.
        let parts = (output.text + "\n").split(
            separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        var headers: [String: String] = [:]
        for line in parts[0].split(separator: "\r\n") {
            let field = line.split(separator: ":", maxSplits: 1)
            guard field.count == 2 else { continue }
            headers[field[0].lowercased()] = String(field[1].drop { $0 == " " })
        }
        let text = parts.count > 1 ? parts[1].dropLast() : ""
        return Answer(
            status: headers["status"].flatMap { Int($0.prefix(3)) } ?? 200, headers: headers,
            text: String(text))
    }
}
