import Glibc

/// A new temporary folder that nobody else may look into.
package struct PrivateFolder: Sendable, Hashable {
    /// The folder's absolute path, without a final slash.
    package let path: String

    /// Makes a folder in `$TMPDIR`, or in `/tmp` when there is none or its path is too long for a
    /// unix socket (107 bytes in all).
    ///
    /// - Throws: ``DevelopmentProxyError`` when no folder can be made there.
    package init() throws(DevelopmentProxyError) {
        let parent = Self.parent
        var template = Array((parent + "/" + Self.prefix + "XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .folderFailed(parent: parent, code: errno)
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Takes a folder that is there.
    ///
    /// - Parameter path: Its absolute path, without a final slash.
    package init(path: String) { self.path = path }

    /// Where new folders are made.
    static var parent: String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return parent.hasPrefix("/") && parent.utf8.count <= 70 ? parent : "/tmp"
    }

    /// Whether a folder could be called so.
    static func isName(_ name: String) -> Bool {
        name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 6
    }

    private static let prefix = "dewar-"

    /// Writes a file that only this user may read.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - text: What it shall hold.
    /// - Returns: The file's absolute path.
    /// - Throws: ``DevelopmentProxyError`` when the file cannot be written.
    package func write(_ name: String, _ text: String) throws(DevelopmentProxyError) -> String {
        let file = path + "/" + name
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .folderFailed(parent: path, code: errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .folderFailed(parent: path, code: errno)
            }
            rest = rest.dropFirst(count)
        }
        return file
    }

    /// Removes the folder and what is in it; nothing happens when it is gone already.
    package func remove() {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        // `remove` takes files, links themselves, and folders that are empty.
        if Glibc.remove(path) == 0 { return }
        for name in ProcFileSystem.names(in: path) { remove(path + "/" + name) }
        rmdir(path)
    }
}
