import DewarTesting

/// A body in which requests are forged, for a server that would read it as records.
enum SmuggledRequest {
    /// Makes a body.
    ///
    /// - Parameters:
    ///   - count: The number of its bytes.
    ///   - head: How many bytes stand before it, its record's header among them.
    /// - Returns: A forged request for `/admin` by root at every 8192nd byte of the connection.
    static func body(_ count: Int, after head: Int) -> [UInt8] {
        let forged = FastCGIRequest(
            parameters: [
                ("REQUEST_METHOD", "GET"), ("PATH_INFO", "/admin"), ("REMOTE_USER", "root"),
            ]
        ).bytes
        let page = forged + [UInt8](repeating: 0, count: 8192 - forged.count)
        var body = [UInt8](repeating: 0, count: 8192 - head % 8192)
        while body.count < count { body += page }
        return Array(body.prefix(count))
    }
}
