import DewarProcesses
import Glibc

/// A build at the beginning that nobody asked for, so that the first one that somebody waits for is
/// as quick as all later ones.
///
/// The build behind one from nothing, or behind one by other options, as `swift build` is beside
/// `swift run`, plans everything anew: measured, 3.8 s in place of 1.7 s.
enum WarmUp: Equatable {
    /// When a worker serves for the first time.
    case wanted
    /// Soon: the first page comes first.
    case planned(at: ContinuousClock.Instant)
    /// Now; the program that serves is of this version.
    case running(ProgramVersion)

    /// When it is to begin.
    var start: ContinuousClock.Instant? {
        if case .planned(let start) = self { start } else { nil }
    }
}

/// What tells a program from one that was built later.
struct ProgramVersion: Equatable {
    private let identifier: UInt
    private let seconds: Int
    private let nanoseconds: Int

    /// Looks at a program; nil when it is not there.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        identifier = status.st_ino
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}

extension DevelopmentServer {
    /// How long the first page has the machine for itself.
    static var pauseBeforeWarmUp: Duration { .seconds(1) }

    /// Whether the build under way is one that nobody asked for.
    var isWarmingUp: Bool { if case .running = warmUp { true } else { false } }

    /// Builds without a word.
    func startWarmUp() {
        warmUp = nil
        guard build == nil, let package = plan.package,
            let version = ProgramVersion(plan.program),
            // Whoever has no toolchain here hears of it when it is needed.
            let process = try? BuildProcess(package)
        else { return }
        build = process
        warmUp = .running(version)
    }

    /// Takes what a build at the beginning has come to.
    ///
    /// - Returns: Whether it was one, and nothing is left to do.
    func endWarmUp(_ ending: ProcessEnding, _ report: BuildOutput) -> Bool {
        guard case .running(let version)? = warmUp else { return false }
        warmUp = nil
        // The sources do not make the program that serves: of that everybody hears.
        if ending == .exit(0) { return ProgramVersion(plan.program) == version }
        return !report.errors.contains { $0.file != nil }
    }
}
