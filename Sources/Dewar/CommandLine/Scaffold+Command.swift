public import ArgumentParser
public import DewarCore

extension Scaffold {
    /// Adds a command to the application's command line.
    ///
    /// ```swift
    /// import ArgumentParser
    ///
    /// struct CreateUser: AsyncParsableCommand {
    ///     static let configuration = CommandConfiguration(abstract: "Create a user.")
    ///
    ///     @Argument(help: "The user's name.") var name: String
    ///     @Flag(help: "With all rights.") var admin = false
    ///
    ///     func run() async throws {
    ///         print("\(name) is a user of \(currentApp.config.serverName ?? "this server") now.")
    ///     }
    /// }
    ///
    /// let shop = Application { app in
    ///     app.command(CreateUser.self)  // ShopServer create-user kim --admin
    /// }
    /// ```
    /// It runs in the application's context. A blueprint's commands stand below its name:
    /// `ShopServer blog import`.
    ///
    /// - Parameter type: The command, synchronous or not; its options and arguments are its
    ///   properties.
    /// - SeeAlso: Flask `app.cli.command`.
    public func command(_ type: (some ParsableCommand).Type) {
        declare(DeclaredCommand(type))
    }
}
