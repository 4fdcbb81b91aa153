import Dewar
import DewarTesting
import Glibc
import Testing

/// A master and its workers: what happens when workers end, and when everything is to.
@Suite(.timeLimit(.minutes(3))) struct SupervisionTests {
    // MARK: Workers that end

    @Test func aWorkerThatEndsInARequestIsReplaced() throws {
        try withServer(["--workers", "1"]) { (server) throws in  // 79
            let before = try server.answeringProcess()
            let answer = try server.harness.request("GET", "/end")
            #expect(!answer.isComplete && answer.status == nil)
            let start = ContinuousClock.now
            let after = try server.answeringProcess()
            #expect(after != before)
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(server.says("worker 1 (\(before)) ended by signal 9 (Killed)"))
        }
    }

    @Test func requestsOfOtherWorkersGoOn() throws {
        try withServer(["--workers", "2", "--threads", "1"]) { (server) throws in
            let first = try server.harness.connection()
            let process = try #require(
                Int32(try first.exchange(FastCGIRequest("GET", "/pid")).text))
            try first.send(FastCGIRequest("GET", "/block/3000").bytes)
            // The one that is blocked takes no second connection, or not all of them.
            let others = try (0..<5).map { _ in try server.harness.connection() }
            for other in others { try other.send(FastCGIRequest("GET", "/wait/700").bytes) }
            kill(process, SIGKILL)
            #expect(try !first.receive().isComplete)
            for other in others { #expect(try other.receive().text == "waited") }
        }
    }

    @Test func workersThatDoNotStartAreGivenUp() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let output = OutputLog()
        let start = ContinuousClock.now
        let server = try ChildProcess(
            [Self.program, "--bind", folder.path + "/s", "--workers", "2"],
            environment: ["PROCESS_SERVER_FAILS": "7"], onLine: output.append)
        #expect(server.wait(within: .seconds(30)) == .exit(1))
        #expect(ContinuousClock.now - start >= .milliseconds(700))
        #expect(
            output.text.hasSuffix(
                """
                \nError: gave up: 6 workers in a row ended before they served, the last one with \
                status 7. What they wrote is above; nothing listens any more.
                """))
        #expect(access(folder.path + "/s", F_OK) != 0)
    }

    @Test func workersEndWithTheirMaster() throws {
        try withServer(["--workers", "2"]) { (server) throws in
            let kept = try server.harness.connection()
            #expect(try kept.exchange(FastCGIRequest("GET", "/")).text == "hello")
            server.process.send(SIGKILL)
            #expect(server.process.wait(within: .seconds(10)) == .signal(SIGKILL))
            try kept.waitForEnd()
            // Refused: nobody has the socket any more.
            let deadline = ContinuousClock.now + .seconds(10)
            var isOpen = true
            while isOpen, ContinuousClock.now < deadline {
                isOpen = (try? server.harness.connection()) != nil
            }
            #expect(!isOpen)
        }
    }

    @Test func oneWorkerThatIsBlockedHoldsNobodyUp() throws {
        try withServer(["--workers", "3", "--threads", "1"]) { (server) throws in  // 81
            let connections = try (0..<2).map { _ in try server.harness.connection() }
            for connection in connections {
                try connection.send(FastCGIRequest("GET", "/block/1500").bytes)
            }
            let start = ContinuousClock.now
            for _ in 0..<30 { #expect(try server.harness.request("GET", "/").text == "hello") }
            #expect(ContinuousClock.now - start < .seconds(1))
            for connection in connections { #expect(try connection.receive().text == "blocked") }
        }
    }

    @Test func aWorkerWithoutDescriptorsLeavesConnectionsToTheOthers() throws {
        try withServer(["--workers", "2"]) { (server) throws in  // 80
            let worker = try server.answeringProcess()
            try limitDescriptors(of: worker, to: 24)
            // More than the worker can have, all of them kept: the other one takes the rest.
            let connections = try (0..<60).map { _ in try server.harness.connection() }
            for connection in connections {
                #expect(try connection.exchange(FastCGIRequest("GET", "/")).text == "hello")
            }
            #expect(server.says("accepting paused: "))
            try limitDescriptors(of: worker, to: 1024)
            for _ in 0..<40 { #expect(try server.harness.request("GET", "/").text == "hello") }
        }
    }

    // MARK: Stopping

    @Test(arguments: ["0", "2"], [SIGTERM, SIGINT, SIGQUIT])
    func requestsInFlightAreAnswered(workers: String, signal: Int32) throws {
        try withServer(["--workers", workers]) { (server) throws in  // 77
            let waiting = try server.harness.connection()
            try waiting.send(FastCGIRequest("GET", "/wait/700").bytes)
            let idle = try server.harness.connection()
            #expect(try idle.exchange(FastCGIRequest("GET", "/")).text == "hello")
            server.process.send(signal)
            #expect(try waiting.receive().text == "waited")
            try idle.waitForEnd()
            #expect(server.process.wait(within: .seconds(10)) == .exit(0), "\(server.output.text)")
        }
    }

    @Test(arguments: ["0", "2"])
    func anIdleServerEndsAtOnce(workers: String) throws {
        try withServer(["--workers", workers]) { (server) throws in  // 77
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .seconds(5)) == .exit(0))
        }
    }

    @Test(arguments: ["0", "2"])
    func aSecondSignalEndsAtOnce(workers: String) throws {
        try withServer(["--workers", workers]) { (server) throws in  // 78
            let waiting = try server.harness.connection()
            try waiting.send(FastCGIRequest("GET", "/wait/60000").bytes)
            #expect(try server.harness.request("GET", "/").text == "hello")
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .milliseconds(300)) == nil)
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .seconds(5)) == .exit(0))
            #expect(server.output.text.contains("1 request was not answered."))
        }
    }

    @Test(arguments: ["0", "2"])
    func waitingForAnswersHasADeadline(workers: String) throws {
        try withServer(["--workers", workers, "--graceful-timeout", "0.5"]) { (server) throws in
            let waiting = try server.harness.connection()
            try waiting.send(FastCGIRequest("GET", "/wait/60000").bytes)
            #expect(try server.harness.request("GET", "/").text == "hello")
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .seconds(5)) == .exit(0))
        }
    }

    @Test(arguments: ["0", "1"])
    func signalsThatWereBlockedAreHeard(workers: String) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let path = folder.path + "/s"
        let server = try StartedServer(
            at: [.unix(path: path)],
            [
                "env", "--block-signal=TERM", Self.program, "--bind", path, "--workers", workers,
            ])
        defer { server.process.send(SIGKILL) }
        server.process.send(SIGTERM)
        #expect(server.process.wait(within: .seconds(5)) == .exit(0))
    }

    @Test func aWorkerThatHangsIsKilledAtTheDeadline() throws {
        let options = ["--workers", "1", "--threads", "1", "--graceful-timeout", "0.5"]
        try withServer(options) { (server) throws in
            let worker = try server.answeringProcess()
            kill(worker, SIGSTOP)
            // One thread stops the others; until it runs, they could obey the master, and end.
            try #require(server.waits { Self.isStopped(worker) })
            let start = ContinuousClock.now
            server.process.send(SIGTERM)
            #expect(server.process.wait(within: .seconds(10)) == .exit(0))
            // Half a second for the worker, and two in which the master waits for its end.
            #expect(ContinuousClock.now - start >= .milliseconds(2500), "\(server.output.text)")
            #expect(
                server.output.text.contains(
                    "worker 1 (\(worker)) did not end in time and is killed."))
        }
    }

    // MARK: Support

    private static var program: String { SpawnedProgram.path(of: "ProcessServer") }

    /// Whether every thread of a process is stopped by a signal.
    private static func isStopped(_ process: Int32) -> Bool {
        // `4711 (name) T …`: proc(5).
        let look = "! grep -v ') T ' /proc/\(process)/task/*/stat"
        return (try? ChildProcess(["/bin/sh", "-c", look]))?.wait(within: .seconds(10)) == .exit(0)
    }

    private func limitDescriptors(of process: Int32, to count: Int) throws {
        let limit = try ChildProcess(["prlimit", "--pid", "\(process)", "--nofile=\(count):1024"])
        #expect(limit.wait(within: .seconds(10)) == .exit(0))
    }
}
