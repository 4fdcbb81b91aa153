import DewarProcesses
import Glibc

/// A worker of the developed application, and the last of what it said.
struct DevelopmentWorker {
    var process: WorkerProcess
    /// Which edition of the application it shows; see ``LiveReload/edition``.
    let edition: Int
    /// The last lines that it printed.
    private(set) var recent: [String] = []

    /// As many lines are kept: a backtrace of all threads is long.
    private static let kept = 1200

    init(_ process: WorkerProcess, edition: Int) {
        self.process = process
        self.edition = edition
    }

    /// Reads what the worker printed.
    ///
    /// - Parameter show: Takes each line.
    mutating func takeOutput(_ show: (String) -> Void) {
        guard let bytes = process.takeOutput() else { return }
        if bytes.isEmpty { process.hasOutput = false }
        var recent = recent
        process.lines.append(bytes) { Self.note($0, in: &recent, show) }
        self.recent = recent
    }

    /// Reads the last of what the worker printed, when it has ended.
    mutating func takeRest(_ show: (String) -> Void) {
        // A pipe holds 64 KiB.
        for _ in 0..<4 where process.hasOutput { takeOutput(show) }
        var recent = recent
        process.lines.finish { Self.note($0, in: &recent, show) }
        self.recent = recent
    }

    private static func note(
        _ line: [UInt8], in recent: inout [String], _ show: (String) -> Void
    ) {
        let text = String(decoding: line, as: UTF8.self)
        if recent.count == kept { recent.removeFirst(kept / 2) }
        recent.append(text)
        show(text)
    }
}
