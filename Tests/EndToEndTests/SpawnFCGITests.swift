import Dewar
import SeedAnswers
import Testing

/// Real nginx, real spawn-fcgi, the real executable.
@Suite(.seedServer) struct SpawnFCGITests {
    @Test(arguments: SeedExchange.all)
    func theSeedIsAnswered(exchange: SeedExchange) throws {
        try HTTPConnection("127.0.0.1", port: port()).expect(exchange)
    }

    @Test(arguments: ["localhost", "::1"])
    func everyNameOfTheLoopbackLeadsThere(host: String) throws {
        guard host != "::1" || Self.hasIPv6 else { return }
        for exchange in SeedExchange.all {
            try HTTPConnection(host, port: port()).expect(exchange)
        }
    }

    @Test func aConnectionIsKept() throws {
        let connection = try HTTPConnection("127.0.0.1", port: port())
        for _ in 0..<3 {
            for exchange in SeedExchange.all { try connection.expect(exchange) }
        }
    }

    @Test func requestsOfManyConnectionsAreAnswered() async throws {
        let port = try port()
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    let connection = try HTTPConnection("127.0.0.1", port: port)
                    for _ in 0..<50 { try connection.expect(SeedExchange.all[0]) }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func headAnswersWithTheHeadersOfGet() throws {
        let connection = try HTTPConnection("127.0.0.1", port: port())
        let get = try connection.send("GET", "/")
        let head = try connection.send("HEAD", "/")
        let different = ["date"]
        let names = { (answer: HTTPConnection.Answer) in
            answer.headers.filter { !different.contains($0.name) }.map { "\($0.name): \($0.value)" }
        }
        #expect(names(head) == names(get))
        #expect(head.body.isEmpty)
    }

    @Test func twoRequestsInOnePieceAreAnsweredInOrder() throws {
        let connection = try HTTPConnection("127.0.0.1", port: port())
        try connection.write(
            """
            GET /user/1 HTTP/1.1\r\nHost: localhost\r\n\r\n\
            GET /user/2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n
            """)
        #expect(try connection.readAnswer().text == "사용자 이름: 1")
        #expect(try connection.readAnswer().text == "사용자 이름: 2")
        #expect(try connection.isClosedByServer())
    }

    @Test func aBodyNobodyReadsLeavesTheConnectionUsable() throws {
        let connection = try HTTPConnection("127.0.0.1", port: port())
        let body = String(repeating: "x", count: 300_000)
        #expect(try connection.send("POST", "/", body: body).status == 405)
        try connection.expect(SeedExchange.all[0])
    }

    @Test func tooLargeABodyIsRefused() throws {
        let connection = try HTTPConnection("127.0.0.1", port: port())
        try connection.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n")
        #expect(try connection.readAnswer().status == 413)
    }

    @Test func theRoutedPathIsTheOneNginxNormalised() throws {
        let connection = try HTTPConnection("127.0.0.1", port: port())
        #expect(try connection.send("GET", "/nope/..//user/./kim").text == "사용자 이름: kim")
        #expect(try connection.send("GET", "/user/x%2f..%2fkim").text == "사용자 이름: kim")
    }

    @Test(arguments: ["/.git/config", "/.env", "/.htpasswd"])
    func hiddenFilesAreRefusedByNginx(target: String) throws {
        let answer = try HTTPConnection("127.0.0.1", port: port()).send("GET", target)
        #expect(answer.status == 404)
        // nginx's own page: the application was not asked.
        #expect(answer.text.contains("<center>nginx</center>"))
    }

    @Test func noVersionOfNginxIsTold() throws {
        let answer = try HTTPConnection("127.0.0.1", port: port()).send("GET", "/")
        #expect(answer.values("server") == ["nginx"])
    }

    private func port() throws -> Int {
        try #require(SeedServer.current).port
    }

    static var hasIPv6: Bool {
        guard let address = try? ListenAddress.all(of: "::1").first else { return false }
        if case .free = address.tryPort(0) { return true }
        return false
    }
}
