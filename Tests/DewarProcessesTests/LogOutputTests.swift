import DewarProcesses
import Glibc
import Testing

@Suite struct LogOutputTests {
    @Test func linesHaveATimeAndAName() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { _ = close(end) } }
        var log = LogOutput(descriptor: ends[1])
        log.write("starting.")
        log.write(Array("said so".utf8), of: "worker 1 (42)")
        let lines = text(of: ends[0]).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasSuffix("Z master: starting."))
        #expect(lines[1].hasSuffix("Z worker 1 (42): said so"))
        #expect(Int(lines[0].prefix(4)) != nil)
    }

    @Test(arguments: [
        ("said \"so\"", #""level":"notice","label":"worker 1 (42)","message":"said \"so\"""#),
        ("", #""level":"notice","label":"worker 1 (42)","message":"""#),
        ("{", #""level":"notice","label":"worker 1 (42)","message":"{""#),
        ("\u{1}", #""message":"\u0001""#),
    ])
    func everyLineCanBeAnObject(line: String, end: String) throws {
        let written = try jsonLines { $0.write(Array(line.utf8), of: "worker 1 (42)") }
        #expect(written.count == 1)
        #expect(written[0].hasPrefix(#"{"time":"20"#))
        #expect(written[0].hasSuffix(end + "}"), "\(written[0])")
    }

    @Test func theMastersLinesAndTheEventsOfWorkersSayWhoseTheyAre() throws {
        let written = try jsonLines {
            $0.write("starting.")
            $0.write(Array(#"{"time":"2026","level":"info"}"#.utf8), of: "worker 1 (42)")
        }
        #expect(written[0].hasSuffix(#""label":"master","message":"starting."}"#))
        #expect(written[1] == #"{"worker":"worker 1 (42)","time":"2026","level":"info"}"#)
    }

    /// What is written as objects.
    private func jsonLines(_ body: (inout LogOutput) -> Void) throws -> [String] {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { _ = close(end) } }
        var log = LogOutput(descriptor: ends[1], isJSON: true)
        body(&log)
        return text(of: ends[0]).split(separator: "\n").map(String.init)
    }

    @Test func aReaderThatIsStuckKeepsNobodyWaiting() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { _ = close(end) } }
        var log = LogOutput(descriptor: ends[1])
        let line = [UInt8](repeating: 65, count: 1000)
        for _ in 0..<200 { log.write(line, of: "worker 1 (42)") }
        while text(of: ends[0]).count == 65_536 {}
        log.write("back again.")
        let lines = text(of: ends[0]).split(separator: "\n")
        #expect(lines.contains { $0.contains("lines could not be written here.") })
        #expect(lines.last?.hasSuffix("master: back again.") == true)
    }

    @Test func aFullDiskIsNoFailure() {
        let full = open("/dev/full", O_WRONLY)
        defer { _ = close(full) }
        var log = LogOutput(descriptor: full)
        for _ in 0..<3 { log.write("lost.") }
    }

    /// What is there.
    private func text(of descriptor: Int32) -> String {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
