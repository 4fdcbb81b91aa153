import Dewar
import DewarFastCGI
import DewarTesting
import Glibc
import Testing

/// A real nginx in front of a Unix socket, that keeps its connections.
final class NginxInFront {
    /// Where the application is to listen.
    let socket: String
    /// The port of nginx on 127.0.0.1.
    let port: Int
    let output = OutputLog()

    private let folder: PrivateFolder
    private let nginx: ChildProcess

    /// Starts nginx; the application need not listen yet.
    ///
    /// - Parameter buffersRequests: Whether nginx waits for a whole body before it passes a request
    ///   on, as it does unless it is told otherwise.
    /// - Throws: A failed requirement, with nginx's output.
    init(buffersRequests: Bool) throws {
        let folder = try PrivateFolder()
        let address = try #require(try ListenAddress.all(of: "127.0.0.1").first)
        guard case .free(let port) = address.tryPort(0) else {
            throw HTTPConnection.Failure(description: "no port is free")
        }
        let socket = folder.path + "/app.sock"
        var configuration = NginxConfiguration()
        configuration.addresses = ["127.0.0.1"]
        configuration.port = port
        configuration.upstream = .unixSocket(socket)
        configuration.installation = .folder(folder.path)
        configuration.staticFolder = nil
        // One kept connection: every request comes over that of the one before it.
        configuration.keptConnections = 1
        let keeping = "fastcgi_keep_conn on;"
        try #require(configuration.text.contains(keeping))
        let text = configuration.text.replacing(
            keeping, with: keeping + (buffersRequests ? "" : "\nfastcgi_request_buffering off;"))
        let file = folder.path + "/nginx.conf"
        try #require(Self.write(text, to: file))
        nginx = try ChildProcess(
            ["/usr/sbin/nginx", "-e", "stderr", "-p", folder.path, "-c", file],
            onLine: output.append)
        (self.folder, self.port, self.socket) = (folder, port, socket)
        let isListening = waitUntil { (try? HTTPConnection("127.0.0.1", port: port)) != nil }
        try #require(isListening, "\(output.text)")
    }

    deinit {
        nginx.terminate()
        folder.remove()
    }

    /// Opens a client's connection.
    func connect() throws -> HTTPConnection { try HTTPConnection("127.0.0.1", port: port) }

    /// Asks again until it is so, nginx has ended, or ten seconds are over.
    func waitUntil(_ condition: () throws -> Bool) rethrows -> Bool {
        try EndToEndTests.waitUntil(nginx, within: .seconds(10), condition)
    }

    private static func write(_ text: String, to path: String) -> Bool {
        guard let file = fopen(path, "w") else { return false }
        defer { fclose(file) }
        return fputs(text, file) >= 0
    }
}

/// The server of the transport's cases behind nginx.
final class CaseServerBehindNginx {
    private let nginx: NginxInFront
    private let application: ChildProcess

    /// Starts both and waits for the first answer.
    ///
    /// - Parameter buffersRequests: Whether nginx waits for a whole body.
    /// - Throws: A failed requirement, with the output of both.
    init(buffersRequests: Bool) throws {
        let nginx = try NginxInFront(buffersRequests: buffersRequests)
        application = try ChildProcess(
            [
                "spawn-fcgi", "-n", "-s", nginx.socket, "-M", "0600", "--",
                SpawnedProgram.path(of: "CaseServer"),
            ], onLine: nginx.output.append)
        self.nginx = nginx
        let isAnswering = nginx.waitUntil { (try? nginx.connect().send("GET", "/"))?.status == 200 }
        try #require(isAnswering, "\(nginx.output.text)")
        _ = try takeLog()
    }

    deinit { application.terminate() }

    /// Opens a client's connection.
    func connect() throws -> HTTPConnection { try nginx.connect() }

    /// Takes what the application was asked for and has logged since the last time.
    func takeLog() throws -> [String] {
        try connect().send("GET", "/log").text.split(separator: "\n").map(String.init)
    }

    /// Takes the log again and again, until a line is there or ten seconds are over.
    func takeLog(until line: String) throws -> [String] {
        var log: [String] = []
        _ = try nginx.waitUntil {
            log += try takeLog()
            return log.contains(line)
        }
        return log
    }
}

extension NginxInFront {
    /// The records that nginx makes of a request, up to the end of its body; nobody answers it.
    ///
    /// - Parameter text: The request, as it goes over the wire.
    /// - Returns: The records, in order.
    /// - Throws: A failed requirement when they do not come.
    static func records(of text: String) throws -> [FastCGIRecord] {
        let nginx = try NginxInFront(buffersRequests: true)
        let socket = try ListeningSocket.unix(path: nginx.socket)
        defer { socket.close() }
        let client = try nginx.connect()
        try client.write(text)
        try waitForInput(socket.descriptor)
        let connection = accept(socket.descriptor, nil, nil)
        defer { close(connection) }
        var (records, received) = ([FastCGIRecord](), [UInt8]())
        while true {
            try waitForInput(connection)
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &buffer, buffer.count, 0)
            try #require(count > 0, "\(records.map(\.kind))")
            received += buffer[..<count]
            while let record = FastCGIRecord.next(in: &received) {
                records.append(record)
                let isInput = record.kind == FastCGIRecord.Kind.input.rawValue
                if isInput, record.content.isEmpty { return records }
            }
        }
    }

    private static func waitForInput(_ descriptor: Int32) throws {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&entry, 1, 10_000) == 1)
    }
}
