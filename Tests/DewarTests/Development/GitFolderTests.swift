import Dewar
import Glibc
import Testing

/// Whether Git is at work, also in packages that are a part of something larger.
@Suite struct GitFolderTests {
    /// Makes folders and files; a path that ends in a slash is a folder.
    private func make(_ files: [String: String], in folder: PrivateFolder) throws {
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            var parent = folder.path
            for part in path.split(separator: "/").dropLast(path.hasSuffix("/") ? 0 : 1) {
                parent += "/" + part
                mkdir(parent, 0o755)
            }
            if !path.hasSuffix("/") { _ = try folder.write(path, text) }
        }
    }

    @Test(
        arguments: [
            ([".git/": "", "shop/": ""], "shop", ".git/index.lock"),
            ([".git/": ""], "", ".git/index.lock"),
            (
                ["main/.git/worktrees/a/": "", "a/.git": "gitdir: ../main/.git/worktrees/a\n"], "a",
                "main/.git/worktrees/a/index.lock"
            ),
        ] as [([String: String], String, String)])
    func theLockIsFound(files: [String: String], package: String, lock: String) throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        try make(files, in: folder)
        let root = package.isEmpty ? folder.path : folder.path + "/" + package
        let git = try #require(GitFolder(around: root))
        #expect(!git.isAtWork)
        _ = try folder.write(lock, "")
        #expect(git.isAtWork)
    }

    @Test func aLockThatWasLeftBehindIsNone() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        try make([".git/": ""], in: folder)
        let lock = try folder.write(".git/index.lock", "")
        let old = timeval(tv_sec: time(nil) - 3600, tv_usec: 0)
        #expect(utimes(lock, [old, old]) == 0)
        #expect(GitFolder(around: folder.path)?.isAtWork == false)
    }
}
