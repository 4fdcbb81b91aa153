import Dewar
import DewarTesting
import Testing

/// The scripts of Tests/Figures work: their small runs, which have no bars on time.
@Suite struct FigureScriptTests {
    @Test func theTransportMeetsItsBarsOnMemoryAndCompleteness() throws {
        try expectBarsMet("transport", of: "FigureServer")
    }

    @Test func processesMeetTheirBarsOnLostRequests() throws {
        try expectBarsMet("processes", of: "ProcessServer")
    }

    private func expectBarsMet(_ name: String, of program: String) throws {
        let output = OutputLog()
        // Tests/EndToEndTests/<this file>: two up is Tests.
        let tests = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
        let script = try ChildProcess(
            [
                tests + "/Figures/" + name, "--quick",
                "--program", SpawnedProgram.path(of: program),
            ], onLine: output.append)
        defer { script.terminate() }
        #expect(script.wait(within: .seconds(120)) == .exit(0), "\(output.text)")
        #expect(output.text.contains("figures, 0 missed."), "\(output.text)")
    }
}
