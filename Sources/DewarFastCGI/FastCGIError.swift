import Glibc

/// What the transport cannot do, in a sentence.
public struct FastCGIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    public enum Kind: Sendable, Hashable {
        /// Another process listens at the address.
        case addressInUse
        /// A file that is no socket stands at the path.
        case pathTaken
        /// The path does not fit into a socket address.
        case pathTooLong
        /// The host has no address.
        case unknownHost
        /// The descriptor is no listening socket.
        case notListening
        /// The operating system refused a call; its error number.
        case systemCall(Int32)
        /// The web server has closed the connection, or takes no bytes any more.
        case clientGone
        /// The request's answer is complete already.
        case answered
        /// The server was started before.
        case startedTwice
    }

    /// What went wrong.
    public let kind: Kind
    /// One sentence: what was found, what was wanted, what to do.
    public let description: String
}

extension FastCGIError {
    static func addressInUse(_ address: ListeningAddress) -> FastCGIError {
        FastCGIError(
            kind: .addressInUse,
            description: """
                cannot listen at \(address): the address is in use by another process. \
                Stop that process, or choose another address.
                """)
    }

    static func pathTaken(_ path: String) -> FastCGIError {
        FastCGIError(
            kind: .pathTaken,
            description: """
                cannot listen at unix:\(path): there is a file of that name that is no socket. \
                Remove it, or choose another path.
                """)
    }

    static func pathTooLong(_ path: String, limit: Int) -> FastCGIError {
        FastCGIError(
            kind: .pathTooLong,
            description: """
                cannot listen at unix:\(path): the path has \(path.utf8.count) bytes, \
                a socket's has 1 to \(limit) and no NUL.
                """)
    }

    static func unknownHost(_ host: String, reason: String) -> FastCGIError {
        FastCGIError(
            kind: .unknownHost,
            description: "cannot listen at host '\(host)': it has no address (\(reason)).")
    }

    static func notListening(_ descriptor: Int32) -> FastCGIError {
        FastCGIError(
            kind: .notListening,
            description: """
                cannot listen at descriptor \(descriptor): it is no listening socket. \
                Start the program by spawn-fcgi or by a socket unit, or give it an address.
                """)
    }

    static func cannotListen(at address: ListeningAddress, errno code: Int32) -> FastCGIError {
        FastCGIError(
            kind: .systemCall(code),
            description: "cannot listen at \(address): \(text(ofErrno: code)). "
                + advice(for: address, errno: code))
    }

    /// What to do when one cannot listen.
    private static func advice(for address: ListeningAddress, errno code: Int32) -> String {
        switch (address, code) {
        case (.unix, ENOENT), (.unix, ENOTDIR): "Make its folder, or choose another path."
        case (.unix, EACCES), (.unix, EROFS): "Choose a folder that this user may write in."
        case (.unix, EPERM): "Only root may give the file to another user or group."
        case (.tcp, EACCES): "Choose a port from 1024 on: others take a right."
        case (.tcp, EADDRNOTAVAIL): "Choose an address of this machine."
        default: "Choose another address."
        }
    }

    static func systemCall(_ name: String, errno code: Int32) -> FastCGIError {
        FastCGIError(
            kind: .systemCall(code),
            description: "cannot serve: \(name) failed: \(text(ofErrno: code)).")
    }

    static let clientGone = FastCGIError(
        kind: .clientGone, description: "cannot write: the web server takes no bytes any more.")

    static let answered = FastCGIError(
        kind: .answered, description: "cannot write: the answer is complete already.")

    static let startedTwice = FastCGIError(
        kind: .startedTwice, description: "cannot start: the server was started before.")

    private static func text(ofErrno code: Int32) -> String {
        "\(String(cString: strerror(code))) (errno \(code))"
    }
}
