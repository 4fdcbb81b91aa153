import Glibc

/// Why changes cannot be watched.
package struct WatchError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole message: what was found, and what to do.
    package let description: String

    /// The kernel gives no watcher at all.
    package static func noWatcher(code: Int32) -> Self {
        Self(
            description: """
                cannot watch: the kernel gives no inotify instance \
                (\(String(cString: strerror(code)))). See how many a user may have: \
                sysctl fs.inotify.max_user_instances
                """)
    }

    /// So many folders are watched that there is no room for one more.
    package static func tooManyFolders(_ count: Int, at folder: String) -> Self {
        Self(
            description: """
                cannot watch: \(count) folders are watched, and '\(folder)' is one too many. \
                Leave folders out with --ignore, or allow more: \
                sudo sysctl fs.inotify.max_user_watches=524288
                """)
    }
}
