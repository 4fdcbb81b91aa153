import ArgumentParser
import DewarFastCGI
import Glibc

/// Options that say where to listen.
struct SocketOptions: ParsableArguments {
    @Option(
        name: [.customLong("bind"), .customLong("socket")],
        help: ArgumentHelp(
            """
            Answer FastCGI requests here; nginx is yours to run. A path (/run/shop.sock), or a \
            host and port (127.0.0.1:9000, [::1]:9000). May be repeated.
            """, valueName: "address"),
        transform: reading(AddressOption.self, "a path as /run/shop.sock, or 127.0.0.1:9000"))
    var addresses: [AddressOption] = []

    @Option(
        help: "Who may connect to a Unix socket, as file permissions (default: 0660).",
        transform: reading(ModeOption.self, "permissions in octal digits, as 0660"))
    var mode: ModeOption?

    @Option(help: ArgumentHelp("Whose a Unix socket's file is.", valueName: "user"))
    var owner: String?

    @Option(help: "The group of a Unix socket's file.")
    var group: String?

    @Option(
        name: .customLong("allow-peer"),
        help: ArgumentHelp(
            """
            A web server that may connect over TCP: an address or a network (10.0.0.0/8). May be \
            repeated (default: every one).
            """, valueName: "address"),
        transform: reading(RangeOption.self, "an address as 10.0.0.7, or 10.0.0.0/8"))
    var allowedPeers: [RangeOption] = []

    func validate() throws {
        if let owner, Account.user(owner) == nil {
            throw ValidationError("--owner is a user of this machine or a number, not '\(owner)'.")
        }
        if let group, Account.group(group) == nil {
            throw ValidationError("--group is a group of this machine or a number, not '\(group)'.")
        }
    }

    /// Tells of options that nothing makes use of.
    ///
    /// - Parameter configuration: What the command line and the program say together.
    /// - Throws: `ValidationError`.
    func check(in configuration: ServerConfiguration) throws {
        if mode == nil, owner == nil, group == nil { return }
        for case .unix in configuration.addresses { return }
        throw ValidationError("--mode, --owner and --group go with --bind of a path.")
    }

    func apply(to configuration: inout ServerConfiguration) {
        if !addresses.isEmpty { configuration.addresses = addresses.map(\.address) }
        if let mode { configuration.socketMode = mode.mode }
        if let owner { configuration.socketOwner = owner }
        if let group { configuration.socketGroup = group }
        if !allowedPeers.isEmpty {
            configuration.transport.allowedPeers = allowedPeers.map(\.range)
        }
    }
}

/// Makes what reads an option's value, and says what a value should be that is none.
///
/// - Parameters:
///   - type: What the option's value is.
///   - example: What it should look like.
/// - Returns: What `@Option` takes as its transformation.
func reading<Value: OptionValue>(
    _ type: Value.Type, _ example: String
) -> @Sendable (String) throws -> Value {
    { text in
        guard let value = Value(argument: text) else {
            throw ValidationError("it should be \(example).")
        }
        return value
    }
}
