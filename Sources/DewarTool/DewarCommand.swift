import ArgumentParser

/// `dewar`: what is done to templates from a terminal.
@main
struct DewarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dewar",
        abstract: "Render and check templates.",
        subcommands: [RenderCommand.self, CheckCommand.self])
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
