import Glibc

/// Why the kernel does not tell of changes, and files are looked at again and again instead.
package struct WatchError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole message: what was found, what happens now, and what to do.
    package let description: String

    /// The kernel gives no watcher at all.
    ///
    /// - Parameter code: As in `errno`.
    /// - Returns: The error.
    package static func noWatcher(code: Int32) -> Self {
        Self(
            description: """
                cannot watch: the kernel gives no inotify instance \
                (\(String(cString: strerror(code)))). \(instead) End other programs that watch \
                files, or allow more: sudo sysctl fs.inotify.max_user_instances=1024
                """)
    }

    /// So many folders are watched that there is no room for one more.
    ///
    /// - Parameters:
    ///   - count: As many are watched here.
    ///   - folder: The first that is not.
    /// - Returns: The error.
    package static func tooManyFolders(_ count: Int, at folder: String) -> Self {
        Self(
            description: """
                cannot watch '\(folder)': the kernel watches no more folders, after \(count) \
                here. \(instead) Leave folders out with --ignore, or allow more: \
                sudo sysctl fs.inotify.max_user_watches=524288
                """)
    }

    /// There are more files than are looked at again and again.
    ///
    /// - Parameter count: As many are looked at.
    /// - Returns: The error.
    package static func tooManyFiles(_ count: Int) -> Self {
        Self(
            description: """
                cannot watch all files: \(count) are looked at, and there are more. Leave folders \
                out with --ignore, or allow the kernel to watch more: \
                sudo sysctl fs.inotify.max_user_watches=524288
                """)
    }

    private static let instead = "Files are looked at twice a second instead."
}
