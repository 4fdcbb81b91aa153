/// What holds of a column.
public struct ColumnOption<Value: ColumnValue>: Sendable {
    enum Kind: Sendable {
        case name(String)
        case type(ColumnType)
        case defaultValue(ColumnDefinition.Default)
        case index
        case unique
        case hidden
        case check(@Sendable (SQLNode) -> SQLNode, name: String?)
        case references(
            @Sendable () -> TableDefinition, columns: [String], onDelete: ReferenceAction,
            onUpdate: ReferenceAction)
    }

    let kind: Kind

    /// The column has an index.
    public static var index: ColumnOption { ColumnOption(kind: .index) }

    /// No two rows share its value.
    public static var unique: ColumnOption { ColumnOption(kind: .unique) }

    /// Neither templates nor JSON show it: the hash of a password.
    ///
    /// Queries and Swift code use it as any other column.
    public static var hidden: ColumnOption { ColumnOption(kind: .hidden) }

    /// The column's name in the database.
    ///
    /// ```swift
    /// struct Item: Model {
    ///     var id: Int?
    ///     var name: String
    ///     var kind = "book"
    ///     var shopID = 1
    ///     static let schema = Schema<Item>("item") { t in
    ///         t.key(\.id)
    ///         t.column(\.name, .name("title"))
    ///         t.column(\.kind)
    ///         t.column(\.shopID)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter name: Any text of at most 63 bytes.
    /// - Returns: The option.
    /// - SeeAlso: SQLAlchemy `mapped_column("title")`.
    public static func name(_ name: String) -> ColumnOption { ColumnOption(kind: .name(name)) }

    /// What the database puts there when it is told nothing: for rows that others insert.
    ///
    /// ```swift
    /// struct Item: Model {
    ///     var id: Int?
    ///     var name: String
    ///     var kind = "book"
    ///     var shopID = 1
    ///     static let schema = Schema<Item>("item") { t in
    ///         t.key(\.id)
    ///         t.column(\.name)
    ///         t.column(\.kind, .default("book"))
    ///         t.column(\.shopID)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter value: The value.
    /// - Returns: The option.
    /// - SeeAlso: SQLAlchemy `mapped_column(server_default=…)`.
    public static func `default`(_ value: Value) -> ColumnOption {
        ColumnOption(kind: .defaultValue(.value(value.databaseValue)))
    }

    /// The condition that every value fulfils.
    ///
    /// ```swift
    /// struct Item: Model {
    ///     var id: Int?
    ///     var name: String
    ///     var kind = "book"
    ///     var shopID = 1
    ///     static let schema = Schema<Item>("item") { t in
    ///         t.key(\.id)
    ///         t.column(\.name, .check { $0 != "" })
    ///         t.column(\.kind)
    ///         t.column(\.shopID)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - name: The constraint's name; made of the column's unless told.
    ///   - condition: A condition over the column.
    /// - Returns: The option.
    /// - SeeAlso: SQLAlchemy `CheckConstraint`.
    public static func check(
        name: String? = nil,
        _ condition: @escaping @Sendable (SQLExpression<Value>) -> SQLExpression<Bool>
    ) -> ColumnOption {
        ColumnOption(kind: .check({ condition(SQLExpression(node: $0)).node }, name: name))
    }

    /// Every value is the key of a row of another table.
    ///
    /// ```swift
    /// struct Item: Model {
    ///     var id: Int?
    ///     var name: String
    ///     var kind = "book"
    ///     var shopID = 1
    ///     static let schema = Schema<Item>("item") { t in
    ///         t.key(\.id)
    ///         t.column(\.name)
    ///         t.column(\.kind)
    ///         t.column(\.shopID, .references(Author.self, onDelete: .cascade), .index)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - model: The other table's model.
    ///   - onDelete: What becomes of the row when the other is deleted.
    ///   - onUpdate: What becomes of it when the other's key changes.
    /// - Returns: The option.
    /// - SeeAlso: SQLAlchemy `ForeignKey`.
    public static func references<Target: Model>(
        _ model: Target.Type, onDelete: ReferenceAction = .noAction,
        onUpdate: ReferenceAction = .noAction
    ) -> ColumnOption {
        ColumnOption(
            kind: .references(
                { Target.schema.table }, columns: [], onDelete: onDelete, onUpdate: onUpdate))
    }
}

extension ColumnOption where Value.Unwrapped == String {
    /// The most characters that the column holds.
    ///
    /// ```swift
    /// struct Item: Model {
    ///     var id: Int?
    ///     var name: String
    ///     var kind = "book"
    ///     var shopID = 1
    ///     static let schema = Schema<Item>("item") { t in
    ///         t.key(\.id)
    ///         t.column(\.name, .length(200))
    ///         t.column(\.kind)
    ///         t.column(\.shopID)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameter count: A number from 1.
    /// - Returns: The option.
    /// - SeeAlso: SQLAlchemy `String(200)`.
    public static func length(_ count: Int) -> ColumnOption {
        ColumnOption(kind: .type(.text(length: count)))
    }
}
