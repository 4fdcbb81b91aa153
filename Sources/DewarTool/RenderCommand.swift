import ArgumentParser
import DewarTemplates
import DewarText

/// `render`: prints what a template makes of variables.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Render a template to standard output.",
        discussion: """
            The templates that it extends and includes are found in its folder, or in the one \
            that --templates names. Instead of one of the two files, - is standard input.
            """)

    @Argument(help: "The template's file, or - for standard input.")
    var file: String

    @Option(help: "A file with a JSON object, or - for standard input: the variables.")
    var context: String?

    @Option(help: "The folder of the templates; FILE is then a name in it.")
    var templates: String?

    @Flag(help: "Fail where an undefined variable is used.")
    var strict = false

    @Flag(inversion: .prefixedNo, help: "Escape the output (default: by the file's extension).")
    var autoescape: Bool?

    @OptionGroup var reading: TemplateReading

    func validate() throws {
        if file == InputFile.standardInput, context == InputFile.standardInput {
            throw ValidationError("Only one of the template and its context is standard input.")
        }
    }

    func run() throws {
        let (folder, name) = place
        if file != InputFile.standardInput, InputFile.isFolder(folder + "/" + name) == nil {
            throw Failure(message: "There is no template '\(name)' in the folder '\(folder)'.")
        }
        var options = try reading.makeOptions(folder: folder)
        if strict { options.undefined = .strict }
        if let autoescape { options.autoescape = autoescape ? .on : .off }
        do {
            let environment = TemplateEnvironment(options)
            let template =
                file == InputFile.standardInput
                ? try environment.fromString(try source()) : try environment.getTemplate(name)
            let output = try template.render(try variables())
            StandardOutput.write(output)
        } catch let error as TemplateError {
            throw Failure(message: error.description)
        }
    }

    /// The folder of the templates and the template's name in it.
    private var place: (folder: String, name: String) {
        if let templates { return (templates, file) }
        if file == InputFile.standardInput { return (".", file) }
        guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", file) }
        return (String(file[...slash]), String(file[file.utf8.index(after: slash)...]))
    }

    private func source() throws -> String {
        guard let text = String(validating: try InputFile.bytes(of: file), as: UTF8.self) else {
            throw Failure(message: "Standard input is no UTF-8.")
        }
        return text
    }

    private func variables() throws -> TemplateValue {
        guard let context else { return [:] }
        do {
            let json = try JSONReader.read(try InputFile.bytes(of: context))
            guard json.object != nil else {
                throw Failure(message: "\(context) holds no JSON object.")
            }
            return try json.templateValue
        } catch let error as JSONError {
            throw Failure(message: "\(context): \(error)")
        }
    }
}
