import Dewar
import Testing

@Suite struct CrashTraceTests {
    /// As Swift 6.3.1 prints it, with its images left out.
    private let output = """
        2026-11-22 the application's own line
        Swift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range

        *** Signal 4: Backtracing from 0x7f1dc036df7f... done ***

        *** Program crashed: Illegal instruction at 0x00007f1dc036df7f ***

        Platform: x86_64 Linux (Debian GNU/Linux 12 (bookworm))

        Thread 3 "dewar-1" crashed:

          0      0x00007f1dc036df7f closure #1 in _assertionFailure(_:_:file:line:flags:) + 623 in libswiftCore.so
          1 [ra] 0x00007f1dc0ac1f65 specialized Array.subscript.getter + 84 in libswiftSwiftOnoneSupport.so
          2 [ra] 0x000055da3bb59ebe deep(_:) + 93 in Shop at /shop/Sources/Shop/App.swift:1:84
          3 [async] 0x000055da3bb59ef8 show(id:) in Shop at /shop/Sources/Shop/App.swift:9

        """

    private var trace: CrashTrace {
        CrashTrace(output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }

    @Test func theReasonIsToldWithoutTheLibrarysPlace() {
        #expect(trace.reason == "Fatal error: Index out of range")
    }

    @Test func theWayIsThatOfTheThreadThatCrashed() {
        #expect(
            trace.frames == [
                StackFrame(function: "specialized Array.subscript.getter"),
                StackFrame(
                    function: "deep(_:)", file: "/shop/Sources/Shop/App.swift", line: 1, column: 84),
                StackFrame(function: "show(id:)", file: "/shop/Sources/Shop/App.swift", line: 9),
            ])
    }

    @Test func whatTheProgramPrintedEndsBeforeTheBacktrace() {
        #expect(trace.output.first == "2026-11-22 the application's own line")
        #expect(!trace.output.contains { $0.hasPrefix("***") })
    }

    @Test func aProgramThatSaidNothingHasNoReason() {
        let trace = CrashTrace(["bye"])
        #expect(trace.reason == nil)
        #expect(trace.frames.isEmpty)
    }

    @Test(arguments: [
        ("/shop/Sources/Shop/App.swift", true), ("/shop/.build/checkouts/dewar/A.swift", false),
        ("/usr/include/stdio.h", false), ("/shopping/A.swift", false),
    ])
    func framesOfThePackageAreOwn(file: String, isOwn: Bool) {
        #expect(StackFrame(function: "f()", file: file, line: 1).isOwn(in: "/shop") == isOwn)
    }
}

@Suite struct SourceExcerptTests {
    @Test func aFewLinesStandAroundTheOneThatMatters() throws {
        let text = (1...20).map { "line \($0)" }.joined(separator: "\n")
        let excerpt = try #require(SourceExcerpt(text: text, line: 3, column: 6))
        #expect(excerpt.firstLine == 1)
        #expect(excerpt.lines.count == 8)
        #expect(excerpt.text.contains("> 3 | line 3\n    |      ^\n"))
    }

    @Test func columnsOfTheCompilerAreBytes() throws {
        let excerpt = try #require(SourceExcerpt(text: "\"안녕\" + }", line: 1, column: 10))
        #expect(excerpt.pieces?.at == "+")
    }

    @Test(arguments: [0, -1, 3, .max]) func linesThatAreNotThereHaveNone(line: Int) {
        #expect(SourceExcerpt(text: "a\nb", line: line) == nil)
    }

    @Test(arguments: [0, -5, 99, .max, .min]) func columnsThatAreNotThereAreNoTrap(column: Int) {
        #expect(SourceExcerpt(text: "abc", line: 1, column: column)?.pieces == nil)
    }
}
