/// How the rows of two tables belong together.
///
/// Names of columns are looked up when they are needed: a schema may name a relation that names a
/// property of the schema.
package struct RelationLink: Sendable {
    /// The relation's name in SQL and messages: `author`.
    let name: String
    /// The model and the relation, for messages: `Post.author`.
    let label: String
    /// Whether a row leads to one other at most.
    let isToOne: Bool
    /// Whether a row may lead to none.
    let isOptional: Bool
    /// The table that it begins at.
    let source: @Sendable () -> TableDefinition
    /// The table that it leads to.
    let target: @Sendable () -> TableDefinition
    /// The column of the first table; nil for its primary key.
    let own: RelationColumn?
    /// The column of the other table; nil for its primary key.
    let other: RelationColumn?
    /// The table between the two.
    var through: Through?
    private(set) var identity = RelationIdentity()

    /// A table whose rows connect those of two others.
    struct Through: Sendable {
        let table: @Sendable () -> String
        /// Its column with the key of the first table.
        let ownColumn: RelationColumn
        /// Its column with the key of the other table.
        let targetColumn: RelationColumn
    }

    /// The column of the first table.
    var ownColumn: String { own?.name ?? source().key.first ?? "" }

    /// The column of the other table.
    var targetColumn: String { other?.name ?? target().key.first ?? "" }

    /// What tells it from other relations of its model.
    var id: String {
        identity.text {
            let way = through.map {
                "\($0.table()).\($0.ownColumn.name).\($0.targetColumn.name)"
            }
            return "\(ownColumn) \(target().name).\(targetColumn) \(way ?? "") \(isToOne)"
        }
    }

    /// Relations go over one column, which must be one: what is wrong, if it is not.
    func check() throws {
        for (table, column) in [(source(), own), (target(), other)] {
            if column == nil, table.key.count != 1 {
                throw DatabaseError.invalidQuery(
                    """
                    the relation '\(label)' needs a key of one column, and that of \
                    '\(table.name)' has \(table.key.count).
                    """)
            }
        }
        let columns = [own, other, through?.ownColumn, through?.targetColumn]
        for column in columns.compactMap(\.self) where column.name.isEmpty {
            throw DatabaseError.unknownColumn(column.property)
        }
    }
}

/// A column that a relation goes over.
struct RelationColumn: Sendable {
    /// The property, for messages.
    let property: String
    private let find: @Sendable () -> String?

    init<M: Model>(_ path: PartialKeyPath<M>) {
        // A key path without captured values is immutable.
        nonisolated(unsafe) let path = path
        property = PropertyName.of(path) ?? "\(path)"
        find = { M.columnName(of: path) }
    }

    /// A column of a table that has no model.
    init(name: String) {
        property = name
        find = { name }
    }

    /// Its name in the database; empty if the property is no column.
    var name: String { find() ?? "" }

    /// What the relation is called after it: `authorID` makes `author`.
    var relationName: String {
        let name = PropertyName.columnName(of: property)
        return name.hasSuffix("_id") ? String(name.dropLast(3)) : name
    }
}
