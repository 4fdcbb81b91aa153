/// A command of an application's command line, as it was declared.
package struct DeclaredCommand: @unchecked Sendable {
    // `@unchecked`: a type is the same for everybody; that of a command is called on one thread.

    /// The command's type; the command line knows what to do with it.
    package let type: Any.Type
    /// The blueprints that it was declared on, outwards from the innermost: `admin.users`; nil for
    /// the application.
    package var blueprint: String?

    /// Notes a command.
    package init(_ type: Any.Type) { self.type = type }
}

extension Scaffold {
    /// Declares a command.
    package func declare(_ command: DeclaredCommand) { declarations.add(command) }
}

extension Application {
    /// The commands of the application and of its blueprints, in the order of declaration.
    package var commands: [DeclaredCommand] { declarations.current.commands }
}
