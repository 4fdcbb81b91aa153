import Dewar
import DewarTesting
import Glibc
import SeedAnswers
import Testing

/// A program that answers FastCGI requests, in some way of starting it, and who speaks to it.
struct StartedServer {
    let process: ChildProcess
    let output = OutputLog()
    /// Speaks to the program's first address.
    let harness: FastCGIHarness
    let addresses: [ListeningAddress]

    /// Starts a program, and waits for its first answer.
    ///
    /// - Parameters:
    ///   - addresses: Where it will listen.
    ///   - environment: Variables to set.
    ///   - command: The program, as the build left it beside the tests or from PATH, and its
    ///     arguments.
    /// - Throws: A failed requirement, with the program's output, when no answer comes.
    init(
        at addresses: [ListeningAddress], environment: [String: String] = [:],
        _ command: [String]
    ) throws {
        let program = SpawnedProgram.path(of: command[0])
        let path = access(program, X_OK) == 0 ? program : command[0]
        process = try ChildProcess(
            [path] + command.dropFirst(), environment: environment, onLine: output.append)
        self.addresses = addresses
        harness = try FastCGIHarness(connectingTo: addresses[0])
        let isAnswering = waitUntil(process) { [harness] in
            (try? harness.request("GET", "/").status) == 200
        }
        if !isAnswering { process.terminate() }
        try #require(isAnswering, "\(output.text)")
    }

    /// Ends the program, with force if need be.
    func end() { process.terminate(within: .seconds(10)) }

    /// Waits until the program has written a text, or a while.
    func says(_ text: String) -> Bool {
        waitUntil(process, within: .seconds(10)) { output.text.contains(text) }
    }

    /// The process that answers a request over a connection of its own.
    func answeringProcess() throws -> Int32 {
        try #require(Int32(try harness.request("GET", "/pid").text))
    }

    /// The processes that answer, as far as some requests show.
    func answeringProcesses() throws -> Set<Int32> {
        try Set((0..<20).map { _ in try answeringProcess() })
    }

    /// Waits until something is so, or a while.
    func waits(_ condition: () -> Bool) -> Bool { waitUntil(process, condition) }

    /// Asks what the seed is asked, at every address.
    func expectSeed(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for address in addresses {
            let harness = try FastCGIHarness(connectingTo: address)
            for exchange in SeedExchange.all {
                try harness.send(FastCGIRequest(exchange)).expect(
                    exchange, sourceLocation: sourceLocation)
            }
        }
    }

    /// A port of an address that is free now.
    static func freePort(of host: String) throws -> UInt16 {
        let address = try #require(try ListenAddress.all(of: host).first)
        guard case .free(let port) = address.tryPort(0) else {
            throw HTTPConnection.Failure(description: "no port is free")
        }
        return UInt16(port)
    }
}

/// Runs a `ProcessServer` on a socket of its own for a while.
///
/// - Parameters:
///   - options: Its options, but for the socket.
///   - body: Is given the server and the folder that its socket is in.
/// - Throws: What `body` throws, or a failed requirement.
func withServer(
    _ options: [String], _ body: (StartedServer, _ folder: String) throws -> Void
) throws {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    let path = folder.path + "/s"
    let server = try StartedServer(
        at: [.unix(path: path)], ["ProcessServer", "--bind", path] + options)
    defer { server.end() }
    try body(server, folder.path)
}

/// The same for those who need no folder.
func withServer(_ options: [String], _ body: (StartedServer) throws -> Void) throws {
    try withServer(options) { (server, _) throws in try body(server) }
}

extension FastCGIRequest {
    /// A request with its path decoded, as web servers pass it on.
    init(_ exchange: SeedExchange) {
        self.init(exchange.method, exchange.target, keepConnection: false)
        let path = String(
            decoding: PercentCoding.decode(exchange.target.prefix { $0 != "?" }.utf8),
            as: UTF8.self)
        set("SCRIPT_NAME", to: path)
        set("DOCUMENT_URI", to: path)
    }
}

extension FastCGIAnswer {
    /// Holds the answer against the table.
    func expect(
        _ exchange: SeedExchange, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(status == exchange.status, "\(exchange)", sourceLocation: sourceLocation)
        if let body = exchange.body {
            #expect(text == body, "\(exchange)", sourceLocation: sourceLocation)
        }
        if let type = exchange.contentType {
            #expect(self["Content-Type"] == type, "\(exchange)", sourceLocation: sourceLocation)
        }
        if let length = exchange.contentLength {
            #expect(
                self["Content-Length"] == "\(length)", "\(exchange)",
                sourceLocation: sourceLocation)
        }
        if let allow = exchange.allow {
            let methods = (self["Allow"] ?? "").split(separator: ", ").map(String.init)
            #expect(Set(methods) == allow, "\(exchange)", sourceLocation: sourceLocation)
        }
    }
}
