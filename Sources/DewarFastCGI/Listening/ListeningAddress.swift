/// Where a server listens.
public enum ListeningAddress: Sendable, Hashable, CustomStringConvertible {
    /// A path in the file system.
    case unix(path: String)
    /// A host, as a name or a numeric address without brackets, and a port; port 0 is any free one.
    case tcp(host: String, port: UInt16)
    /// A listening socket that the process was started with.
    case inherited(descriptor: Int32)

    /// The address as web servers spell it: `unix:/run/shop.sock`, `127.0.0.1:9000`, `[::1]:9000`.
    public var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .tcp(let host, let port) where host.contains(":"): "[\(host)]:\(port)"
        case .tcp(let host, let port): "\(host):\(port)"
        case .inherited(let descriptor): "descriptor \(descriptor)"
        }
    }
}
