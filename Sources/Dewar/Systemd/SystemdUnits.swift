/// What systemd needs to know to keep an application running: a service, and its socket.
///
/// The units of the repository are made here, for the example.
/// ```swift
/// let units = try SystemdUnits(name: "shop", program: "/opt/shop/ShopServer")
/// print(units.service)
/// ```
///
/// - SeeAlso: systemd.service(5), systemd.socket(5), systemd.exec(5).
public struct SystemdUnits: Sendable, Hashable {
    /// The units' name, without its end; also of the folder that the application may write in.
    public let name: String

    /// The program, an absolute path.
    public let program: String

    /// Whose processes they are.
    public let user: String

    /// Where nginx connects, an absolute path.
    public let socketPath: String

    /// Names an application.
    ///
    /// - Parameters:
    ///   - name: Small letters, digits and `-`.
    ///   - program: An absolute path.
    ///   - user: A user of the machine; nil for one that is called as the units are.
    ///   - socketPath: An absolute path; nil for one in `/run/dewar`.
    /// - Throws: ``SystemdUnitError`` for what could not stand in a unit.
    public init(
        name: String, program: String, user: String? = nil, socketPath: String? = nil
    ) throws(SystemdUnitError) {
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isNamePart), !name.hasPrefix("-") else {
            throw .invalidName(name)
        }
        let user = user ?? name
        guard !user.isEmpty, user.utf8.allSatisfy(Self.isNamePart) else { throw .invalidUser(user) }
        let socketPath = socketPath ?? "/run/dewar/\(name).sock"
        for path in [program, socketPath] {
            guard path.hasPrefix("/"), path.utf8.allSatisfy(Self.isPathPart) else {
                throw .invalidPath(path)
            }
        }
        self.name = name
        self.program = program
        self.user = user
        self.socketPath = socketPath
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Nothing that a unit would take for a space, a variable, a specifier or the end of a line.
    private static func isPathPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "/"), UInt8(ascii: "."),
            UInt8(ascii: "+"), UInt8(ascii: "@"):
            true
        default: isNamePart(byte)
        }
    }
}
