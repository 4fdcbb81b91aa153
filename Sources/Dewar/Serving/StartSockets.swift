import DewarFastCGI
import DewarProcesses
import Glibc

/// The sockets that a process serves on: those that it was started with, and its own.
struct StartSockets {
    private(set) var sockets: [ListeningSocket] = []
    /// Whether standard input was one, and no service manager put it there: as under spawn-fcgi,
    /// which restarts nothing, and sends what the process prints to nowhere.
    private(set) var isSpawned = false

    /// Takes the sockets of the process, and opens those of its configuration.
    ///
    /// - Parameter configuration: Where to listen besides.
    /// - Throws: ``ProcessesError`` or ``FastCGIError``.
    init(_ configuration: ServerConfiguration) throws {
        for descriptor in try ListenDescriptors.take() {
            sockets.append(try .inherited(descriptor: descriptor))
        }
        if ListeningSocket.isListening(STDIN_FILENO) {
            // Elsewhere, because programs are started with something else as standard input.
            let descriptor = StandardDescriptors.moveInput() ?? STDIN_FILENO
            sockets.append(try .inherited(descriptor: descriptor))
            isSpawned = !ServiceManager.startedThisProcess
        }
        for address in configuration.addresses {
            sockets.append(try Self.open(address, configuration))
        }
    }

    /// Adds the socket of an nginx of our own.
    mutating func add(_ socket: ListeningSocket) { sockets.append(socket) }

    /// The number of workers for those who did not say.
    var defaultWorkers: Int { isSpawned ? 1 : 0 }

    private static func open(
        _ address: ListeningAddress, _ configuration: ServerConfiguration
    ) throws -> ListeningSocket {
        guard case .unix(let path) = address else {
            return try .listening(at: address, configuration: configuration.transport)
        }
        return try .unix(
            path: path, mode: configuration.socketMode,
            owner: try configuration.socketOwner.map(owner),
            group: try configuration.socketGroup.map(group),
            backlog: configuration.transport.backlog)
    }

    private static func owner(_ name: String) throws -> UInt32 {
        guard let number = Account.user(name) else { throw ServerError.unknownUser(name) }
        return number
    }

    private static func group(_ name: String) throws -> UInt32 {
        guard let number = Account.group(name) else { throw ServerError.unknownGroup(name) }
        return number
    }
}
