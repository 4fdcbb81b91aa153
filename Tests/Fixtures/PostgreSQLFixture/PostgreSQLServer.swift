import Glibc
import Synchronization

/// A PostgreSQL server of the tests' own: the script `server` beside this file runs it, and ends it
/// when the tests end, however they do.
package final class PostgreSQLServer: Sendable {
    /// The one of this process, started when it is first asked for.
    package static let shared = Result { try PostgreSQLServer() }

    /// Whether there is a server to start.
    package static let isInstalled: Bool = {
        var found = glob_t()
        defer { globfree(&found) }
        let places = ["/usr/lib/postgresql/*/bin/initdb", "/usr/local/pgsql/bin/initdb"]
        let isThere = places.contains { glob($0, 0, nil, &found) == 0 && found.gl_pathc > 0 }
        if !isThere {
            let warning = """

                LEFT OUT: PostgreSQL is not installed (apt install postgresql-15), so that no test \
                runs on it.


                """
            write(2, warning, warning.utf8.count)
        }
        return isThere
    }()

    /// What went wrong.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The folder of the socket.
    package let folder: String
    private let process: pid_t
    private let input: Int32
    private let output: Int32
    private let schemas = Atomic(0)
    private let order = Mutex(())

    /// Starts a server.
    ///
    /// - Parameter isDurable: Whether a commit waits for the disk, as usually.
    /// - Throws: ``Failure``, with what the script says.
    package init(isDurable: Bool = false) throws {
        let script =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/server"
        var toServer: [Int32] = [0, 0]
        var fromServer: [Int32] = [0, 0]
        guard pipe(&toServer) == 0, pipe(&fromServer) == 0 else {
            throw Failure(description: "there is no pipe: \(errno)")
        }
        // No other child may keep the server alive.
        for file in toServer + fromServer { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
        input = toServer[1]
        output = fromServer[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toServer[0], 0)
        posix_spawn_file_actions_adddup2(&actions, fromServer[1], 1)
        let words = [script] + (isDurable ? ["--durable"] : [])
        var arguments = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        var process: pid_t = 0
        let code = posix_spawn(&process, script, &actions, nil, arguments, environ)
        close(toServer[0])
        close(fromServer[1])
        self.process = process
        guard code == 0 else { throw Failure(description: "\(script) does not start: \(code)") }
        let answer = Self.line(from: output)
        guard answer.hasPrefix("ready ") else { throw Failure(description: answer) }
        folder = String(answer.dropFirst("ready ".count))
    }

    deinit {
        close(input)
        close(output)
        waitpid(process, nil, 0)
    }

    /// The URL of the server's database, with parameters behind it: `options=…`.
    package func url(_ parameters: String = "") -> String {
        let host = folder.split(separator: "/", omittingEmptySubsequences: false)
            .joined(separator: "%2F")
        return "postgresql://dewar@\(host)/postgres" + (parameters.isEmpty ? "" : "?\(parameters)")
    }

    /// The name of a schema that nobody has had.
    package func makeSchemaName() -> String {
        "test_\(schemas.add(1, ordering: .relaxed).newValue)"
    }

    /// The URL by which names are looked up in one schema.
    package func url(schema: String) -> String { url("options=-csearch_path%3D\(schema)") }

    /// Stops the server; clients are told.
    package func stop() throws { try obey("stop") }

    /// Ends the server at once, as a failing machine would.
    package func kill() throws { try obey("kill") }

    /// Starts the server again.
    package func start() throws { try obey("start") }

    /// Lets no process of the server run.
    package func freeze() throws { try obey("freeze") }

    /// Lets the server run again.
    package func thaw() throws { try obey("thaw") }

    private func obey(_ word: String) throws {
        try order.withLock { _ in
            let text = "\(word)\n"
            guard write(input, text, text.utf8.count) == text.utf8.count else {
                throw Failure(description: "the server's script is gone")
            }
            let answer = Self.line(from: output)
            guard answer == "done" else { throw Failure(description: answer) }
        }
    }

    private static func line(from file: Int32) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(file, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
