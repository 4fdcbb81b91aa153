import Glibc

/// What tells a private folder of a living process from one that a killed process left behind.
///
/// It is a file in the folder with a lock on it, which the kernel takes away with the process,
/// however that ends. No process id: those are used again, and other containers have their own.
///
/// - SeeAlso: flock(2).
package final class FolderClaim: Sendable {
    private let descriptor: Int32

    /// Claims a new folder; nil when somebody has just removed it as a stale one.
    ///
    /// - Parameter folder: The folder.
    /// - Throws: ``DevelopmentProxyError`` when no file can be made there.
    package init?(_ folder: PrivateFolder) throws(DevelopmentProxyError) {
        descriptor = open(folder.path + "/" + Self.name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw .folderFailed(parent: folder.path, code: errno)
        }
        // Between its making and its lock the file is a stale one's to all others.
        var status = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0,
            status.st_nlink > 0
        else { return nil }
    }

    deinit {
        if descriptor >= 0 { _ = close(descriptor) }
    }

    /// Makes a folder and claims it.
    ///
    /// - Returns: Both; the folder is somebody's as long as the claim is there.
    /// - Throws: ``DevelopmentProxyError`` when no folder can be made.
    package static func makeFolder() throws(DevelopmentProxyError) -> (PrivateFolder, FolderClaim) {
        while true {
            let folder = try PrivateFolder()
            do throws(DevelopmentProxyError) {
                if let claim = try FolderClaim(folder) { return (folder, claim) }
            } catch {
                folder.remove()
                throw error
            }
        }
    }

    /// Removes the private folders of this user that were claimed once, by processes that are gone.
    ///
    /// - Parameter parent: Where the folders are.
    package static func removeStaleFolders(in parent: String) {
        for name in ProcFileSystem.names(in: parent) where PrivateFolder.isName(name) {
            let path = parent + "/" + name
            var status = stat()
            // Not what a link leads to, and nothing of somebody else's.
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
                status.st_uid == geteuid()
            else { continue }
            let descriptor = open(path + "/" + Self.name, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            // Held until the folder is gone: two who remove it do not meet.
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { PrivateFolder(path: path).remove() }
            _ = close(descriptor)
        }
    }

    /// Unlike any other file's name: its folder is removed without a question.
    private static let name = ".dewar-folder-in-use"
}
