extension OpenFile {
    /// Reads all bytes of the part.
    ///
    /// ```swift
    /// let logo = try OpenFile(path: "logo.png").bytes()
    /// ```
    ///
    /// - Returns: The bytes; fewer than ``count`` when the file was cut meanwhile.
    /// - Throws: ``OpenFileError``.
    /// - SeeAlso: Python `io.RawIOBase.readall`.
    public func bytes() throws -> [UInt8] {
        var result: [UInt8] = []
        while result.count < count {
            let next = try bytes(at: result.count, upTo: count - result.count)
            if next.isEmpty { break }
            if result.isEmpty { result = next } else { result += next }
        }
        return result
    }

    /// Reads all of the part as text.
    ///
    /// ```swift
    /// let schema = try OpenFile(path: "schema.sql").text()
    /// ```
    ///
    /// - Returns: The text; bytes that are not UTF-8 become U+FFFD.
    /// - Throws: ``OpenFileError``.
    /// - SeeAlso: Python `pathlib.Path.read_text`.
    public func text() throws -> String { String(decoding: try bytes(), as: UTF8.self) }
}
