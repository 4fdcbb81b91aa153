// `stdout` is imported as a mutable global; its buffering is set as any C program sets it.
@preconcurrency import Glibc

/// A file that takes what a process writes to its standard output and error.
///
/// Whoever rotates logs renames it and sends SIGUSR1: then ``open()`` makes a new one.
package struct LogFile: Sendable {
    /// Where it stands.
    package let path: String

    /// Makes nothing yet.
    ///
    /// - Parameter path: The file's path; its folder is there.
    package init(path: String) { self.path = path }

    /// Opens the file, for the second time or not, and puts it in the place of standard output
    /// and error.
    ///
    /// - Throws: ``ProcessesError`` when it cannot be opened; then everything stays as it was.
    package func open() throws(ProcessesError) {
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY
        let descriptor = Glibc.open(path, flags, 0o640)
        guard descriptor >= 0 else { throw .logFile(path, errno: errno) }
        defer { _ = close(descriptor) }
        // A file as large as it may be is a write that fails, and not the end: setrlimit(2).
        signal(SIGXFSZ, SIG_IGN)
        fflush(stdout)
        guard dup2(descriptor, STDOUT_FILENO) >= 0, dup2(descriptor, STDERR_FILENO) >= 0 else {
            throw .logFile(path, errno: errno)
        }
        Self.writeLines()
    }

    /// Has `print` write whole lines at once: in a pipe or a file they would come late otherwise.
    package static func writeLines() { setvbuf(stdout, nil, _IOLBF, 0) }
}
