/// What cannot stand in a unit of systemd.
public struct SystemdUnitError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole message: what was found, what was wanted.
    public let description: String

    static func invalidName(_ name: String) -> Self {
        Self(
            description: """
                invalid unit name: '\(name)'. It has small letters, digits, '-' and '_', as shop.
                """)
    }

    static func invalidUser(_ user: String) -> Self {
        Self(
            description: """
                invalid user: '\(user)'. It has small letters, digits, '-' and '_', as www-data.
                """)
    }

    static func invalidPath(_ path: String) -> Self {
        Self(
            description: """
                invalid path: '\(path)'. It begins with '/', and has letters, digits and '/._-+@'.
                """)
    }
}
