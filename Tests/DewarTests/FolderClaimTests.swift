import Dewar
import Glibc
import Testing

@Suite struct FolderClaimTests {
    @Test func aFolderWhoseClaimIsGoneIsRemoved() throws {
        try withParent { parent in
            let stale = try folder("dewar-aaaaaa", in: parent)
            _ = try #require(try FolderClaim(stale))
            _ = try stale.write("nginx.conf", "")
            try #require(mkdir(stale.path + "/proxy", 0o700) == 0)
            FolderClaim.removeStaleFolders(in: parent.path)
            #expect(access(stale.path, F_OK) != 0)
        }
    }

    @Test func aClaimedFolderStays() throws {
        try withParent { parent in
            let used = try folder("dewar-aaaaaa", in: parent)
            let claim = try #require(try FolderClaim(used))
            FolderClaim.removeStaleFolders(in: parent.path)
            #expect(access(used.path, F_OK) == 0)
            withExtendedLifetime(claim) {}
        }
    }

    @Test func whatNobodyEverClaimedStays() throws {
        try withParent { parent in
            let unclaimed = try folder("dewar-aaaaaa", in: parent)
            let other = try folder("dewar-shop", in: parent)
            _ = try FolderClaim(other)
            let target = try folder("target", in: parent)
            _ = try FolderClaim(target)
            let link = parent.path + "/dewar-bbbbbb"
            try #require(symlink(target.path, link) == 0)
            FolderClaim.removeStaleFolders(in: parent.path)
            for path in [unclaimed.path, other.path, target.path, link] {
                #expect(access(path, F_OK) == 0, "\(path)")
            }
        }
    }

    @Test func aLinkInAStaleFolderIsNotFollowed() throws {
        try withParent { parent in
            let stale = try folder("dewar-aaaaaa", in: parent)
            _ = try FolderClaim(stale)
            let target = try folder("target", in: parent)
            let file = try target.write("file", "")
            try #require(symlink(target.path, stale.path + "/link") == 0)
            FolderClaim.removeStaleFolders(in: parent.path)
            #expect(access(stale.path, F_OK) != 0)
            #expect(access(file, F_OK) == 0)
        }
    }

    @Test func aFolderThatIsGoneCannotBeClaimed() throws {
        try withParent { parent in
            let folder = try folder("dewar-aaaaaa", in: parent)
            folder.remove()
            #expect(try FolderClaim(folder) == nil)
        }
    }

    private func withParent(_ body: (PrivateFolder) throws -> Void) throws {
        let parent = try PrivateFolder()
        defer { parent.remove() }
        try body(parent)
    }

    private func folder(_ name: String, in parent: PrivateFolder) throws -> PrivateFolder {
        let path = parent.path + "/" + name
        try #require(mkdir(path, 0o700) == 0)
        return PrivateFolder(path: path)
    }
}
