import CLinux
import DewarProcesses
import Glibc

/// A build that goes on while the last program serves.
struct BuildProcess {
    let identifier: Int32
    /// What the build prints, without blocking; -1 after its end.
    private(set) var output: Int32
    let startedAt = ContinuousClock.now
    private(set) var report = BuildOutput()
    private var lines = OutputLines()

    /// Starts a build.
    ///
    /// - Parameter package: What to build.
    /// - Throws: ``DevelopmentError`` when `swift` cannot be started.
    init(_ package: SwiftPackage) throws(DevelopmentError) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .cannotBuild(code: errno) }
        defer { close(ends[1]) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        let (code, identifier) = ProgramStart.start(
            "swift", package.buildCommand, environment: [:], output: ends[1]
        ) { _ in }
        guard code == 0 else {
            close(ends[0])
            throw .cannotBuild(code: code)
        }
        self.identifier = identifier
        output = ends[0]
    }

    /// Reads what was printed.
    ///
    /// - Returns: Whether another step was begun.
    mutating func takeOutput() -> Bool {
        var isFurther = false
        var buffer = [UInt8](repeating: 0, count: 65536)
        while output >= 0 {
            let count = read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                if count == 0 { closeOutput() }
                break
            }
            var report = report
            lines.append(buffer[..<count]) {
                if report.take(String(decoding: $0, as: UTF8.self)) { isFurther = true }
            }
            self.report = report
        }
        return isFurther
    }

    /// Looks whether the build has ended.
    ///
    /// - Returns: How; nil while it goes on.
    mutating func ending() -> ProcessEnding? {
        var status: Int32 = 0
        guard waitpid(identifier, &status, WNOHANG) == identifier else { return nil }
        _ = takeOutput()
        closeOutput()
        return ProcessEnding(waitStatus: status)
    }

    /// Ends the build: what it was to build is out of date.
    func cancel() {
        // Its group: the compilers as well.
        kill(-identifier, SIGTERM)
    }

    private mutating func closeOutput() {
        guard output >= 0 else { return }
        var report = report
        lines.finish { report.take(String(decoding: $0, as: UTF8.self)) }
        self.report = report
        close(output)
        output = -1
    }
}
