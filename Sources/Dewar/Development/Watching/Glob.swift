import Glibc

/// Patterns of file names, as a shell has them.
package enum Glob {
    /// Whether a pattern is one of a text.
    ///
    /// ```swift
    /// Glob.matches("*.css", "site.css")  // true
    /// Glob.matches("/srv/*/a", "/srv/b/c/a")  // false: `*` ends at a slash
    /// ```
    ///
    /// - Parameters:
    ///   - pattern: `*`, `?` and `[a-z]` stand for parts of a name.
    ///   - text: A name or a path.
    /// - Returns: Whether all of the text is what the pattern says.
    /// - SeeAlso: fnmatch(3).
    package static func matches(_ pattern: String, _ text: String) -> Bool {
        fnmatch(pattern, text, FNM_PATHNAME) == 0
    }
}

/// What a path leads to.
enum FileKind: Equatable {
    case folder, file, nothing

    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .nothing
            return
        }
        self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }
}

extension String {
    /// A path's last part.
    var fileName: String { String(split(separator: "/").last ?? "") }

    /// A path without its last part; `/` for a name in the root.
    var parentFolder: String {
        guard let slash = lastIndex(of: "/"), slash != startIndex else { return "/" }
        return String(self[..<slash])
    }

    /// What stands behind the last dot of a path's last part; nothing without one.
    var fileExtension: String {
        let name = fileName
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return String(name[name.index(after: dot)...])
    }
}
