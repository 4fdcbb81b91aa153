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

    /// What is open: each descriptor's number and what it is, as `7 socket:[42]`, in any order.
    ///
    /// For the calling process, what it takes to find that out is among it.
    package var descriptors: Set<String> {
        guard let list = opendir(folder + "/fd") else { return [] }
        defer { closedir(list) }
        var descriptors: Set<String> = []
        while let entry = readdir(list) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var target = [CChar](repeating: 0, count: 256)
            let count = readlink("\(folder)/fd/\(name)", &target, target.count)
            guard count > 0 else { continue }
            let bytes = target[..<count].map(UInt8.init(bitPattern:))
            descriptors.insert("\(name) \(String(decoding: bytes, as: UTF8.self))")
        }
        return descriptors
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
