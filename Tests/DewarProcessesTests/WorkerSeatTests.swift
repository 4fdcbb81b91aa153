import DewarProcesses
import Glibc
import Testing

@Suite struct WorkerSeatTests {
    /// A seat of the master with this process's number, who is not its parent.
    private func take(line: Int32) throws(ProcessesError) -> WorkerSeat? {
        try WorkerSeat.take(
            "master=\(getpid()) place=0 line=\(line) scoreboard=999 sockets=998 spawned=0")
    }

    @Test func aWorkerWhoseMasterIsGoneIsNoServer() {
        var line: [Int32] = [-1, -1]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &line) == 0)
        defer { for end in line { close(end) } }
        let error = #expect(throws: ProcessesError.self) { try take(line: line[0]) }
        #expect(
            error?.description
                == "cannot serve as a worker: the master, process \(getpid()), is gone.")
    }

    @Test func aSeatThatWasHandedOnIsNobodys() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        #expect(try take(line: ends[0]) == nil)
        #expect(try take(line: 997) == nil)
    }

    @Test(arguments: ["", "master", "master=1 place=0", "master=x place=0 line=1 scoreboard=2"])
    func somethingElseIsTold(text: String) {
        let error = #expect(throws: ProcessesError.self) { try WorkerSeat.take(text) }
        #expect(error?.kind == .invalidSeat)
    }
}
