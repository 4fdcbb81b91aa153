import Glibc

/// What the system knows of a process.
///
/// - SeeAlso: proc_pid_status(5), proc_pid_fd(5).
package struct ProcessStatus: Sendable {
    private let folder: String

    /// Names a process.
    ///
    /// - Parameter processID: Its number; nil for the calling one.
    package init(of processID: Int32? = nil) {
        folder = "/proc/" + (processID.map(String.init) ?? "self")
    }

    /// The number of open descriptors; for the calling process the one that counts is among them.
    package var descriptorCount: Int {
        guard let folder = opendir(folder + "/fd") else { return -1 }
        defer { closedir(folder) }
        // "." and ".." are no descriptors.
        var count = -2
        while readdir(folder) != nil { count += 1 }
        return count
    }

    /// The present size of the process's memory, in bytes; -1 when there is no such process.
    package var memory: Int { bytes(of: "VmRSS") }

    /// Its largest size since ``forgetPeak()``, in bytes; -1 when there is no such process.
    package var peak: Int { bytes(of: "VmHWM") }

    /// Makes the present size the largest one.
    package func forgetPeak() {
        guard let file = fopen(folder + "/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    private func bytes(of name: String) -> Int {
        guard let file = fopen(folder + "/status", "r") else { return -1 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(
                decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard text.hasPrefix(name + ":") else { continue }
            let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
            return words.dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 } ?? -1
        }
        return -1
    }
}
