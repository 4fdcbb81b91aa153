import Glibc

/// The path of the program that runs here: a later version may stand there when a worker is started.
package enum ProgramPath {
    /// The name by which the program was started, if it leads there, or else where the kernel says
    /// that it is.
    ///
    /// Of a symbolic link the kernel tells the end alone; whoever starts `current/HelloServer` and
    /// later has `current` lead elsewhere means the link.
    package static var own: String {
        let kernel = "/proc/self/exe"
        let name = CommandLine.arguments.first ?? ""
        if name.contains("/"), let own = identity(of: kernel), own == identity(of: name) {
            return name.hasPrefix("/") ? name : text { getcwd($0, $1) == nil ? -1 : 0 } + "/" + name
        }
        return text { readlink(kernel, $0, $1) }
    }

    /// What tells a file from all others.
    private struct Identity: Equatable {
        var device: dev_t
        var inode: ino_t
    }

    private static func identity(of path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Identity(device: status.st_dev, inode: status.st_ino)
    }

    /// A path that a call writes into memory, which is zero behind it; nothing when it fails.
    private static func text(_ call: (UnsafeMutablePointer<CChar>, Int) -> Int) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let hasFailed = buffer.withUnsafeMutableBufferPointer { memory in
            // There is memory, or there would be no address of it.
            memory.baseAddress.map { call($0, memory.count - 1) < 0 } ?? true
        }
        if hasFailed { return "" }
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
