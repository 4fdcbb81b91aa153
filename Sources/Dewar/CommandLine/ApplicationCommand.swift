import ArgumentParser
import DewarCore
import Synchronization

/// The command line of every application.
struct ApplicationCommand: ParsableCommand {
    /// Computed, because every application has commands of its own.
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: program,
            abstract: "A web application, made with Dewar.",
            discussion: """
                Serve on another port: --port 8000. All options: help run\(groups)
                """,
            subcommands: [
                RunCommand.self, RoutesCommand.self, CheckCommand.self, NginxCommand.self,
                SystemdCommand.self,
            ]
                + commands(of: nil),
            defaultSubcommand: RunCommand.self)
    }

    /// The program's own name: the command line belongs to the application.
    static var program: String? {
        CommandLine.arguments.first?.split(separator: "/").last.map(String.init)
    }

    /// What applications and blueprints have declared.
    private static let declared = Mutex<[DeclaredCommand]>([])

    /// The commands that were declared on a blueprint, or on the application.
    static func commands(of blueprint: String?) -> [any ParsableCommand.Type] {
        declared.withLock { $0 }.filter { $0.blueprint == blueprint }
            .compactMap { $0.type as? any ParsableCommand.Type }
    }

    /// The blueprints that have commands.
    static var blueprints: [String] {
        declared.withLock { Set($0.compactMap(\.blueprint)) }.sorted()
    }

    private static var groups: String {
        guard !blueprints.isEmpty else { return "" }
        return "\nCommands of blueprints: \(blueprints.joined(separator: ", "))"
    }
}

/// The commands of one blueprint, below its name.
struct BlueprintCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: [ApplicationCommand.program, name].compactMap { $0 }
                .joined(separator: " "),
            abstract: "Commands of the blueprint '\(name)'.",
            subcommands: ApplicationCommand.commands(of: name))
    }

    /// Which blueprint is asked for.
    static var name: String {
        get { chosen.withLock { $0 } }
        set { chosen.withLock { $0 = newValue } }
    }

    private static let chosen = Mutex("")
}

extension ApplicationCommand {
    /// Takes what applications and blueprints have declared.
    static func declare(_ commands: [DeclaredCommand]) { declared.withLock { $0 = commands } }

    /// What a command line belongs to: the application's commands, or those of a blueprint.
    static func root(for arguments: [String]) -> any ParsableCommand.Type {
        guard let first = arguments.first, blueprints.contains(first) else { return Self.self }
        BlueprintCommand.name = first
        return BlueprintCommand.self
    }

    /// The command that a command line asks for.
    ///
    /// - Throws: What the parser says of a command line that makes no sense, for its `exit`.
    static func parse(
        _ arguments: [String], as root: any ParsableCommand.Type
    ) throws -> any ParsableCommand {
        let isOwn = root == Self.self
        return try root.parseAsRoot(isOwn ? arguments : Array(arguments.dropFirst()))
    }
}
