/// What has to happen because of a file.
package enum FileChange: Int, Sendable, Hashable, Comparable {
    /// Nothing.
    case none
    /// The browser fetches the style sheets anew, and keeps its place on the page.
    case styles
    /// The browser loads the page anew: the worker reads templates and static files by itself.
    case page
    /// A new worker reads the configuration anew.
    case worker
    /// The program is built anew.
    case program

    package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// Says which files matter, and what for.
package struct WatchRules: Sendable {
    /// The package's folder, an absolute path without a final slash.
    package let root: String
    /// Files and folders besides, absolute or below ``root``, with `*` for any part of a name: a
    /// change of one starts a new worker.
    package var extra: [String] = []
    /// Files and folders to leave alone, by names or paths with `*`.
    package var ignored: [String] = []

    /// Makes rules.
    ///
    /// - Parameter root: The package's folder.
    package init(root: String) { self.root = root }

    /// The folders to watch: the package's, and those of the extra files that lie elsewhere.
    package var folders: [String] {
        var folders = [root]
        for pattern in extra.map(absolute) {
            // Up to the first part that is a pattern, or the file's own name.
            let fixed = pattern.split(separator: "/").prefix { !$0.contains("*") }
            let path = "/" + fixed.joined(separator: "/")
            let folder = FileKind(path) == .folder ? path : path.parentFolder
            if folder != root, !folder.hasPrefix(root + "/") { folders.append(folder) }
        }
        return folders
    }

    /// Whether nobody wants to hear of a file, or of anything in a folder.
    ///
    /// - Parameter path: An absolute path.
    /// - Returns: true for what editors, Git and SwiftPM keep for themselves.
    package func isIgnored(_ path: String) -> Bool {
        let name = path.fileName
        if extra.contains(where: { Glob.matches(absolute($0), path) }) { return false }
        if name == ".env" { return false }
        if name.hasPrefix(".") || name.hasSuffix("~") || name.hasPrefix("#") { return true }
        // Vim asks whether it may write in a folder, by a file of this name.
        if name == "4913" || name == "Package.resolved" || name == "node_modules" { return true }
        if ["swp", "swx", "tmp", "orig", "rej"].contains(path.fileExtension) { return true }
        return ignored.contains { Glob.matches($0, name) || Glob.matches(absolute($0), path) }
    }

    /// What has to happen because of a file that changed.
    ///
    /// - Parameter path: An absolute path that is not ignored.
    /// - Returns: The least that shows the change.
    package func change(for path: String) -> FileChange {
        for pattern in extra.map(absolute)
        where Glob.matches(pattern, path) || path.hasPrefix(pattern + "/") {
            return Self.sources.contains(path.fileExtension) ? .program : .worker
        }
        // The kernel lost track: anything may have changed.
        if path == root { return .program }
        let parts = path.dropFirst(root.count + 1).split(separator: "/")
        if parts.first == "Tests" { return .none }
        let kind = path.fileName == ".env" ? "env" : path.fileExtension
        if Self.sources.contains(kind) { return .program }
        // A folder that was moved away is told of without the sources in it.
        if kind.isEmpty, parts.first == "Sources", FileKind(path) == .nothing { return .program }
        if kind == "css" { return .styles }
        if Self.pages.contains(kind) { return .page }
        if Self.configuration.contains(kind) {
            // A `.json` below a folder of static files is one of them.
            let isServed = parts.dropLast().contains { ["static", "templates"].contains($0) }
            return isServed ? .page : .worker
        }
        return .none
    }

    private func absolute(_ pattern: String) -> String {
        pattern.hasPrefix("/") ? pattern : root + "/" + pattern
    }

    private static let sources: Set<String> = [
        "swift", "c", "h", "cc", "cpp", "cxx", "hpp", "m", "mm", "S", "modulemap",
    ]
    private static let pages: Set<String> = [
        "html", "htm", "xhtml", "xml", "svg", "txt", "md", "j2", "jinja", "jinja2", "js", "mjs",
        "map", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "ttf", "po",
        "mo",
    ]
    private static let configuration: Set<String> = ["toml", "json", "yaml", "yml", "env"]
}
