/// The table of a model: made once, by a closure that names the columns.
///
/// ```swift
/// let schema = Schema<Post>("post") { t in
///     t.key(\.id)
///     t.column(\.title, .length(200), .index)
///     t.column(\.views, .default(0), .check { $0 >= 0 })
///     t.column(\.authorID, .references(Author.self, onDelete: .cascade))
///     t.unique(\.authorID, \.title)
/// }
/// ```
/// A column is called as its property, in the way of SQL: `authorID` is kept in `author_id`.
public struct Schema<M: Model>: Sendable {
    /// All of it is in one object, because every use of a model copies its schema.
    private let content: Content

    private final class Content: Sendable {
        let table: TableDefinition
        let mapper: RowMapper<M>
        let counted: Int?
        let store = StatementStore()
        let failure: DatabaseError?

        init(_ builder: SchemaBuilder<M>) {
            table = builder.table
            var fields = builder.fields
            for index in fields.indices {
                fields[index].isNullable = builder.table.columns[index].isNullable
            }
            mapper = RowMapper(fields)
            counted = builder.table.columns.firstIndex(where: \.isGenerated)
            failure = builder.failure ?? builder.table.fault(of: "\(M.self)")
        }
    }

    /// Makes a schema.
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
    /// - Parameters:
    ///   - table: The table's name.
    ///   - build: Names the columns in order. What is wrong is thrown by the first use.
    /// - SeeAlso: SQLAlchemy `__tablename__`, `mapped_column`.
    public init(_ table: String, _ build: (SchemaBuilder<M>) -> Void) {
        let builder = SchemaBuilder<M>(table: table)
        build(builder)
        content = Content(builder)
    }

    /// The table, without the model.
    package var table: TableDefinition { content.table }

    /// How rows become values and values rows.
    var mapper: RowMapper<M> { content.mapper }

    /// What is wrong with it, if anything is.
    var failure: DatabaseError? { content.failure }

    /// The place of the column that the database counts up, if there is one.
    var countedIndex: Int? { content.counted }

    /// The statements that are always the same.
    func statements(_ dialect: Dialect) throws -> ModelStatements {
        if let failure { throw failure }
        return content.store.statements(content.table, dialect)
    }

    /// The table, if nothing is wrong with it.
    ///
    /// - Returns: The table.
    /// - Throws: ``DatabaseError`` of kind `invalidSchema`.
    package func checked() throws -> TableDefinition {
        if let failure { throw failure }
        return table
    }

    /// The place of a property's column; nil if the key path is none.
    func index(of path: PartialKeyPath<M>) -> Int? {
        mapper.index(of: path)
    }

    /// The columns of a row, under an alias.
    func nodes(alias: String) -> [SQLNode] {
        table.columns.map { .column(table: alias, name: $0.name) }
    }
}
