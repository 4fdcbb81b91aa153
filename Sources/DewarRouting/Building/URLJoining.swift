/// Resolves a reference against a URL.
///
/// A `;` and what follows it are part of the path's segment: `..;x` is no step upwards.
///
/// - SeeAlso: RFC 3986, section 5.2; Python `urllib.parse.urljoin`, which this follows but for `;`.
enum URLJoining {
    /// The parts of a URL; absent ones are empty.
    private struct Reference {
        var scheme = ""
        var host = ""
        var path = ""
        var query = ""
        var fragment = ""

        init(_ text: String, defaultScheme: String = "") {
            var all = text.unicodeScalars.drop { $0.value <= 0x20 }
            all.removeAll { $0 == "\t" || $0 == "\r" || $0 == "\n" }
            var rest = all[...]
            scheme = defaultScheme
            if let colon = rest.firstIndex(of: ":"), Self.isScheme(rest[..<colon]) {
                scheme = String(rest[..<colon]).lowercased()
                rest = rest[rest.index(after: colon)...]
            }
            if rest.starts(with: "//".unicodeScalars) {
                let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
                host = String(authority)
                rest = rest[authority.endIndex...]
            }
            if let mark = rest.firstIndex(of: "#") {
                fragment = String(rest[rest.index(after: mark)...])
                rest = rest[..<mark]
            }
            if let mark = rest.firstIndex(of: "?") {
                query = String(rest[rest.index(after: mark)...])
                rest = rest[..<mark]
            }
            path = String(rest)
        }

        private static func isScheme(_ text: Substring.UnicodeScalarView) -> Bool {
            guard let first = text.first, first.isASCII, first.properties.isAlphabetic else {
                return false
            }
            return text.allSatisfy {
                $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0)
                    || $0 == "+" || $0 == "-" || $0 == "."
            }
        }

        var text: String {
            var path = path
            let isHierarchical =
                URLJoining.relativeSchemes.contains(scheme)
                && !path.utf8.starts(with: "//".utf8)
            if !host.isEmpty || isHierarchical {
                if !path.isEmpty, path.utf8.first != UInt8(ascii: "/") { path = "/" + path }
                path = "//" + host + path
            }
            return (scheme.isEmpty ? "" : scheme + ":") + path
                + (query.isEmpty ? "" : "?" + query) + (fragment.isEmpty ? "" : "#" + fragment)
        }
    }

    /// The schemes whose URLs can be given relative to another.
    private static let relativeSchemes: Set<String> = [
        "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms",
        "prospero", "rtsp", "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss",
    ]

    /// Resolves a reference.
    ///
    /// - Parameters:
    ///   - base: An absolute URL with a host.
    ///   - reference: A URL, absolute or relative.
    /// - Returns: An absolute URL; the reference as it is when it has another scheme.
    static func join(_ base: String, _ reference: String) -> String {
        guard !reference.isEmpty else { return base }
        let base = Reference(base)
        var target = Reference(reference, defaultScheme: base.scheme)
        guard target.scheme == base.scheme, relativeSchemes.contains(target.scheme) else {
            return reference
        }
        guard target.host.isEmpty else { return target.text }
        target.host = base.host
        if target.path.isEmpty {
            target.path = base.path
            if target.query.isEmpty { target.query = base.query }
        } else {
            target.path = resolve(target.path, against: base.path)
        }
        return target.text
    }

    private static func resolve(_ path: String, against base: String) -> String {
        var segments = segments(of: path)
        if path.utf8.first != UInt8(ascii: "/") {
            var before = Self.segments(of: base)
            if let last = before.last, !last.isEmpty { before.removeLast() }
            segments = before + segments
            if segments.count > 2 {
                let inner = segments[1..<(segments.count - 1)].filter { !$0.isEmpty }
                segments.replaceSubrange(1..<(segments.count - 1), with: inner)
            }
        }
        var resolved: [String] = []
        for segment in segments {
            switch segment {
            case "..": _ = resolved.popLast()
            case ".": break
            default: resolved.append(segment)
            }
        }
        if segments.last == "." || segments.last == ".." { resolved.append("") }
        let joined = resolved.joined(separator: "/")
        return joined.isEmpty ? "/" : joined
    }

    private static func segments(of path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
