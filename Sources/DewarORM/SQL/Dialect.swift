/// Whose SQL is written.
///
/// What the databases do differently stands in the extensions of this type, so that a form of
/// query means the same on both:
///
/// - Text is compared and sorted by code points, whatever the server's locale. ASCII's letters
///   alone have two cases, for `lowercased`, `uppercased` and `iLike`; `like`, `hasPrefix`,
///   `hasSuffix` and `contains` mind case.
/// - `NULL` is less than everything in an order, unless told; in a condition, what is compared with
///   it is false.
/// - Integers are divided towards zero, a remainder has the sign of the left number, and what is
///   divided by zero is `NULL`.
/// - Decimal numbers are exact, compared by number and added exactly: SQLite keeps their text under
///   a collation. An average is a double.
/// - Instants are kept in UTC, to the microsecond, as all dates and times of the years 1 to 9999:
///   SQLite keeps texts whose order is that of time.
/// - Truth values are conditions by themselves; SQLite keeps 0 and 1.
/// - Changes give rows back (`RETURNING`) in no order.
/// - The target of an upsert is the primary key or unique columns; other columns in the way are an
///   error.
/// - Keys are counted on from the greatest that was given or counted, and never given again.
/// - Definitions of tables belong to the transaction they stand in.
/// - Names are quoted, so that they may be any text of up to 63 bytes, and keep their case; two that
///   differ in the case of ASCII's letters alone are the same name.
/// - Text longer than its column may hold is refused as a violated check; characters are counted as
///   Unicode's. Spaces at its end that are too many are cut off by PostgreSQL, as SQL wants it.
///
/// Left to the databases: raw SQL, and how a decimal number with more digits than its column has is
/// kept (PostgreSQL rounds it).
public enum Dialect: String, Sendable, Hashable, CaseIterable {
    /// SQLite 3.38 or later.
    case sqlite
    /// PostgreSQL 12 or later.
    case postgresql
}

extension Dialect {
    /// The most placeholders of one statement.
    package var maximalBinds: Int {
        switch self {
        case .sqlite: 32_766
        case .postgresql: 65_535
        }
    }
}
