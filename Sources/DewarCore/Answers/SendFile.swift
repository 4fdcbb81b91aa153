public import DewarHTTP

/// Sends a file, or that of it which the client asks for.
///
/// ```swift
/// return try sendFile("/srv/reports/2026.pdf")
/// ```
/// The path must not come from a client: for that there is ``sendFromDirectory(_:_:_:)``.
///
/// - Parameters:
///   - path: The file's path.
///   - options: How it is sent.
/// - Returns: 200, 206 for a range, 304 for what the client has, 412 for a wrong version.
/// - Throws: `OpenFileError` when there is no such file; `HTTPError` of status 416.
/// - SeeAlso: Flask `send_file`.
public func sendFile(_ path: String, _ options: FileOptions = FileOptions()) throws -> Response {
    try Response.file(path, for: request, options)
}

/// Sends a file of a folder, whose name may come from a client.
///
/// ```swift
/// return try sendFromDirectory("/srv/reports", "2026.pdf")
/// ```
///
/// - Parameters:
///   - directory: The folder; nothing outside of it is ever sent, but for what links in it
///     lead to.
///   - path: The file's path below the folder.
///   - options: How it is sent.
/// - Returns: As ``sendFile(_:_:)``.
/// - Throws: `HTTPError` of status 404 when there is no such file, 416.
/// - SeeAlso: Flask `send_from_directory`.
public func sendFromDirectory(
    _ directory: String, _ path: String, _ options: FileOptions = FileOptions()
) throws -> Response {
    try Response.file(in: directory, path, for: request, options)
}
