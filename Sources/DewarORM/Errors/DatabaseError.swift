/// What a database, a query or a schema cannot do, in a sentence.
///
/// `database error 23505 (unique violation): constraint 'author_email_key' while executing 'INSERT
/// INTO "author" …'.` Values that were bound are never in it; what the database itself said is
/// ``underlying``, and that may quote them.
public struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Kind: Sendable, Hashable {
        /// No database was given, and none is the current one.
        case noDatabase
        /// The database cannot be reached, or went away.
        case unavailable
        /// All connections were in use for too long.
        case poolExhausted
        /// A statement took longer than it may.
        case timedOut
        /// A statement was interrupted.
        case cancelled
        /// A rule of the schema forbids what a statement does.
        case constraint(Constraint)
        /// Another transaction is in the way: done again, this one may succeed.
        case conflict(Conflict)
        /// Text that no database here can keep: it holds U+0000.
        case invalidText
        /// A value of the program's that no database here can keep: a date of the year 20000, a
        /// pattern of `LIKE` that ends in a lone `\`.
        case unstorable
        /// A value that a column or a type cannot hold.
        case invalidValue
        /// Exactly one row was wanted, and there is none.
        case noRow
        /// One row was wanted, and there are more.
        case severalRows
        /// A page was wanted that there is not.
        case noPage
        /// A model's schema contradicts itself or the model.
        case invalidSchema
        /// A query that cannot be written as SQL.
        case invalidQuery
        /// A transaction was asked for what it cannot do.
        case invalidTransaction
        /// A URL or an option of a database is of no use.
        case invalidConfiguration
        /// Anything else that a database refused.
        case statement
    }

    /// The rules that a statement may violate.
    public enum Constraint: String, Sendable, Hashable {
        case unique, foreignKey = "foreign key", check, notNull = "not null", other = "constraint"
    }

    /// Why transactions are in each other's way.
    public enum Conflict: String, Sendable, Hashable {
        /// The database is locked by another writer.
        case busy = "database is locked"
        /// Transactions wait for each other.
        case deadlock
        /// What was read has changed meanwhile.
        case serialization = "serialization failure"
    }

    /// What the database said, which may hold values: for a debug page, not for a log.
    public struct ServerMessage: Error, Sendable, CustomStringConvertible {
        /// The database's own words.
        public let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    /// What went wrong.
    public let kind: Kind
    /// One sentence: what was found, what was wanted, where.
    public let description: String
    /// PostgreSQL's SQLSTATE (`23505`) or SQLite's extended result code (`2067`).
    public var code: String?
    /// The constraint that was violated, as the database names it; on SQLite its columns, as
    /// `author.email`.
    public var constraint: String?
    /// The statement, with placeholders.
    public var sql: String?
    /// What the error comes from, which may hold values.
    public var underlying: (any Error)?
}

extension DatabaseError {
    /// Makes an error.
    ///
    /// - Parameters:
    ///   - kind: What went wrong.
    ///   - description: One sentence, without values.
    ///   - sql: The statement.
    package init(_ kind: Kind, _ description: String, sql: String? = nil) {
        self.init(kind: kind, description: description, sql: sql)
    }

    /// Whether doing the whole transaction again may succeed.
    public var isRetriable: Bool {
        if case .conflict = kind { true } else { false }
    }
}
