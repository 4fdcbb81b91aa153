import Glibc

/// Why no nginx of our own stands in front of the application.
///
/// Each text says what was found, what was wanted, and what to do now.
package struct DevelopmentProxyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    package enum Kind: Sendable, Hashable {
        /// There is no nginx on this machine.
        case nginxMissing
        /// Another process listens on the port.
        case portTaken
        /// Only root may listen on the port.
        case portRefused
        /// The number is no port.
        case noPort
        /// The host is no address of this machine.
        case hostElsewhere
        /// No address is known for the host.
        case hostUnknown
        /// A folder or file cannot be made.
        case folderFailed
        /// A program cannot be started.
        case startFailed
        /// nginx did not come up, or ended.
        case nginxFailed
    }

    /// What is wrong.
    package let kind: Kind

    /// The whole message: one to three sentences.
    package let description: String

    /// There is no nginx in any of the folders.
    package static func nginxMissing() -> Self {
        Self(
            kind: .nginxMissing,
            description: """
                nginx missing: there is no program 'nginx' in PATH, /usr/sbin or /usr/local/sbin. \
                Install it: sudo apt-get install nginx
                """)
    }

    /// Somebody else listens there.
    package static func portTaken(_ port: Int, at address: String, by owner: PortOwner?) -> Self {
        let place = "\(address.bracketed):\(port)"
        let found: String
        switch owner {
        case .process(let identifier, let name)?:
            found = """
                \(place) belongs to process \(identifier) (\(name)). \
                End it (kill \(identifier)) or take another port
                """
        case .user(let name)?:
            found = """
                \(place) belongs to a process of user '\(name)' that only this user and root \
                may look at; to see it: sudo ss -ltnp 'sport = :\(port)'. Take another port
                """
        case nil:
            found = """
                \(place) belongs to a process that cannot be seen from here (in another \
                container?); to look for it: sudo ss -ltnp 'sport = :\(port)'. Take another port
                """
        }
        let other = port < 65535 ? port + 1 : port - 1
        return Self(kind: .portTaken, description: "port taken: \(found): --port \(other)")
    }

    /// The kernel lets only root listen there.
    package static func portRefused(_ port: Int, first: Int) -> Self {
        Self(
            kind: .portRefused,
            description: """
                port refused: only root may listen on a port below \(first), got \(port). \
                Take one from there up: --port \(max(first, 5000))
                """)
    }

    /// The number cannot be a port.
    package static func noPort(_ port: Int) -> Self {
        Self(
            kind: .noPort,
            description: """
                no port: ports are 1 to 65535 (0 stands for any that is free), got \(port).
                """)
    }

    /// The address belongs to another machine, or to none.
    package static func hostElsewhere(
        _ host: String, address: String, own: [String], code: Int32
    ) -> Self {
        let which = host == address ? "'\(host)'" : "'\(host)' (\(address))"
        return Self(
            kind: .hostElsewhere,
            description: """
                host elsewhere: \(which) is no address of this machine (\(text(of: code))), \
                which has \(own.joined(separator: ", ")). Take one of them, or all: --host 0.0.0.0
                """)
    }

    /// The name has no address.
    package static func hostUnknown(_ host: String, reason: String) -> Self {
        Self(
            kind: .hostUnknown,
            description: """
                host unknown: no address was found for '\(host)' (\(reason)). \
                Take an address of this machine: --host 127.0.0.1
                """)
    }

    /// A temporary folder, or a file in it, cannot be made.
    package static func folderFailed(parent: String, code: Int32) -> Self {
        Self(
            kind: .folderFailed,
            description: """
                folder failed: cannot write in '\(parent)' (\(text(of: code))). \
                Name a folder for temporary files in TMPDIR.
                """)
    }

    /// A program cannot be started.
    package static func startFailed(_ program: String, code: Int32) -> Self {
        Self(
            kind: .startFailed,
            description: """
                start failed: cannot run '\(program)' through setpriv (\(text(of: code))). \
                If setpriv is missing: sudo apt-get install util-linux
                """)
    }

    /// It ended before it took a connection.
    package static func nginxDied(reason: String) -> Self {
        Self(
            kind: .nginxFailed,
            description: "nginx failed: it ended before it took a connection: \(reason)")
    }

    /// It runs but takes no connection.
    package static func nginxSilent(at address: String, port: Int, after limit: Duration) -> Self {
        Self(
            kind: .nginxFailed,
            description: """
                nginx failed: it took no connection at \(address.bracketed):\(port) \
                within \(limit.components.seconds) s.
                """)
    }

    /// It ended while it should have served.
    package static func nginxEnded(_ ending: ChildProcess.Ending, reason: String?) -> Self {
        let how =
            switch ending {
            case .exit(let status): "with status \(status)"
            case .signal(let signal): "by signal \(signal)"
            }
        return Self(
            kind: .nginxFailed,
            description: """
                nginx failed: it ended \(how)\(reason.map { " (\($0))" } ?? ""). \
                Without it no request arrives: start the application again.
                """)
    }

    private static func text(of code: Int32) -> String { String(cString: strerror(code)) }
}

extension String {
    /// The address as it stands before a port: IPv6 in brackets.
    var bracketed: String { contains(":") ? "[\(self)]" : self }
}
