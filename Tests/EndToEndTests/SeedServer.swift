import Dewar
import DewarTesting
import Glibc
import Testing

/// The example as it runs in production: spawn-fcgi, HelloServer on its socket, nginx in front.
struct SeedServer: Sendable {
    /// The port of nginx, on 127.0.0.1 and, where there is IPv6, on ::1.
    let port: Int

    /// What spawn-fcgi and the application have written.
    let output: OutputLog

    private let application: ChildProcess
    private let nginx: DevelopmentProxy

    /// The server of the suite that runs.
    @TaskLocal static var current: SeedServer?

    /// Starts all three and waits for the first answer.
    init() throws {
        let output = OutputLog()
        let nginx = try DevelopmentProxy(port: 0)
        // -n: it does not go to the background, so that its end is seen.
        let application = try ChildProcess(
            [
                "spawn-fcgi", "-n", "-s", nginx.socketPath, "-M", "0600", "--",
                SpawnedProgram.path(of: "HelloServer"),
            ],
            onLine: output.append)
        do {
            let isListening = waitUntil(application) { access(nginx.socketPath, F_OK) == 0 }
            try #require(isListening, "\(output.text)")
            let url = try nginx.start(log: output.append)[0]
            port = try #require(url.split(separator: ":").last.flatMap { Int($0.dropLast()) })
        } catch {
            application.terminate()
            nginx.stop()
            throw error
        }
        self.output = output
        self.application = application
        self.nginx = nginx
    }

    /// Ends all three.
    ///
    /// - Returns: How the application ended when it was asked to (SIGTERM).
    func stop() -> ChildProcess.Ending? {
        application.terminate()
        nginx.stop()
        return application.ending
    }
}

/// Runs one server around a suite.
struct SeedServerTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try SeedServer()
        defer {
            let ending = server.stop()
            #expect(ending == .exit(0), "\(server.output.text)")
        }
        try await SeedServer.$current.withValue(server, operation: function)
    }
}

extension Trait where Self == SeedServerTrait {
    /// One server for all tests of the suite, in ``SeedServer/current``.
    static var seedServer: Self { Self() }
}
