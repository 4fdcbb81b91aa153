import Glibc
import Logging
import Synchronization
import Testing

/// A folder that is there as long as somebody has this.
final class TestFolder: Sendable {
    /// Its absolute path.
    let path: String

    /// Makes the folder and files in it.
    init(_ files: [String: String] = [:]) throws {
        var template = Array("/tmp/dewar-test.XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
        for (name, text) in files { try write(text, to: name) }
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        if let folder = opendir(path), !isLink(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { remove(path + "/" + name) }
            }
            closedir(folder)
        }
        Glibc.remove(path)
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// Writes a file, and makes the folders on the way.
    func write(_ text: String, to name: String) throws {
        let parts = name.split(separator: "/")
        for count in parts.indices.dropFirst() {
            mkdir("\(path)/\(parts[..<count].joined(separator: "/"))", 0o755)
        }
        let file = try #require(fopen("\(path)/\(name)", "w"))
        defer { fclose(file) }
        try #require(text.utf8.isEmpty || fwrite(text, 1, text.utf8.count, file) > 0)
    }

    /// Makes a symbolic link.
    func link(_ name: String, to target: String) {
        symlink(target, "\(path)/\(name)")
    }
}

/// Keeps what is logged.
final class LogLines: LogHandler {
    private let recorded = Mutex<[String]>([])

    /// The lines: `error: the message`.
    var all: [String] { recorded.withLock { $0 } }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    var logLevel: Logger.Level {
        get { .debug }
        set {}
    }

    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        recorded.withLock { $0.append("\(event.level): \(event.message)") }
    }
}
