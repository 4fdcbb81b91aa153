public import FoundationEssentials

extension ColumnOption where Value.Unwrapped == Decimal {
    /// The digits that the column holds.
    ///
    /// ```swift
    /// import FoundationEssentials
    ///
    /// struct Price: Model {
    ///     var id: Int?
    ///     var amount: Decimal
    ///     static let schema = Schema<Price>("price") { t in
    ///         t.key(\.id)
    ///         t.column(\.amount, .digits(12, scale: 2))
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - precision: The digits altogether, from 1 to 38.
    ///   - scale: The digits behind the point.
    /// - Returns: The option.
    /// - SeeAlso: SQLAlchemy `Numeric`.
    public static func digits(_ precision: Int, scale: Int) -> ColumnOption {
        ColumnOption(kind: .type(.decimal(.init(precision: precision, scale: scale))))
    }
}

extension ColumnOption where Value.Unwrapped == Date {
    /// The database puts there the instant of the transaction when it is told nothing.
    public static var defaultNow: ColumnOption { ColumnOption(kind: .defaultValue(.now)) }
}

extension ColumnOption where Value.Unwrapped: CaseIterable {
    /// The database holds no other values than the enumeration's cases.
    ///
    /// It is a condition with the cases in it: one more case is a migration.
    public static var cases: ColumnOption {
        let values = Value.Unwrapped.allCases.map(\.databaseValue)
        return ColumnOption(kind: .check({ .among($0, values) }, name: nil))
    }
}
