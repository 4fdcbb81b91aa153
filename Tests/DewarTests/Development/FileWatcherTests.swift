import Dewar
import Glibc
import SystemFixture
import Testing

@Suite struct FileWatcherTests {
    /// Saves a file as editors do, and tells what the watcher says of it.
    private func changes(
        _ act: (PrivateFolder) throws -> Void, before: (PrivateFolder) throws -> Void = { _ in }
    ) throws -> [String] {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        try before(folder)
        let watcher = FileWatcher(folders: [folder.path]) { $0.hasSuffix("~") }
        try act(folder)
        return watcher.take().map { String($0.dropFirst(folder.path.count + 1)) }
    }

    @Test func aWrittenFileIsToldOfOnce() throws {
        let found = try changes { folder in
            _ = try folder.write("a.swift", "1")
            _ = try folder.write("a.swift", "2")
        }
        #expect(found == ["a.swift"])
    }

    @Test func aFileThatIsStillBeingWrittenIsNotToldOf() throws {
        var descriptor: Int32 = -1
        defer { close(descriptor) }
        let found = try changes { folder in
            descriptor = open(folder.path + "/a.swift", O_WRONLY | O_CREAT, 0o600)
            write(descriptor, "half", 4)
        }
        #expect(found == [])
    }

    @Test func aSaveByRenamingIsToldOfUnderTheLastName() throws {
        let found = try changes(
            { folder in
                _ = try folder.write("a.swift~", "2")
                rename(folder.path + "/a.swift~", folder.path + "/a.swift")
            }, before: { _ = try $0.write("a.swift", "1") })
        #expect(found == ["a.swift"])
    }

    @Test func aRemovedFileIsToldOf() throws {
        let found = try changes(
            { unlink($0.path + "/a.swift") }, before: { _ = try $0.write("a.swift", "1") })
        #expect(found == ["a.swift"])
    }

