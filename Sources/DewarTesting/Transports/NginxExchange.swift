import Dewar
import DewarFastCGI
import DewarHTTP
import DewarText
import HTTPTypes
import Logging

/// Sends requests over HTTP to a private nginx, before a server in this process.
final class NginxExchange: Exchange {
    private let proxy: DevelopmentProxy
    private let server: FastCGIServer
    private let port: UInt16

    /// Starts both.
    ///
    /// - Parameters:
    ///   - responder: Answers the requests.
    ///   - adjust: Changes nginx's configuration.
    /// - Throws: What keeps one of them from being started.
    init(
        _ responder: any Responder, adjust: @escaping @Sendable (String) -> String = { $0 }
    ) throws {
        let proxy = try DevelopmentProxy(port: 0) { adjust(Self.testable($0)) }
        let log = LogRecorder()
        let server = try FastCGIServer(
            configuration: FastCGIHarness.configuration,
            sockets: [.unix(path: proxy.socketPath)], responder: responder,
            logger: Logger(label: "dewar.test") { _ in log })
        try server.start()
        do {
            let url = try proxy.start().first ?? ""
            let digits = url.utf8.split(separator: UInt8(ascii: ":")).last?.prefix {
                $0 != UInt8(ascii: "/")
            }
            guard let port = digits.flatMap({ UInt16(String(decoding: Array($0), as: UTF8.self)) })
            else { throw TestClientError.noAnswer("nginx listens at '\(url)'") }
            self.port = port
        } catch {
            server.stop(within: .zero)
            proxy.stop()
            throw error
        }
        (self.proxy, self.server) = (proxy, server)
    }

    deinit {
        server.stop(within: .zero)
        proxy.stop()
    }

    func send(_ message: TestMessage) async throws -> ReceivedAnswer {
        let head = try Self.head(of: message)
        let (port, isHead) = (port, message.method == .head)
        let body = message.body
        return try await offThePool {
            let connection = try HTTPConnection(port: port)
            // nginx may refuse a request before it has all of it, and answers it then.
            try? connection.send(Array(head.utf8))
            for piece in body.map({ $0.hasLength ? [$0.bytes] : $0.pieces }) ?? [] {
                try? connection.send(body?.hasLength == true ? piece : Self.chunk(piece))
            }
            if body?.hasLength == false { try? connection.send(Array("0\r\n\r\n".utf8)) }
            return try connection.receive(hasBody: !isHead)
        }
    }

    private static func chunk(_ piece: [UInt8]) -> [UInt8] {
        Array((String(piece.count, radix: 16) + "\r\n").utf8) + piece + Array("\r\n".utf8)
    }

    /// The request's line and header fields.
    private static func head(of message: TestMessage) throws(TestClientError) -> String {
        let url = message.url
        // nginx knows no mounting: the application's root is told beside the path.
        var target = url.path
        if !url.query.isEmpty { target += "?" + url.query }
        var lines = [
            "\(message.method.rawValue) \(target) HTTP/1.1",
            "Host: \(message.headers["Host"] ?? url.host)", "Connection: close",
            "Dewar-Test-Id: \(message.number)", "Dewar-Test-Scheme: \(url.scheme)",
        ]
        if !url.root.isEmpty { lines.append("Dewar-Test-Root: \(url.root)") }
        if let type = message.contentType { lines.append("Content-Type: \(type)") }
        if message.body?.hasLength == false {
            lines.append("Transfer-Encoding: chunked")
        } else if !message.announcedLength.isEmpty {
            lines.append("Content-Length: \(message.announcedLength)")
        }
        for field in message.headers where !ownFields.contains(field.name.lowercased()) {
            lines.append("\(field.name): \(field.value)")
        }
        for (name, value) in message.parameters.sorted(by: { $0.key < $1.key }) {
            let value = String(value.map { $0.isNewline ? " " : $0 })
            if name == "REMOTE_ADDR" {
                lines.append("Dewar-Test-Address: \(value)")
            } else if name.hasPrefix("HTTP_") {
                lines.append("\(name.dropFirst(5).replacing("_", with: "-")): \(value)")
            } else {
                throw .foreignParameter(name)
            }
        }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    private static let ownFields: Set<String> = [
        "host", "connection", "content-type", "content-length", "transfer-encoding",
    ]

    /// A configuration in which a test says what else clients' surroundings do: the scheme, the
    /// address, and where the application is mounted.
    @Sendable private static func testable(_ configuration: String) -> String {
        let changes = [
            ("\nhttp {", "\nhttp {\n" + maps),
            ("REQUEST_SCHEME    $scheme;", "REQUEST_SCHEME    $dewar_scheme;"),
            ("HTTPS             $https if", "HTTPS             $dewar_https if"),
            ("REMOTE_ADDR       $remote_addr;", "REMOTE_ADDR       $dewar_address;"),
            ("REQUEST_URI       $request_uri;", "REQUEST_URI       $dewar_root$request_uri;"),
            ("SCRIPT_NAME       \"\";", "SCRIPT_NAME       $dewar_root;\n" + parameters),
        ]
        return changes.reduce(configuration) { text, change in
            text.replacing(change.0, with: change.1)
        }
    }

    private static let maps = """
            map $http_dewar_test_scheme $dewar_scheme { default $scheme; https https; }
            map $http_dewar_test_scheme $dewar_https { default $https; https on; }
            map $http_dewar_test_root $dewar_root { default $http_dewar_test_root; }
            map $http_dewar_test_address $dewar_address {
                default $http_dewar_test_address;
                "" $remote_addr;
            }
        """

    private static let parameters = """
        fastcgi_param DEWAR_TEST_ID $http_dewar_test_id if_not_empty;
        fastcgi_param HTTP_DEWAR_TEST_ID "" if_not_empty;
        fastcgi_param HTTP_DEWAR_TEST_SCHEME "" if_not_empty;
        fastcgi_param HTTP_DEWAR_TEST_ROOT "" if_not_empty;
        fastcgi_param HTTP_DEWAR_TEST_ADDRESS "" if_not_empty;
        """
}
