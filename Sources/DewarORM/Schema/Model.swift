/// A value that is kept as a row of a table.
///
/// ```swift
/// struct Author: Model {
///     var id: Int?
///     var name: String
///     var role = Role.member
///
///     static let schema = Schema<Author>("author") { t in
///         t.key(\.id)
///         t.column(\.name, .length(100), .index)
///         t.column(\.role)
///     }
///     static let posts = HasMany<Author, Post>(\.authorID)
/// }
/// ```
/// Every stored property is a column; one that is none has a default and is left out of
/// `CodingKeys`.
///
/// - SeeAlso: SQLAlchemy `DeclarativeBase`.
public protocol Model: Codable, Sendable, RelationTarget where Target == Self {
    /// The table, its columns and their rules.
    static var schema: Schema<Self> { get }
}

extension Model {
    /// What a relation to one row gives.
    ///
    /// - Parameter rows: What was found.
    /// - Returns: The row.
    /// - Throws: ``DatabaseError`` of kind `noRow` when there is none.
    public static func relatedValue(of rows: [Loaded<Self>]) throws -> Loaded<Self> {
        guard let row = rows.first else { throw DatabaseError.noRow("\(Self.self)") }
        return row
    }

    /// The name of a property's column.
    static func columnName(of path: PartialKeyPath<Self>) -> String? {
        schema.mapper.index(of: path).map { schema.table.columns[$0].name }
    }
}

/// What a relation to one row leads to: a model, or nil where there may be none.
public protocol RelationTarget {
    /// The model.
    associatedtype Target: Model
    /// The row, or the row or nil.
    associatedtype RelatedValue: Sendable

    /// What the relation gives.
    ///
    /// ```swift
    /// let editor: Loaded<Author>? = try Post.editor.load(post)  // perhaps one
    /// print(editor?.name ?? "nobody")
    /// ```
    ///
    /// - Parameter rows: What was found.
    /// - Returns: The row, or nil if there may be none.
    /// - Throws: ``DatabaseError`` of kind `noRow` when there must be one.
    /// - SeeAlso: SQLAlchemy `relationship`, `uselist`.
    static func relatedValue(of rows: [Loaded<Target>]) throws -> RelatedValue
}

extension Optional: RelationTarget where Wrapped: Model {
    /// The row, if there is one.
    ///
    /// - Parameter rows: What was found.
    /// - Returns: The first row.
    public static func relatedValue(of rows: [Loaded<Wrapped>]) -> Loaded<Wrapped>? { rows.first }
}
