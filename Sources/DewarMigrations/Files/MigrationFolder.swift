#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// The folder that the files of migrations lie in.
package struct MigrationFolder: Sendable {
    /// The folder's path.
    package let path: String
    /// What the names of the files end in.
    package static let suffix = ".migration"
    /// The most files: 10,000.
    package static let mostFiles = 10_000

    /// Names a folder, which need not be there.
    package init(_ path: String) {
        self.path = path
    }

    /// The migrations in the folder, by their files' names; none if there is no folder.
    ///
    /// - Throws: ``MigrationError`` for a file that cannot be read.
    package func migrations() throws(MigrationError) -> [Migration] {
        var migrations: [Migration] = []
        for name in try names() {
            let file = "\(path)/\(name)"
            migrations.append(
                try MigrationParser.migration(of: try Self.text(of: file), path: file))
        }
        return migrations
    }

    /// Writes a file, and makes the folder if it is not there.
    ///
    /// - Parameters:
    ///   - text: What the file will hold.
    ///   - name: The file's name.
    /// - Returns: The file's path.
    /// - Throws: ``MigrationError`` also when there is such a file.
    package func write(_ text: String, as name: String) throws(MigrationError) -> String {
        let file = "\(path)/\(name)"
        if mkdir(path, 0o777) != 0, errno != EEXIST { throw .unreadable(path, "make", reason()) }
        // Never over a file that is there, and never half a file under its name.
        let draft = "\(file).part"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .unreadable(draft, "write", reason()) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Self.write(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = reason()
                close(descriptor)
                unlink(draft)
                throw .unreadable(draft, "write", reason)
            }
            rest = rest.dropFirst(count)
        }
        close(descriptor)
        defer { unlink(draft) }
        guard link(draft, file) == 0 || moveWhereNothingIs(draft, file) else {
            throw .unreadable(file, "write", reason())
        }
        return file
    }

    /// For file systems on which a file has one name.
    private func moveWhereNothingIs(_ draft: String, _ file: String) -> Bool {
        guard errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK else { return false }
        guard access(file, F_OK) != 0 else {
            errno = EEXIST
            return false
        }
        return rename(draft, file) == 0
    }

    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private func names() throws(MigrationError) -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw .unreadable(path, "read", reason())
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix(Self.suffix), !name.hasPrefix(".") else { continue }
            names.append(name)
            guard names.count <= Self.mostFiles else { throw .tooManyFiles(path) }
        }
        return names.sorted()
    }

    private static func text(of path: String) throws(MigrationError) -> String {
        // Not blocking: a pipe would wait for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(path, "read", reason()) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(path, "read", reason()) }
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= Migration.largestFile else { throw .tooLong(path) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .noText(path) }
        if let nul = bytes.firstIndex(of: 0) {
            let line = bytes[..<nul].count { $0 == UInt8(ascii: "\n") } + 1
            throw MigrationError.noText(path).at(path, line)
        }
        // Windows writes two characters at the end of a line.
        return text.contains("\r\n") ? text.replacing("\r\n", with: "\n") : text
    }

    private func reason() -> String { Self.reason() }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
