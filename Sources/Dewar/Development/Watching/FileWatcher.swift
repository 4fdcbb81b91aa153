import Glibc

/// Tells which files change below some folders, by inotify.
///
/// It tells of what is finished: a file that was written and closed, moved here or away, made as a
/// link, or removed. Folders that come later are watched as well, and the files that were put into
/// them before anybody watched are told of.
///
/// ```swift
/// let watcher = try FileWatcher(folders: ["/home/kim/shop"]) { $0.hasSuffix("~") }
/// // poll watcher.descriptor, then
/// for path in watcher.take() { print(path) }
/// ```
///
/// - SeeAlso: inotify(7).
package final class FileWatcher {
    /// Readable when something has changed; it does not block.
    package let descriptor: Int32

    private let roots: [String]
    private let isIgnored: (String) -> Bool
    /// The folders that are watched, by the kernel's numbers for them.
    private var folders: [Int32: String] = [:]

    /// Why folders that came later are not watched; nil when all are.
    package private(set) var failure: WatchError?

    /// The longest chain of folders in folders: links may lead in circles.
    private static let deepest = 40

    /// Begins to watch.
    ///
    /// - Parameters:
    ///   - folders: Absolute paths, without a final slash; those that are not there are left out.
    ///   - isIgnored: Says of an absolute path that nobody wants to hear of it; of a folder, of
    ///     all that is in it.
    /// - Throws: ``WatchError`` when the kernel watches no more files for this user.
    package init(
        folders: [String], isIgnored: @escaping (String) -> Bool
    ) throws(WatchError) {
        descriptor = inotify_init1(Int32(O_CLOEXEC) | Int32(O_NONBLOCK))
        guard descriptor >= 0 else { throw .noWatcher(code: errno) }
        roots = folders
        self.isIgnored = isIgnored
        for folder in folders { _ = try watch(folder) }
    }

    deinit { close(descriptor) }

    /// What has changed since the last call, without waiting.
    ///
    /// - Returns: Absolute paths, each once, in order; the roots themselves when so much has
    ///   happened that the kernel lost track.
    package func take() -> [String] {
        var changed: Set<String> = []
        // As many as a page takes; a name has up to 255 bytes, and a zero.
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for event in Event.all(in: buffer[..<count]) { take(event, into: &changed) }
        }
        return changed.sorted()
    }

    private func take(_ event: Event, into changed: inout Set<String>) {
        if event.has(IN_Q_OVERFLOW) {
            changed.formUnion(roots)
            // What was made meanwhile is not watched yet.
            for root in roots { _ = watchLate(root) }
            return
        }
        guard let folder = folders[event.watch] else { return }
        if event.has(IN_IGNORED) {
            folders[event.watch] = nil
            return
        }
        guard !event.name.isEmpty else { return }
        let path = folder + "/" + event.name
        guard !isIgnored(path) else { return }
        guard event.has(IN_ISDIR) else {
            // Of a new file the end of its writing is told; of a link there is none.
            if event.has(IN_CREATE), !Self.isLink(path) { return }
            changed.insert(path)
            return
        }
        if event.has(IN_MOVED_FROM) { forget(path) }
        if event.has(IN_CREATE) || event.has(IN_MOVED_TO) {
            // The folder itself is better than nothing.
            changed.formUnion(watchLate(path) ?? [path])
        } else {
            changed.insert(path)
        }
    }

    /// Watches a folder that was not there at the beginning; nil, and ``failure``, without room.
    private func watchLate(_ folder: String) -> [String]? {
        do {
            return try watch(folder)
        } catch {
            failure = error
            return nil
        }
    }

    /// Watches a folder and those in it.
    ///
    /// - Returns: The files that are there.
    private func watch(
        _ folder: String, depth: Int = 0
    ) throws(WatchError) -> [String] {
        guard depth < Self.deepest else { return [] }
        let number = inotify_add_watch(descriptor, folder, Self.events)
        guard number >= 0 else {
            // Gone again, or not ours to read.
            guard errno == ENOSPC || errno == ENOMEM else { return [] }
            throw .tooManyFolders(folders.count, at: folder)
        }
        folders[number] = folder
        var files: [String] = []
        for name in ProcFileSystem.names(in: folder) {
            let path = folder + "/" + name
            if isIgnored(path) { continue }
            if Self.isFolder(path) {
                files += try watch(path, depth: depth + 1)
            } else {
                files.append(path)
            }
        }
        return files
    }

    /// Watches a folder no longer, because it has another path now.
    private func forget(_ path: String) {
        for (number, folder) in folders where folder == path || folder.hasPrefix(path + "/") {
            inotify_rm_watch(descriptor, number)
            folders[number] = nil
        }
    }

    private static let events = UInt32(
        IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ONLYDIR)

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
            && (status.st_mode & S_IFMT == S_IFLNK || status.st_nlink > 1)
    }
}

/// One of the kernel's reports.
private struct Event {
    let watch: Int32
    let mask: UInt32
    let name: String

    func has(_ flag: Int32) -> Bool { mask & UInt32(bitPattern: flag) != 0 }

    /// Reads what the kernel wrote: watch, mask, cookie and length, four bytes each, and a name
    /// that is filled up with zeros.
    static func all(in bytes: ArraySlice<UInt8>) -> [Event] {
        var events: [Event] = []
        var rest = bytes
        while rest.count >= 16 {
            func word(_ index: Int) -> UInt32 {
                rest.withUnsafeBytes {
                    $0.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
                }
            }
            let length = Int(word(3))
            guard rest.count >= 16 + length else { break }
            let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
            events.append(
                Event(
                    watch: Int32(bitPattern: word(0)), mask: word(1),
                    name: String(decoding: name, as: UTF8.self)))
            rest = rest.dropFirst(16 + length)
        }
        return events
    }
}