    @Test func filesInFoldersThatCameLaterAreToldOf() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let watcher = FileWatcher(folders: [folder.path]) { _ in false }
        // Before anybody could watch it.
        try #require(mkdir(folder.path + "/views", 0o700) == 0)
        _ = try PrivateFolder(path: folder.path + "/views").write("a.swift", "1")
        #expect(watcher.take() == [folder.path + "/views/a.swift"])
        // And now that it is watched.
        _ = try PrivateFolder(path: folder.path + "/views").write("b.swift", "1")
        #expect(watcher.take() == [folder.path + "/views/b.swift"])
    }

    @Test func aFolderThatWasMovedAwayIsNotWatchedUnderItsOldName() throws {
        let folder = try PrivateFolder()
        let other = try PrivateFolder()
        defer {
            folder.remove()
            other.remove()
        }
        try #require(mkdir(folder.path + "/views", 0o700) == 0)
        let watcher = FileWatcher(folders: [folder.path]) { _ in false }
        try #require(rename(folder.path + "/views", other.path + "/views") == 0)
        #expect(watcher.take() == [folder.path + "/views"])
        _ = try PrivateFolder(path: other.path + "/views").write("a.swift", "1")
        #expect(watcher.take() == [])
    }

    // MARK: Much at once

    @Test func aCheckoutOfThousandsOfFilesIsOneChange() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        let watcher = FileWatcher(folders: [folder.path]) { $0.hasSuffix("~") }
        for number in 0..<2000 {
            let file = try folder.write("\(number).swift~", "\(number)")
            try #require(rename(file, String(file.dropLast())) == 0)
        }
        var collector = ChangeCollector()
        let now = ContinuousClock.now
        collector.add(watcher.take().map { ($0, .program) }, at: now)
        let found = collector.take(at: now + .seconds(1), isCheckingOut: false)
        #expect(found?.paths.count == 2000)
        #expect(watcher.take() == [])
    }

    /// As many events as the kernel keeps, and loses more; 0 when it does not say.
    private static let longestQueue: Int = {
        guard let stream = fopen("/proc/sys/fs/inotify/max_queued_events", "r") else { return 0 }
        defer { fclose(stream) }
        var digits: [CChar] = Array(repeating: 0, count: 32)
        guard fgets(&digits, 32, stream) != nil else { return 0 }
        return atoi(digits).magnitude <= 200_000 ? Int(atoi(digits)) : 0
    }()

    @Test(.enabled(if: longestQueue > 0, "the kernel's queue is long"))
    func whatTheKernelLosesIsLookedFor() throws {
        let folder = try PrivateFolder()
        let other = try PrivateFolder()
        defer {
            folder.remove()
            other.remove()
        }
        try #require(mkdir(folder.path + "/old", 0o700) == 0)
        let watcher = FileWatcher(folders: [folder.path]) { _ in false }
        // By turns: the same event twice in a row is one.
        for number in 0...Self.longestQueue {
            let file = folder.path + (number.isMultiple(of: 2) ? "/a" : "/b")
            close(open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600))
        }
        try #require(mkdir(folder.path + "/new", 0o700) == 0)
        try #require(rename(folder.path + "/old", other.path + "/old") == 0)
        #expect(watcher.take().contains(folder.path))
        _ = try PrivateFolder(path: folder.path + "/new").write("a.swift", "1")
        _ = try PrivateFolder(path: other.path + "/old").write("b.swift", "1")
        #expect(watcher.take() == [folder.path + "/new/a.swift"])
    }

    // MARK: Where the kernel does not watch

    /// What the watcher tells of until it has told of all that is wanted.
    private func changes(_ watcher: FileWatcher, until wanted: [String]) -> [String] {
        var found: Set<String> = []
        waitUntil {
            found.formUnion(watcher.take())
            return found.isSuperset(of: wanted)
        }
        return found.sorted()
    }

    @Test func withoutAWatcherFilesAreLookedAt() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        _ = try folder.write("a.swift", "1")
        _ = try folder.write("b.swift", "1")
        let watcher = FileWatcher(
            folders: [folder.path], pause: .zero, shortage: .instances
        ) { $0.hasSuffix("~") }
        #expect(watcher.descriptor == -1)
        #expect(
            watcher.failure?.description == """
                cannot watch: the kernel gives no inotify instance (Too many open files). \
                Files are looked at twice a second instead. End other programs that watch files, \
                or allow more: sudo sysctl fs.inotify.max_user_instances=1024
                """)
        _ = try folder.write("a.swift", "12")
        _ = try folder.write("a.swift~", "12")
        try #require(unlink(folder.path + "/b.swift") == 0)
        try #require(mkdir(folder.path + "/views", 0o700) == 0)
        let late = try PrivateFolder(path: folder.path + "/views").write("c.swift", "1")
        let wanted = [folder.path + "/a.swift", folder.path + "/b.swift", late]
        #expect(changes(watcher, until: wanted) == wanted)
        // The same length, and another file by renaming.
        _ = try folder.write("a.swift~", "34")
        rename(folder.path + "/a.swift~", folder.path + "/a.swift")
        #expect(changes(watcher, until: [wanted[0]]) == [wanted[0]])
    }

    @Test func foldersThatAreTooManyAreLookedAt() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        try #require(mkdir(folder.path + "/views", 0o700) == 0)
        let watcher = FileWatcher(
            folders: [folder.path], pause: .zero, shortage: .folders(1)
        ) { _ in false }
        #expect(
            watcher.failure?.description == """
                cannot watch '\(folder.path)/views': the kernel watches no more folders, after 1 \
                here. Files are looked at twice a second instead. Leave folders out with \
                --ignore, or allow more: sudo sysctl fs.inotify.max_user_watches=524288
                """)
        let watched = try folder.write("a.swift", "1")
        let seen = try PrivateFolder(path: folder.path + "/views").write("b.swift", "1")
        #expect(changes(watcher, until: [watched, seen]) == [watched, seen])
        // And one that comes later.
        try #require(mkdir(folder.path + "/pages", 0o700) == 0)
        let first = try PrivateFolder(path: folder.path + "/pages").write("c.swift", "1")
        #expect(changes(watcher, until: [first]) == [first])
        let second = try PrivateFolder(path: folder.path + "/pages").write("d.swift", "1")
        #expect(changes(watcher, until: [second]) == [second])
    }

    @Test func noMoreFilesAreLookedAtThanAreAllowed() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        for number in 0..<5 { _ = try folder.write("\(number).swift", "1") }
        let enough = FileWatcher(
            folders: [folder.path], mostFiles: 5, shortage: .instances
        ) { _ in false }
        #expect(enough.failure?.description.hasPrefix("cannot watch: ") == true)
        let few = FileWatcher(
            folders: [folder.path], mostFiles: 4, shortage: .instances
        ) { _ in false }
        #expect(
            few.failure?.description == """
                cannot watch all files: 4 are looked at, and there are more. Leave folders out \
                with --ignore, or allow the kernel to watch more: \
                sudo sysctl fs.inotify.max_user_watches=524288
                """)
    }
}
