import DewarMigrations
import DewarText
import Glibc

/// The person who runs a command.
enum Terminal {
    /// Whether somebody can be asked.
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    /// Asks a question with the answers yes and no; no is the default.
    static func confirms(_ question: String) -> Bool {
        let answer = ask("\(question) [y/N] ").lowercased()
        return answer == "y" || answer == "yes"
    }

    /// Asks a question; nothing when there is no answer.
    static func ask(_ question: String) -> String {
        write(question, to: STDERR_FILENO)
        return readLine() ?? ""
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
