import ArgumentParser
import DewarTemplates

/// `check`: says what is wrong with templates.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check all templates of a folder without rendering them.",
        discussion: """
            Found are errors of syntax, unknown filters and tests, templates that do not exist, \
            and blocks that are never shown. The exit status is 1 if there are any.

            An application knows more of its templates: swift run ShopServer check
            """)

    @Argument(help: "The folder of the templates.")
    var folder = "templates"

    @Option(
        name: .customLong("filter"),
        help: "A filter of the application's own, or a test; may be repeated.")
    var known: [String] = []

    @OptionGroup var reading: TemplateReading

    func run() throws {
        var options = try reading.makeOptions(folder: folder)
        for name in known {
            options.addFilter(name) { (value: TemplateValue) in value }
            options.addTest(name) { (_: TemplateValue) in true }
        }
        switch InputFile.isFolder(folder) {
        case true?: break
        case false?:
            throw Failure(
                message: "\(folder) is a file: check takes the folder of the templates.")
        case nil:
            throw Failure(
                message: "There is no folder '\(folder)': name the one of the templates.")
        }
        let environment = TemplateEnvironment(options)
        let names = try environment.listTemplates()
        guard !names.isEmpty else { throw Failure(message: "There are no templates in \(folder).") }
        var count = 0
        for name in names {
            for problem in environment.problems(inTemplate: name) {
                count += 1
                StandardOutput.write("\(problem)\n")
            }
        }
        StandardOutput.write(
            "\(names.count) \(names.count == 1 ? "template" : "templates"), "
                + "\(count == 0 ? "no" : String(count)) \(count == 1 ? "problem" : "problems")\n")
        if count > 0 { throw ExitCode.failure }
    }
}
