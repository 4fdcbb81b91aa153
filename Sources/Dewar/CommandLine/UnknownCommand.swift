package import ArgumentParser
import DewarText

/// Tells of a command that there is not, and which one may have been meant.
package enum UnknownCommand {
    /// Looks at the first argument of a command line.
    ///
    /// - Parameters:
    ///   - arguments: The command line, without the program's name.
    ///   - root: What has the commands, none of which takes an argument without a name before it.
    ///   - others: What else may stand first.
    /// - Throws: `ValidationError` for a word that is no command.
    package static func check(
        _ arguments: [String], of root: any ParsableCommand.Type, others: [String] = []
    ) throws {
        guard let word = arguments.first, !word.hasPrefix("-"), word != "help" else { return }
        let names = root.configuration.subcommands.map { $0._commandName } + others
        guard !names.contains(word) else { return }
        let meant = Similarity.closest(to: word, in: names).map { " Did you mean '\($0)'?" } ?? ""
        throw ValidationError(
            "There is no command '\(word)'.\(meant) There are: \(names.joined(separator: ", ")).")
    }
}
