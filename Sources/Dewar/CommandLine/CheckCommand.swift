import ArgumentParser
import DewarCore
import DewarText

/// `check`: says what is wrong with the application, before a user does.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with routes, templates, configuration and secrets.",
        discussion: """
            Nothing is served and no view is called. A fault (✗) is something that does not work \
            or is open to strangers; advice (!) is something to think about before production.

            The exit status is 1 if there are faults, and with --strict if there is anything.
            """)

    @Flag(help: "Fail for advice as well.")
    var strict = false

    @Flag(help: "For programs: an object with all areas and findings.")
    var json = false

    func run() async throws {
        let check = await ApplicationCheck(of: currentApp)
        if json {
            print(JSONWriter(isCompact: false, indentation: 2).text(of: check.json))
        } else {
            print(check.text, terminator: "")
        }
        let faults = check.count(.fault) + (strict ? check.count(.advice) : 0)
        if faults > 0 { throw ExitCode.failure }
    }
}
