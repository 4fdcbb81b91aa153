import Glibc

/// How much memory a process has.
package enum ProcessMemory {
    /// The memory of this process that is in RAM, in bytes; nil when the kernel does not tell.
    ///
    /// - SeeAlso: proc(5), `/proc/pid/statm`.
    package static var resident: Int? {
        let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = read(descriptor, &buffer, buffer.count)
        let fields = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
            .split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
