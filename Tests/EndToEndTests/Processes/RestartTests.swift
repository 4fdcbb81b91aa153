import Dewar
import DewarTesting
import Glibc
import Testing

/// A master that replaces its workers: when it is told to, and when they have done their share.
@Suite(.timeLimit(.minutes(3))) struct RestartTests {
    @Test func workersAreReplacedOneByOne() throws {
        try withServer(["--workers", "2"]) { (server) throws in
            let kept = try server.harness.connection()
            #expect(try kept.exchange(FastCGIRequest("GET", "/")).text == "hello")
            let waiting = try server.harness.connection()
            try waiting.send(FastCGIRequest("GET", "/wait/700").bytes)
            let before = try server.answeringProcesses()
            server.process.send(SIGHUP)
            #expect(server.says("all workers are new."))
            #expect(try waiting.receive().text == "waited")
            let after = try server.answeringProcesses()
            #expect(after.isDisjoint(with: before))
            try kept.waitForEnd()
        }
    }

    @Test func aVersionThatDoesNotStartReplacesNobody() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        // A program of its own, which is replaced by one that ends.
        let program = folder.path + "/program"
        let copy = try ChildProcess(["cp", Self.program, program])
        #expect(copy.wait(within: .seconds(10)) == .exit(0))
        let server = try StartedServer(
            at: [.unix(path: folder.path + "/s")],
            [program, "--bind", folder.path + "/s", "--workers", "1"])
        defer { server.end() }
        let before = try server.answeringProcess()
        let script = "printf '#!/bin/sh\\nexit 3\\n' >$0.new && chmod +x $0.new && mv $0.new $0"
        let change = try ChildProcess(["/bin/sh", "-c", script, program])
        #expect(change.wait(within: .seconds(10)) == .exit(0))
        server.process.send(SIGHUP)
        #expect(server.says("no new worker comes to serve; the ones that are there go on."))
        #expect(try server.answeringProcess() == before)
    }

    @Test func aLinkThatLeadsElsewhereIsFollowedAnew() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        func shell(_ script: String) throws {
            let process = try ChildProcess(["/bin/sh", "-ec", script, folder.path, Self.program])
            try #require(process.wait(within: .seconds(10)) == .exit(0))
        }
        try shell("cd $0; mkdir old new; cp $1 old/program; cp $1 new/program; ln -s old current")
        let server = try StartedServer(
            at: [.unix(path: folder.path + "/s")],
            [folder.path + "/current/program", "--bind", folder.path + "/s", "--workers", "1"])
        defer { server.end() }
        let before = try server.answeringProcess()
        try shell("cd $0; ln -s new next; mv -T next current; rm -r old")
        server.process.send(SIGHUP)
        #expect(server.says("all workers are new."), "\(server.output.text)")
        // The last worker takes connections until it hears that it is to end.
        var process = try server.answeringProcess()
        for _ in 0..<200 where process == before {
            usleep(50_000)
            process = try server.answeringProcess()
        }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let link = "/proc/\(process)/exe"
        let count = readlink(link, &buffer, buffer.count)
        let program = String(
            decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        #expect(program == folder.path + "/new/program")
    }

    @Test func aMasterThatServedWaitsLongerForWhatItsWorkersNeed() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let program = folder.path + "/program"
        let copy = try ChildProcess(["cp", Self.program, program])
        #expect(copy.wait(within: .seconds(10)) == .exit(0))
        let server = try StartedServer(
            at: [.unix(path: folder.path + "/s")],
            [program, "--bind", folder.path + "/s", "--workers", "1"])
        defer { server.end() }
        let worker = try server.answeringProcess()
        let away = try ChildProcess(["mv", program, program + ".away"])
        #expect(away.wait(within: .seconds(10)) == .exit(0))
        kill(worker, SIGKILL)
        let hasTried = server.waits {
            server.output.text.count(of: "cannot be started: ") >= 7
        }
        #expect(hasTried, "\(server.output.text)")
        let back = try ChildProcess(["mv", program + ".away", program])
        #expect(back.wait(within: .seconds(10)) == .exit(0))
        #expect(server.waits { (try? server.answeringProcess()) ?? worker != worker })
    }

    @Test func workersBeyondALimitFromTheirStartAreReplacedEverLater() throws {
        try withServer(["--workers", "1", "--max-memory", "1M"]) { (server) throws in
            let start = ContinuousClock.now
            let areReplaced = server.waits {
                server.output.text.count(of: "has done its share and is replaced.") >= 7
            }
            #expect(areReplaced)
            // 0.1 + 0.2 + 0.4 + 0.8 + 1 s; the first answer may come behind the first of them.
            #expect(ContinuousClock.now - start >= .seconds(2))
        }
    }

    @Test func aWorkerIsReplacedAfterSomeRequests() throws {
        try withServer(["--workers", "1", "--max-requests", "20"]) { (server) throws in
            let before = try server.answeringProcess()
            let isNew = try waitUntil(server.process) { try server.answeringProcess() != before }
            #expect(isNew, "\(server.output.text)")
            #expect(server.says("worker 1 (\(before)) has done its share and is replaced."))
        }
    }

    @Test func aWorkerWithTooMuchMemoryIsReplaced() throws {
        try withServer(["--workers", "1", "--max-memory", "200M"]) { (server) throws in
            let before = try server.answeringProcess()
            #expect(try server.harness.request("GET", "/keep/300").text == "kept")
            let isNew = try waitUntil(server.process) { try server.answeringProcess() != before }
            #expect(isNew, "\(server.output.text)")
        }
    }

    @Test func aProcessWithoutMasterEndsAfterSomeRequests() throws {
        try withServer(["--workers", "0", "--max-requests", "10"]) { (server) throws in
            for _ in 0..<10 { _ = try? server.harness.request("GET", "/") }
            #expect(server.process.wait(within: .seconds(10)) == .exit(0))
        }
    }

    @Test func aRequestThatTakesTooLongEndsItsWorker() throws {
        try withServer(["--workers", "1", "--request-limit", "0.5"]) { (server) throws in
            let before = try server.answeringProcess()
            let answer = try server.harness.request("GET", "/block/20000")
            #expect(!answer.isComplete)
            #expect(try server.answeringProcess() != before)
            #expect(server.says("it answers GET /block/20000 for 0."))
        }
    }

    @Test func aRequestThatTakesTooLongEndsAProcessWithoutMaster() throws {
        try withServer(["--workers", "0", "--request-limit", "0.5"]) { (server) throws in
            _ = try server.harness.request("GET", "/block/20000")
            #expect(server.process.wait(within: .seconds(20)) == .signal(SIGABRT))
        }
    }

    private static var program: String { SpawnedProgram.path(of: "ProcessServer") }
}

extension String {
    /// How often a text is in this one.
    fileprivate func count(of text: String) -> Int {
        var (count, rest) = (0, self[...])
        while let range = rest.firstRange(of: text) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
