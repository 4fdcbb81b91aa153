import DewarText

/// Makes a name of a client's that may stand for a file in a folder.
///
/// ```swift
/// secureFilename("My cool movie.mov")      // "My_cool_movie.mov"
/// secureFilename("../../../etc/passwd")    // "etc_passwd"
/// secureFilename("../..")                  // "": choose a name of your own then
/// ```
///
/// - Parameter name: A name as a client sent it.
/// - Returns: Letters, digits, `_`, `.` and `-` of ASCII, with neither point nor `_` at its ends;
///   empty when nothing is left.
/// - SeeAlso: Werkzeug `secure_filename`.
public func secureFilename(_ name: String) -> String {
    let plain = Normalization.simplifiedASCII(name).utf8.map { byte in
        byte == UInt8(ascii: "/") ? UInt8(ascii: " ") : byte
    }
    var result: [UInt8] = []
    for word in plain.split(whereSeparator: \.isASCIISpace) {
        if !result.isEmpty { result.append(UInt8(ascii: "_")) }
        result += word
    }
    let kept = result.filter { filenameBytes.contains($0) }
    let isEnd = { (byte: UInt8) in byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") }
    let start = kept.firstIndex { !isEnd($0) } ?? kept.endIndex
    let end = kept.lastIndex { !isEnd($0) }.map { $0 + 1 } ?? start
    return String(decoding: kept[start..<end], as: UTF8.self)
}

private let filenameBytes = ASCIISet(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-")

/// Joins a folder and parts of a client's, if the result stays within the folder.
///
/// ```swift
/// safeJoin("uploads", "2024/cat.jpg")    // "uploads/2024/cat.jpg"
/// safeJoin("uploads", "../secret")       // nil
/// ```
///
/// - Parameters:
///   - directory: The folder; empty for the current one.
///   - parts: Paths relative to it.
/// - Returns: The path; nil when a part is absolute or leaves the folder.
/// - SeeAlso: Werkzeug `safe_join`.
public func safeJoin(_ directory: String, _ parts: String...) -> String? {
    safeJoin(directory, parts)
}

/// Joins a folder and parts of a client's, if the result stays within the folder.
///
/// - Parameters:
///   - directory: The folder; empty for the current one.
///   - parts: Paths relative to it.
/// - Returns: The path; nil when a part is absolute or leaves the folder.
public func safeJoin(_ directory: String, _ parts: [String]) -> String? {
    var path = directory.isEmpty ? "." : directory
    for part in parts where !part.isEmpty {
        let normal = normalizedPath(part)
        guard normal.utf8.first != UInt8(ascii: "/"), normal != "..",
            !normal.utf8.starts(with: "../".utf8)
        else { return nil }
        path += (path.utf8.last == UInt8(ascii: "/") ? "" : "/") + normal
    }
    return path
}

/// A path without `.`, empty parts and parts that a `..` takes back, as `posixpath.normpath`.
private func normalizedPath(_ path: String) -> String {
    let bytes = TextBytes(path)
    // Two slashes at the beginning mean something else than one, three the same as one.
    let slashes = bytes.prefix { $0 == UInt8(ascii: "/") }.count
    let root = slashes == 2 ? "//" : slashes > 0 ? "/" : ""
    var parts: [TextBytes] = []
    for part in bytes.pieces(between: UInt8(ascii: "/")) where !part.isEmpty && !part.equals(".") {
        if !part.equals("..") || parts.last?.equals("..") ?? root.isEmpty {
            parts.append(part)
        } else if !parts.isEmpty {
            parts.removeLast()
        }
    }
    let normal = root + parts.map(\.text).joined(separator: "/")
    return normal.isEmpty ? "." : normal
}
