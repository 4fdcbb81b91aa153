import Dewar
import Glibc
import Testing

/// A program that brings its own nginx and keeps its temporary files in a folder of the test.
struct RunningProgram {
    let process: ChildProcess
    let port: Int
    private let output: OutputLog
    private let folder: PrivateFolder

    /// Starts a program and waits for its first answer.
    ///
    /// - Parameters:
    ///   - folder: Its folder for temporary files.
    ///   - wanted: The port; nil: any that is free.
    ///   - limit: How long to wait for the answer.
    ///   - command: The program and its arguments.
    /// - Throws: A failed requirement, with the program's output, when no answer comes.
    init(
        in folder: PrivateFolder, port wanted: Int? = nil, within limit: Duration = .seconds(20),
        _ command: (Int) -> [String]
    ) throws {
        // Somebody else may take the port before the program does.
        for _ in 0..<5 {
            let port = try wanted ?? Self.freePort()
            let output = OutputLog()
            let process = try ChildProcess(
                command(port), environment: ["TMPDIR": folder.path], onLine: output.append)
            let isAnswering = waitUntil(process, within: limit) {
                (try? HTTPConnection("127.0.0.1", port: port).send("GET", "/"))?.status == 200
            }
            if isAnswering {
                self.process = process
                self.port = port
                self.output = output
                self.folder = folder
                return
            }
            process.terminate()
            try #require(output.text.contains("port taken"), "\(output.text)")
        }
        throw HTTPConnection.Failure(description: "no port stayed free")
    }

    /// Waits until the program has written a text, or a while.
    func says(_ text: String) -> Bool {
        waitUntil(process, within: .seconds(5)) { output.text.contains(text) }
    }

    /// What the program has written last, but for the requests.
    var lastWords: String {
        output.text.split(separator: "\n").filter { !$0.contains("microseconds=") }.suffix(12)
            .joined(separator: "\n")
    }

    /// How often the program has written a text.
    func count(of text: String) -> Int { output.text.ranges(of: text).count }

    /// Ends the program and looks for what it left behind.
    func expectCleanEnd(
        by signal: Int32, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(!mentions.isEmpty, "nginx has the folder's name", sourceLocation: sourceLocation)
        process.send(signal)
        #expect(
            process.wait(within: .seconds(10)) == .exit(0), "\(output.text)",
            sourceLocation: sourceLocation)
        #expect(mentions == [], sourceLocation: sourceLocation)
        #expect(names(in: folder.path) == [], sourceLocation: sourceLocation)
        #expect(throws: HTTPConnection.Failure.self, sourceLocation: sourceLocation) {
            _ = try HTTPConnection("127.0.0.1", port: port)
        }
    }

    /// The ids of the processes that have the folder in their command lines.
    private var mentions: [String] {
        names(in: "/proc").filter { Int($0) != nil }.filter { identifier in
            guard let stream = fopen("/proc/\(identifier)/cmdline", "r") else { return false }
            defer { fclose(stream) }
            var bytes: [UInt8] = []
            while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
            return bytes.contains(Array(folder.path.utf8))
        }
    }

    private func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func freePort() throws -> Int {
        let address = try #require(try ListenAddress.all(of: "127.0.0.1").first)
        guard case .free(let port) = address.tryPort(0) else {
            throw HTTPConnection.Failure(description: "no port is free")
        }
        return port
    }
}
