/// Whose SQL is written.
///
/// What the databases do differently stands in the extensions of this type, so that a form of
/// query means the same on both.
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
