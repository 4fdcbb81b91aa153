import Glibc

/// The folder that the process works in.
package enum WorkingFolder {
    /// Its absolute path, without a final slash; `/` when it is gone.
    package static var path: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}
