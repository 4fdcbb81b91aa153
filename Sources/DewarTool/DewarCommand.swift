import ArgumentParser
import Dewar

/// `dewar`: what is done from a terminal, without an application or before there is one.
@main
struct DewarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dewar",
        abstract: "Make applications, and look after their templates and servers.",
        version: Version.text,
        subcommands: [
            NewCommand.self, RunCommand.self, RenderCommand.self, CheckCommand.self,
            NginxCommand.self, SystemdCommand.self, DoctorCommand.self,
        ])

    /// Does what the command line says, and ends with its status.
    static func main() {
        do {
            try UnknownCommand.check(Array(CommandLine.arguments.dropFirst()), of: Self.self)
        } catch {
            exit(withError: error)
        }
        main(nil)
    }
}

/// The options that say how templates are read.
struct TemplateReading: ParsableArguments {
    @Option(
        name: .customLong("extension"),
        help: "An extension: do, loopcontrols, i18n or debug; may be repeated.")
    var extensions: [String] = []

    @Flag(help: "Drop the first newline after a statement.")
    var trimBlocks = false

    @Flag(help: "Drop white space before a statement.")
    var lstripBlocks = false
}
