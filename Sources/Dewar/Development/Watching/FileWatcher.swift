import Glibc

/// Tells which files change below some folders, by inotify.
///
/// It tells of what is finished: a file that was written and closed, moved here or away, made as a
/// link, or removed. Folders that come later are watched as well, and the files that were put into
/// them before anybody watched are told of. Where the kernel watches no more, files are looked at
/// again and again.
///
/// ```swift
/// let watcher = FileWatcher(folders: ["/home/kim/shop"]) { $0.hasSuffix("~") }
/// // poll watcher.descriptor, at most until watcher.nextLook, then
/// for path in watcher.take() { print(path) }
/// ```
///
/// - SeeAlso: inotify(7).
package final class FileWatcher {
    /// What the kernel may be out of.
    package enum Shortage: Sendable, Hashable {
        /// It gives nobody a watcher.
        case instances
        /// It watches as many folders, and no more.
        case folders(Int)
    }

    /// Readable when something has changed, and never blocking; -1 when there is none.
    package let descriptor: Int32

    private let roots: [String]
    private let isIgnored: (String) -> Bool
    private let shortage: Shortage?
    /// The folders that are watched, by the kernel's numbers for them.
    private var folders: [Int32: String] = [:]
    /// Those that are not, because the kernel watches no more.
    private var scan: FileScan
    private let mostFiles: Int
    private let pause: Duration

    /// Why the kernel does not tell of all changes; nil when it does.
    package private(set) var failure: WatchError?
    /// When to look at what the kernel does not watch; nil when it watches everything.
    package private(set) var nextLook: ContinuousClock.Instant?

    /// A look takes at most one part of so many of the time.
    private static let rest = 20

    /// Begins to watch.
    ///
    /// - Parameters:
    ///   - folders: Absolute paths, without a final slash; those that are not there are left out.
    ///   - mostFiles: As many files are looked at, where the kernel does not watch.
    ///   - pause: How long nobody looks at them, at least.
    ///   - shortage: What the kernel is out of, to see what happens then.
    ///   - isIgnored: Says of an absolute path that nobody wants to hear of it; of a folder, of
    ///     all that is in it.
    package init(
        folders: [String], mostFiles: Int = 50_000, pause: Duration = .milliseconds(500),
        shortage: Shortage? = nil, isIgnored: @escaping (String) -> Bool
    ) {
        roots = folders
        self.isIgnored = isIgnored
        self.shortage = shortage
        self.mostFiles = mostFiles
        self.pause = pause
        scan = FileScan(most: mostFiles)
        let code: Int32
        if shortage == .instances {
            (descriptor, code) = (-1, EMFILE)
        } else {
            descriptor = inotify_init1(Int32(O_CLOEXEC) | Int32(O_NONBLOCK))
            code = errno
        }
        if descriptor < 0 { failure = .noWatcher(code: code) }
        for folder in folders { _ = watch(folder) }
        planLook(after: .zero)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What has changed since the last call, without waiting.
    ///
    /// - Returns: Absolute paths, each once, in order; the roots themselves when so much has
    ///   happened that the kernel lost track.
    package func take() -> [String] {
        var changed: Set<String> = []
        var hasLostTrack = false
        // As many as a page takes; a name has up to 255 bytes, and a zero.
        var buffer = [UInt8](repeating: 0, count: 16384)
        while descriptor >= 0 {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for event in Event.all(in: buffer[..<count]) {
                if event.has(IN_Q_OVERFLOW) {
                    hasLostTrack = true
                } else {
                    take(event, into: &changed)
                }
            }
        }
        if hasLostTrack {
            lookForFolders()
            changed.formUnion(roots)
        }
        if let time = nextLook, ContinuousClock.now >= time {
            let start = ContinuousClock.now
            changed.formUnion(scan.changes(isIgnored))
            planLook(after: ContinuousClock.now - start)
        }
        return changed.sorted()
    }

    private func take(_ event: Event, into changed: inout Set<String>) {
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
            changed.formUnion(watch(path))
            if nextLook == nil { planLook(after: .zero) }
        } else {
            changed.insert(path)
        }
    }

    /// Watches a folder and those in it, or has them looked at.
    ///
    /// - Returns: The files that are there.
    private func watch(_ folder: String, depth: Int = 0) -> [String] {
        guard depth < FileScan.deepest else { return [] }
        guard descriptor >= 0 else { return scan.add(folder, isIgnored) }
        let (number, code) = addWatch(folder)
        guard number >= 0 else {
            // Gone again, or not ours to read.
            guard code == ENOSPC || code == ENOMEM else { return [] }
            if failure == nil { failure = .tooManyFolders(folders.count, at: folder) }
            return scan.add(folder, isIgnored)
        }
        folders[number] = folder
        var files: [String] = []
        for name in ProcFileSystem.names(in: folder) {
            let path = folder + "/" + name
            if isIgnored(path) { continue }
            if Self.isFolder(path) {
                files += watch(path, depth: depth + 1)
            } else {
                files.append(path)
            }
        }
        return files
    }

    private func addWatch(_ folder: String) -> (number: Int32, code: Int32) {
        if case .folders(let most) = shortage, folders.count >= most { return (-1, ENOSPC) }
        let number = inotify_add_watch(descriptor, folder, Self.events)
        return (number, errno)
    }

    /// Watches what was made while the kernel lost track, and no longer what was moved away.
    private func lookForFolders() {
        let before = folders
        folders = [:]
        for root in roots { _ = watch(root) }
        for number in before.keys where folders[number] == nil {
            inotify_rm_watch(descriptor, number)
        }
    }

    private func planLook(after duration: Duration) {
        if scan.isIncomplete { failure = .tooManyFiles(mostFiles) }
        nextLook = scan.isEmpty ? nil : .now + max(pause, duration * Self.rest)
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
