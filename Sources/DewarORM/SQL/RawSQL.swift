/// SQL of your own: what is interpolated into it is bound, never part of the text.
///
/// ```swift
/// let rows = try database.sql("SELECT title FROM post WHERE id = \(id)").all()
/// ```
/// `\(name: "post")` writes a quoted name and `\(list: ids)` a placeholder per value. Only a
/// literal is SQL: a `String` variable is not taken.
public struct RawSQL: Sendable, ExpressibleByStringInterpolation {
    /// A piece of it.
    package enum Part: Sendable {
        case sql(String), bind(DatabaseValue), name(String), list([DatabaseValue])
    }

    /// The pieces, in order.
    package private(set) var parts: [Part]

    /// Makes SQL of a literal.
    public init(stringLiteral value: StaticString) {
        parts = [.sql(value.description)]
    }

    /// Makes SQL of a literal with values in it.
    public init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    /// Makes SQL of text that is SQL: of a file of the application's own, say.
    ///
    /// ```swift
    /// let order = ["title", "views"][id % 2]  // never text from outside
    /// print(try database.sql(RawSQL(trusted: "SELECT * FROM post ORDER BY \(order)")).all().count)
    /// ```
    ///
    /// - Parameter text: Never text from outside: it is run as it is.
    /// - SeeAlso: SQLAlchemy `text`.
    public init(trusted text: String) {
        parts = [.sql(text)]
    }

    /// Two pieces of SQL, one after the other.
    public static func + (left: RawSQL, right: RawSQL) -> RawSQL {
        var result = left
        result.parts += right.parts
        return result
    }

    /// Takes apart what stands between the quotation marks.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        /// Begins.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Takes SQL.
        public mutating func appendLiteral(_ literal: StaticString) {
            parts.append(.sql(literal.description))
        }

        /// Takes a value, which is bound.
        public mutating func appendInterpolation(_ value: some ColumnValue) {
            parts.append(.bind(value.databaseValue))
        }

        /// Takes the name of a table or a column, which is quoted.
        ///
        /// ```swift
        /// let table = "post"
        /// print(try database.sql("SELECT count(*) FROM \(name: table)").all(Int.self))
        /// ```
        ///
        /// - SeeAlso: SQLAlchemy `quoted_name`.
        public mutating func appendInterpolation(name: String) {
            parts.append(.name(name))
        }

        /// Takes values, each of which is bound: `IN (\(list: ids))`.
        ///
        /// ```swift
        /// let ids = [1, 2, 3]
        /// print(try database.sql("SELECT * FROM post WHERE id IN (\(list: ids))").all().count)
        /// ```
        ///
        /// - SeeAlso: SQLAlchemy `bindparam`, `expanding`.
        public mutating func appendInterpolation(list values: some Sequence<some ColumnValue>) {
            parts.append(.list(values.map(\.databaseValue)))
        }

        /// Takes SQL that was made before.
        public mutating func appendInterpolation(_ sql: RawSQL) {
            parts += sql.parts
        }
    }
}
