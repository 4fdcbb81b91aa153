package import ArgumentParser
import DewarCore

/// `systemd`: prints units for systemd.
package struct SystemdCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "systemd",
        abstract: "Print a service for systemd, or its socket.",
        discussion: """
            As root: NAME systemd > /etc/systemd/system/shop.service, and with --socket-unit > \
            /etc/systemd/system/shop.socket. Then: systemctl daemon-reload, and systemctl enable \
            --now shop.socket
            """)

    @Option(help: "What the units are called, as shop (default: as the program).")
    var name: String?

    @Option(help: "The program, an absolute path (default: this one).")
    var program: String?

    @Option(help: "Whose processes they are (default: a user called as the units).")
    var user: String?

    @Option(help: "The Unix socket, an absolute path (default: /run/dewar/NAME.sock).")
    var socket: String?

    @Flag(help: "The socket's unit, and not the service's.")
    var socketUnit = false

    package init() {}

    package func run() throws {
        let program = program ?? ProcFileSystem.target(of: "/proc/self/exe")
        var name = program.fileName.lowercased()
        // ShopServer is the program of the application shop.
        if name.hasSuffix("server"), name != "server" { name.removeLast(6) }
        do {
            let units = try SystemdUnits(
                name: self.name ?? name, program: program, user: user, socketPath: socket)
            print(socketUnit ? units.socket : units.service, terminator: "")
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
