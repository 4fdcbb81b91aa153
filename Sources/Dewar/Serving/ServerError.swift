/// What keeps a server from serving, in a sentence.
struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    enum Kind: Sendable, Hashable {
        /// Nobody of that name.
        case unknownUser, unknownGroup
        /// The variable of allowed web servers has something that is no address.
        case unknownPeer
        /// The system gives no thread.
        case noThread(Int32)
    }

    let kind: Kind
    let description: String
}

extension ServerError {
    static func unknownUser(_ name: String) -> ServerError {
        ServerError(
            kind: .unknownUser,
            description: "unknown user: '\(name)' is no user of this machine and no number.")
    }

    static func unknownGroup(_ name: String) -> ServerError {
        ServerError(
            kind: .unknownGroup,
            description: "unknown group: '\(name)' is no group of this machine and no number.")
    }

    static func unknownPeer(_ text: String) -> ServerError {
        ServerError(
            kind: .unknownPeer,
            description: """
                cannot serve: FCGI_WEB_SERVER_ADDRS has '\(text)', which is no address. \
                It should be like 10.0.0.7,10.0.0.8.
                """)
    }

    static func noThread(_ code: Int32) -> ServerError {
        ServerError(
            kind: .noThread(code),
            description: "cannot serve: the system gives no thread (errno \(code)).")
    }
}
