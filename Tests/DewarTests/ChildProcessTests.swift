import Dewar
import Glibc
import Synchronization
import Testing

@Suite struct ChildProcessTests {
    @Test func linesOfBothOutputsAreHeard() throws {
        let lines = Mutex<[String]>([])
        let ended = Gate()
        let child = try ChildProcess(
            ["sh", "-c", "echo one; echo two >&2; printf three"],
            onLine: { line in lines.withLock { $0.append(line) } }, onEnd: { _ in ended.open() })
        #expect(ended.wait(within: .seconds(10)))
        #expect(child.ending == .exit(0))
        #expect(lines.withLock { $0 } == ["one", "two", "three"])
    }

    @Test(
        arguments: [("exit 3", .exit(3)), ("kill -9 $$", .signal(9))]
            as [(String, ChildProcess.Ending)])
    func theEndIsTold(script: String, ending: ChildProcess.Ending) throws {
        let child = try ChildProcess(["sh", "-c", script])
        #expect(child.wait(within: .seconds(10)) == ending)
    }

    @Test func variablesAreAddedAndReplaced() throws {
        let lines = Mutex<[String]>([])
        let ended = Gate()
        _ = try ChildProcess(
            ["sh", "-c", "echo \"$DEWAR_TEST $TMPDIR $PATH\""],
            environment: ["DEWAR_TEST": "a b", "TMPDIR": "/nowhere"],
            onLine: { line in lines.withLock { $0.append(line) } }, onEnd: { _ in ended.open() })
        #expect(ended.wait(within: .seconds(10)))
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        #expect(lines.withLock { $0 } == ["a b /nowhere \(path)"])
    }

    @Test func openFilesOfThisProcessAreNotInherited() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let script = "test ! -e /proc/self/fd/\(ends[0]) || readlink /proc/self/fd/\(ends[0])"
        let lines = Mutex<[String]>([])
        let child = try ChildProcess(
            ["sh", "-c", script], onLine: { line in lines.withLock { $0.append(line) } })
        child.wait(within: .seconds(10))
        #expect(!lines.withLock { $0 }.contains { $0.hasPrefix("pipe:") })
    }

    @Test func oneThatDoesNotListenIsEnded() throws {
        let ready = Gate()
        let child = try ChildProcess(
            ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 60; done"],
            onLine: { _ in ready.open() })
        #expect(ready.wait(within: .seconds(10)))
        child.terminate(within: .milliseconds(50))
        #expect(child.ending == .signal(SIGKILL))
    }

    @Test func aProgramThatIsNotThereEndsAtOnce() throws {
        let child = try ChildProcess(["/nowhere/program"])
        #expect(child.wait(within: .seconds(10)) == .exit(127))
    }

    @Test func itsChildEndsWithIt() throws {
        // The outer shell stands for a server that is killed.
        let identifier = Mutex<Int32>(0)
        let ready = Gate()
        let parent = try ChildProcess(
            ["sh", "-c", "setpriv --pdeathsig TERM sh -c 'echo $$; exec sleep 600' & wait"],
            onLine: { line in
                identifier.withLock { $0 = Int32(line) ?? 0 }
                ready.open()
            })
        #expect(ready.wait(within: .seconds(10)))
        parent.send(SIGKILL)
        parent.wait(within: .seconds(10))
        let child = identifier.withLock { $0 }
        try #require(child > 0)
        let deadline = ContinuousClock.now + .seconds(10)
        while isRunning(child), ContinuousClock.now < deadline { sched_yield() }
        #expect(!isRunning(child))
    }

    private func isRunning(_ identifier: Int32) -> Bool {
        let stream = fopen("/proc/\(identifier)/stat", "r")
        guard let stream else { return false }
        defer { fclose(stream) }
        var line = [CChar](repeating: 0, count: 512)
        guard fgets(&line, 512, stream) != nil else { return false }
        let text = String(
            decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        // Somebody may not have waited for it yet: Z is a process that has ended.
        return !text.contains(") Z ")
    }
}
