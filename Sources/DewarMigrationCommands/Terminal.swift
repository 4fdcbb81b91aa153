import DewarMigrations
import DewarText
import Glibc

/// The person who runs a command.
enum Terminal {
    /// Whether somebody can be asked.
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks a question until the answer is yes or no; no is the default.
    ///
    /// - Throws: ``MigrationError`` when there is no answer.
    static func confirms(_ question: String) throws -> Bool {
        while true {
            switch try ask("\(question) [y/N] ").lowercased() {
            case "y", "yes": return true
            case "n", "no", "": return false
            default: tell("Answer y or n.")
            }
        }
    }

    /// Asks a question.
    ///
    /// - Returns: The line that was typed, without white space around it.
    /// - Throws: ``MigrationError`` when the input ends instead, as by Ctrl-D.
    static func ask(_ question: String) throws -> String {
        write(question, to: STDERR_FILENO)
        guard let line = readLine() else {
            tell("")
            throw MigrationError.unanswered()
        }
        return line.trimmingSpaces()
    }

    /// Tells something that is not the result of the command.
    static func tell(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    /// Text of a file on its line.
    static func visible(_ text: String) -> String { LogText.escaped(text) }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
