import Dewar
import DewarTesting
import DewarText
import Glibc
import Testing

/// A log that programs read: every line is an object.
@Suite(.timeLimit(.minutes(3))) struct LogFormatTests {
    @Test(arguments: ["0", "1"])
    func everyLineIsAnObject(workers: String) throws {
        try withServer(["--workers", workers, "--log-format", "json", "--access-log"]) { server in
            #expect(try server.harness.request("GET", "/pid").status == 200)
            #expect(server.says("GET /pid"))
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .seconds(20)) == .exit(0))
            let events = try server.output.text.split(separator: "\n").map {
                try JSONReader.read(Array($0.utf8))
            }
            for event in events {
                for name in ["time", "level", "label", "message"] {
                    #expect(event[name]?.string != nil, "\(name) of \(event)")
                }
            }
            let request = try #require(events.first { $0["path"] == "/pid" })
            #expect(request["status"] == 200)
            #expect(
                request["worker"]?.string?.hasPrefix("worker 1") == (workers == "0" ? nil : true))
            #expect(events.contains { $0["label"] == "master" } == (workers != "0"))
        }
    }

    @Test func textIsTheDefaultAndCanBeAskedFor() throws {
        try withServer(["--log-format", "text", "--access-log"]) { server in
            #expect(server.says("\"GET /\" 200 5 B"))
            #expect(!server.output.text.contains("{\"time\""))
        }
    }
}
