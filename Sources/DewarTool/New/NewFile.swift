import Glibc

/// A file of a new package.
struct NewFile {
    /// Its path in the package's folder.
    let path: String
    let text: String
    /// Whether it can be started.
    let isProgram: Bool

    init(_ path: String, _ text: String, isProgram: Bool = false) {
        self.path = path
        self.text = text
        self.isProgram = isProgram
    }

    /// Writes the file, and makes its folders.
    ///
    /// - Parameter folder: The package's folder.
    /// - Throws: ``Failure`` when the file is there already or cannot be written.
    func write(below folder: String) throws {
        var parent = folder
        for part in path.split(separator: "/").dropLast() {
            parent += "/" + part
            guard mkdir(parent, 0o777) == 0 || errno == EEXIST else { throw failure }
        }
        let mode: mode_t = isProgram ? 0o777 : 0o666
        let descriptor = open(folder + "/" + path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { throw failure }
            rest = rest.dropFirst(count)
        }
    }

    private var failure: Failure {
        Failure(message: "Cannot write \(path): \(String(cString: strerror(errno))).")
    }
}
