import ArgumentParser

/// The command line of every application.
struct ApplicationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        // The program's own name: the command line belongs to the application.
        commandName: CommandLine.arguments.first?.split(separator: "/").last.map(String.init),
        abstract: "A web application, made with Dewar.",
        discussion: """
            Serve on another port: --port 8000. All options: help run
            """,
        subcommands: [RunCommand.self, NginxCommand.self],
        defaultSubcommand: RunCommand.self)
}
