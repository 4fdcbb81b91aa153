import CLinux
import Glibc

/// What a server does to the descriptors that it was started with, before it opens any itself.
package enum StandardDescriptors {
    /// Opens `/dev/null` in the place of those of 0, 1 and 2 that are closed: a socket there would
    /// be read and printed to.
    package static func fill() {
        while true {
            let descriptor = open("/dev/null", O_RDWR)
            if descriptor > STDERR_FILENO { _ = close(descriptor) }
            if descriptor < 0 || descriptor > STDERR_FILENO { return }
        }
    }

    /// Keeps everything that is open, but for 0, 1 and 2, from programs that are started later.
    ///
    /// Whoever started this process may have left something open, and a log file or a lock that
    /// workers keep open for years is no good.
    package static func keepOthersHere() {
        // CLOSE_RANGE_CLOEXEC, which Linux 5.11 has.
        if close_range(3, .max, 4) == 0 { return }
        // Not beyond what programs have open at their start.
        for descriptor in Int32(3)..<256 {
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }

    /// Moves what stands at standard input elsewhere, and puts `/dev/null` there.
    ///
    /// - Returns: Its new number; nil when the process has no descriptors left.
    package static func moveInput() -> Int32? {
        let descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0 else { return nil }
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard null >= 0 else {
            _ = close(descriptor)
            return nil
        }
        _ = dup2(null, STDIN_FILENO)
        _ = close(null)
        return descriptor
    }
}
