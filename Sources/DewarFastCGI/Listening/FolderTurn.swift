import CFastCGI
import Glibc

/// One process's turn to bind a socket in a folder.
///
/// Without it, of two that start at once each could find that nobody listens, and remove what the
/// other one has just bound.
struct FolderTurn {
    private let descriptor: Int32

    /// Waits for the turn; for a second at most, because whoever keeps it that long binds nothing.
    init(besides path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        var attempts = 100
        while attempts > 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            usleep(10_000)
            attempts -= 1
        }
    }

    /// Lets the next one have its turn.
    func end() {
        if descriptor >= 0 { _ = close(descriptor) }
    }
}
