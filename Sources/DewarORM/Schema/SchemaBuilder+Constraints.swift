extension SchemaBuilder {
    /// Adds an index over several columns.
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
    ///         t.column(\.shopID)
    ///         t.index(\.kind, \.name)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - paths: Properties whose columns were added before, in order.
    ///   - isUnique: Whether no two rows may share them.
    ///   - name: Its name in the database; made of the columns' unless told.
    /// - SeeAlso: SQLAlchemy `Index`.
    public func index(
        _ paths: PartialKeyPath<M>..., isUnique: Bool = false, name: String? = nil
    ) {
        index(names(paths), isUnique: isUnique, name: name)
    }

    /// Says that no two rows share the values of several columns.
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
    ///         t.column(\.shopID)
    ///         t.unique(\.shopID, \.name)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - paths: Properties whose columns were added before, in order.
    ///   - name: Its name in the database; made of the columns' unless told.
    /// - SeeAlso: SQLAlchemy `UniqueConstraint`.
    public func unique(_ paths: PartialKeyPath<M>..., name: String? = nil) {
        unique(names(paths), name: name)
    }

    /// Says what holds of every row.
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
    ///         t.column(\.shopID)
    ///         t.check("item_named") { $0.kind != "" || $0.name != "" }
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - name: Its name in the database.
    ///   - condition: A condition over the columns.
    /// - SeeAlso: SQLAlchemy `CheckConstraint`.
    public func check(
        _ name: String, _ condition: (Columns<M>) -> SQLExpression<Bool>
    ) {
        let columns = Columns<M>(
            alias: table.name, scope: QueryScope(alias: table.name), fields: fields)
        table.checks.append(.init(name: name, condition: condition(columns).node))
    }

    /// Says that several columns together point to a row of another table.
    ///
    /// ```swift
    /// struct Remark: Model {
    ///     var id: Int?
    ///     var postID: Int
    ///     var tagID: Int
    ///     static let schema = Schema<Remark>("remark") { t in
    ///         t.key(\.id)
    ///         t.column(\.postID)
    ///         t.column(\.tagID)
    ///         t.references(\.postID, \.tagID, model: Tagging.self, onDelete: .cascade)
    ///     }
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - paths: Properties whose columns were added before, in order.
    ///   - model: The other table's model, whose primary key has as many columns.
    ///   - onDelete: What becomes of the row when the other is deleted.
    ///   - onUpdate: What becomes of it when the other's key changes.
    ///   - name: Its name in the database; made of the columns' unless told.
    /// - SeeAlso: SQLAlchemy `ForeignKeyConstraint`.
    public func references<Target: Model>(
        _ paths: PartialKeyPath<M>..., model: Target.Type, onDelete: ReferenceAction = .noAction,
        onUpdate: ReferenceAction = .noAction, name: String? = nil
    ) {
        let columns = names(paths)
        table.foreignKeys.append(
            .init(
                name: name ?? constraintName(columns, "fkey"), columns: columns,
                target: { Target.schema.table }, targetColumns: [], onDelete: onDelete,
                onUpdate: onUpdate))
    }
}
