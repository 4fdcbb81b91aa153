import Glibc

/// A folder that is there for one test.
package enum TemporaryFolder {
    /// Runs a piece of a test with a new folder, and removes the folder with all that is in it.
    ///
    /// - Parameter body: Gets the folder's absolute path.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or ``Failure``.
    package static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = try make()
        defer { remove(path) }
        return try body(path)
    }

    /// The same, for what awaits.
    package static func with<Result>(
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let path = try make()
        defer { remove(path) }
        return try await body(path)
    }

    /// Why there is no folder.
    package struct Failure: Error {
        /// As in `errno`.
        package let code: Int32
    }

    private static func make() throws -> String {
        var template = Array("/tmp/dewar-test.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(code: errno) }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func remove(_ path: String) {
        for name in names(in: path) where unlink("\(path)/\(name)") != 0 {
            remove("\(path)/\(name)")
        }
        rmdir(path)
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                names.append(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
            }
        }
        return names.filter { $0 != "." && $0 != ".." }
    }
}
