private import DewarText

/// What is wrong with migrations, or why one was not run, in a sentence.
public struct MigrationError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Kind: Sendable, Hashable {
        /// The models contradict each other.
        case models
        /// A file of a migration cannot be read, or says what cannot be.
        case file
        /// The migrations do not follow each other.
        case history
        /// The database has other migrations than the folder.
        case database
        /// It is not known whether something was renamed.
        case rename
        /// Data would be lost.
        case loss
        /// Rows that are there stand in the way.
        case rows
        /// Another process runs migrations.
        case locked
        /// An argument is of no use.
        case argument
    }

    /// Where a file says it.
    public struct Location: Sendable, Hashable {
        /// The file's path.
        public var path: String
        /// The line, from 1.
        public var line: Int
    }

    /// What went wrong.
    public let kind: Kind
    /// One or more sentences: what was found, what was wanted.
    public let message: String
    /// Where it stands, if a file says it.
    public var location: Location?
    /// What it comes from.
    public var underlying: (any Error)?

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The message with its place.
    public var description: String {
        guard let location else { return message }
        let path = LogText.escaped(location.path)
        return "\(message) (in \(path):\(location.line))"
    }

    /// The same, at a place, unless it has one.
    func at(_ path: String, _ line: Int) -> MigrationError {
        var copy = self
        copy.location = location ?? Location(path: path, line: line)
        return copy
    }

    /// A name from outside in quotation marks.
    static func named(_ name: String) -> String { "'\(LogText.excerpt(name, upTo: 120))'" }

    static func list(_ names: [String]) -> String { names.map(named).joined(separator: ", ") }

    static func hint(_ name: String, _ candidates: [String]) -> String {
        Similarity.closest(to: name, in: candidates).map { " Did you mean \(named($0))?" } ?? ""
    }
}
