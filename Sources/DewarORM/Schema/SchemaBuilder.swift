/// Takes the columns of a model, in order: the parameter of the closure of ``Schema``.
public final class SchemaBuilder<M: Model> {
    var table: TableDefinition
    var fields: [Field<M>] = []
    var failure: DatabaseError?

    init(table: String) {
        self.table = TableDefinition(name: table)
    }

    /// Adds the columns of a primary key of several, in order.
    ///
    /// ```swift
    /// struct Vote: Model {
    ///     var postID: Int
    ///     var authorID: Int
    ///     static let schema = Schema<Vote>("vote") { t in t.key(\.postID, \.authorID) }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - first: A property.
    ///   - second: Another property.
    ///   - others: Further properties.
    /// - SeeAlso: SQLAlchemy `PrimaryKeyConstraint`.
    public func key<First: ColumnValue, Second: ColumnValue, each Other: ColumnValue>(
        _ first: WritableKeyPath<M, First>, _ second: WritableKeyPath<M, Second>,
        _ others: repeat WritableKeyPath<M, each Other>
    ) {
        addKey(first, options: [])
        addKey(second, options: [])
        for path in repeat each others { addKey(path, options: []) }
        finishKey()
    }

    /// Adds the column of the primary key.
    ///
    /// An optional integer is counted up by the database: nil until the value is inserted.
    ///
    /// - Parameters:
    ///   - path: A property.
    ///   - options: What else holds of the column.
    public func key<Value: ColumnValue>(
        _ path: WritableKeyPath<M, Value>, _ options: ColumnOption<Value>...
    ) {
        addKey(path, options: options)
        finishKey()
    }

    private func addKey<Value: ColumnValue>(
        _ path: WritableKeyPath<M, Value>, options: [ColumnOption<Value>]
    ) {
        add(path, options)
        table.key.append(table.columns[table.columns.count - 1].name)
    }

    /// A single optional integer is counted up, and no other key may be nil.
    private func finishKey() {
        let isSingle = table.key.count == 1
        for index in table.columns.indices where table.key.contains(table.columns[index].name) {
            let isInteger = if case .integer = table.columns[index].type { true } else { false }
            if isSingle, isInteger, table.columns[index].isNullable {
                table.columns[index].isGenerated = true
            }
            table.columns[index].isNullable = false
        }
    }

    /// Adds a column.
    ///
    /// ```swift
    /// struct Item: Model {
    ///     var id: Int?
    ///     var name: String
    ///     var kind = "book"
    ///     var shopID = 1
    ///     static let schema = Schema<Item>("item") { t in
    ///         t.key(\.id)
    ///         t.column(\.name, .length(200), .unique)
    ///         t.column(\.kind)
    ///         t.column(\.shopID)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - path: A stored property.
    ///   - options: What holds of the column.
    /// - SeeAlso: SQLAlchemy `mapped_column`.
    public func column<Value: ColumnValue>(
        _ path: WritableKeyPath<M, Value>, _ options: ColumnOption<Value>...
    ) {
        add(path, options)
    }

    private func add<Value: ColumnValue>(
        _ path: WritableKeyPath<M, Value>, _ options: [ColumnOption<Value>]
    ) {
        let property = PropertyName.of(path)
        if property == nil { fail("the name of a property is unknown: give it with .name(\"…\")") }
        var column = ColumnDefinition(
            name: PropertyName.columnName(of: property ?? ""), property: property ?? "",
            type: Value.columnType, isNullable: Value.isNullable)
        for option in options {
            if case .name(let name) = option.kind {
                column.name = name
                if property == nil { failure = nil }
            }
        }
        for option in options { apply(option, to: &column) }
        table.columns.append(column)
        fields.append(Field(path, property: column.property, column: column.name))
    }

    private func apply<Value>(_ option: ColumnOption<Value>, to column: inout ColumnDefinition) {
        switch option.kind {
        case .name: break
        case .type(let type): column.type = type
        case .defaultValue(let value): column.defaultValue = value
        case .hidden: column.isHidden = true
        case .index: index([column.name], isUnique: false, name: nil)
        case .unique: unique([column.name], name: nil)
        case .check(let condition, let name):
            table.checks.append(
                .init(
                    name: name ?? constraintName([column.name], "check"),
                    condition: condition(.column(table: table.name, name: column.name))))
        case .references(let target, let columns, let onDelete, let onUpdate):
            table.foreignKeys.append(
                .init(
                    name: constraintName([column.name], "fkey"), columns: [column.name],
                    target: target, targetColumns: columns, onDelete: onDelete,
                    onUpdate: onUpdate))
        }
    }

    func fail(_ reason: String) {
        failure = failure ?? .invalidSchema("\(M.self)", reason)
    }

    func index(_ columns: [String], isUnique: Bool, name: String?) {
        table.indexes.append(
            .init(
                name: name ?? constraintName(columns, "idx"), columns: columns, isUnique: isUnique))
    }

    func unique(_ columns: [String], name: String?) {
        table.uniques.append(.init(name: name ?? constraintName(columns, "key"), columns: columns))
    }

    /// PostgreSQL's own names for constraints, on both databases.
    func constraintName(_ columns: [String], _ suffix: String) -> String {
        TableDefinition.name(of: [table.name] + columns, suffix: suffix)
    }

    /// The names of columns that were added before.
    func names(_ paths: [PartialKeyPath<M>]) -> [String] {
        paths.map { path in
            guard let field = fields.first(where: { $0.path == path }) else {
                fail("a constraint names a property before its column is added")
                return ""
            }
            return field.column
        }
    }
}
