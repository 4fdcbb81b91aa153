import Glibc

/// The folder that the process works in.
enum WorkingFolder {
    /// Its absolute path, without a final slash; `/` when it is gone.
    static var path: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}
