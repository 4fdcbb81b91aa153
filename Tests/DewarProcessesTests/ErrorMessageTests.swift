import DewarProcesses
import Glibc
import Testing

@Suite struct ErrorMessageTests {
    @Test(arguments: [
        (ProcessEnding(waitStatus: 0), "with status 0"),
        (ProcessEnding(waitStatus: 3 << 8), "with status 3"),
        (ProcessEnding(waitStatus: 9), "by signal 9 (Killed)"),
        (ProcessEnding(waitStatus: 11 | 0x80), "by signal 11 (Segmentation fault)"),
    ])
    func endingsAreTold(ending: ProcessEnding, expected: String) {
        #expect(ending.description == expected)
    }

    @Test func aLogFileThatCannotBeOpenedIsTold() {
        let error = #expect(throws: ProcessesError.self) {
            try LogFile(path: "/nowhere/dewar.log").open()
        }
        #expect(
            error?.description == """
                cannot write the log file '/nowhere/dewar.log': No such file or directory \
                (errno 2). Name a file in a folder that the server may write in.
                """)
    }
}
