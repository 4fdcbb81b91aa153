import ArgumentParser

/// The command line of every application.
struct ApplicationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A web application, made with Dewar.",
        subcommands: [RunCommand.self, NginxCommand.self],
        defaultSubcommand: RunCommand.self)
}
