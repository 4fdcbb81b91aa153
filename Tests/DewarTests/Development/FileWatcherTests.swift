import Dewar
import Glibc
import Testing

@Suite struct FileWatcherTests {
    /// Saves a file as editors do, and tells what the watcher says of it.
    private func changes(
        _ act: (PrivateFolder) throws -> Void, before: (PrivateFolder) throws -> Void = { _ in }
    ) throws -> [String] {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        try before(folder)
        let watcher = try FileWatcher(folders: [folder.path]) { $0.hasSuffix("~") }
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
        let watcher = try FileWatcher(folders: [folder.path]) { _ in false }
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
        let watcher = try FileWatcher(folders: [folder.path]) { _ in false }
        try #require(rename(folder.path + "/views", other.path + "/views") == 0)
        #expect(watcher.take() == [folder.path + "/views"])
        _ = try PrivateFolder(path: other.path + "/views").write("a.swift", "1")
        #expect(watcher.take() == [])
    }
}
