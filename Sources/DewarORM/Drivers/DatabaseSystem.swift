/// A database system that ``Database`` can use: `.sqlite` of DewarSQLite, `.postgresql` of
/// DewarPostgreSQL.
public struct DatabaseSystem: Sendable {
    /// The schemes of its URLs.
    package let schemes: [String]
    /// Makes a driver of a URL, without connecting.
    package let makeDriver:
        @Sendable (DatabaseURL, DatabaseConfiguration) throws -> any DatabaseDriver

    /// Makes a system.
    ///
    /// - Parameters:
    ///   - schemes: The schemes of its URLs, in lower case.
    ///   - makeDriver: Makes a driver; throws ``DatabaseError`` of kind `invalidConfiguration` for
    ///     a URL of no use.
    package init(
        schemes: [String],
        makeDriver:
            @escaping @Sendable (DatabaseURL, DatabaseConfiguration) throws -> any DatabaseDriver
    ) {
        self.schemes = schemes
        self.makeDriver = makeDriver
    }
}
