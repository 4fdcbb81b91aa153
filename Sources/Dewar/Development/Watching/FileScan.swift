import Glibc

/// Finds what has changed in folders by looking at all of their files again, where the kernel does
/// not tell.
struct FileScan {
    /// As many files are looked at.
    private let most: Int
    /// The folders to look at, with all that is in them.
    private var folders: [String] = []
    private var files: [String: Stamp] = [:]

    /// Whether there are more files than are looked at.
    private(set) var isIncomplete = false

    /// The longest chain of folders in folders.
    static let deepest = 40

    /// What another version of a file does not have in common with it.
    private struct Stamp: Equatable {
        var identifier: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    /// Begins with no folder.
    ///
    /// - Parameter most: As many files are looked at; of the others nobody hears.
    init(most: Int) { self.most = most }

    /// Whether there is nothing to look at.
    var isEmpty: Bool { folders.isEmpty }

    /// Looks at a folder from now on.
    ///
    /// - Parameters:
    ///   - folder: An absolute path, without a final slash.
    ///   - isIgnored: Says of an absolute path that nobody wants to hear of it.
    /// - Returns: The files that are there.
    mutating func add(_ folder: String, _ isIgnored: (String) -> Bool) -> [String] {
        guard !folders.contains(where: { folder == $0 || folder.hasPrefix($0 + "/") }) else {
            return []
        }
        folders.append(folder)
        var found = files
        look(at: folder, isIgnored, depth: 0, &found)
        defer { files = found }
        return found.keys.filter { files[$0] == nil }
    }

    /// Looks again.
    ///
    /// - Parameter isIgnored: Says of an absolute path that nobody wants to hear of it.
    /// - Returns: The files that are new, others than before, or gone; in no order.
    mutating func changes(_ isIgnored: (String) -> Bool) -> [String] {
        var found: [String: Stamp] = [:]
        isIncomplete = false
        for folder in folders { look(at: folder, isIgnored, depth: 0, &found) }
        var changed = found.compactMap { files[$0.key] == $0.value ? nil : $0.key }
        changed += files.keys.filter { found[$0] == nil }
        files = found
        return changed
    }

    private mutating func look(
        at folder: String, _ isIgnored: (String) -> Bool, depth: Int, _ found: inout [String: Stamp]
    ) {
        guard depth < Self.deepest else { return }
        for name in ProcFileSystem.names(in: folder) {
            let path = folder + "/" + name
            var status = stat()
            guard !isIgnored(path), lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                look(at: path, isIgnored, depth: depth + 1, &found)
                continue
            }
            guard found.count < most else {
                isIncomplete = true
                return
            }
            found[path] = Stamp(
                identifier: status.st_ino, size: status.st_size,
                seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        }
    }
}
