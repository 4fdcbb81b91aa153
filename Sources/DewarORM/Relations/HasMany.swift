/// The rows that know a value's key: an author's posts.
///
/// ```swift
/// extension Author {
///     static let latest = HasMany<Author, Post>(\.authorID) { $0.order { $0.id.descending } }
/// }
/// ```
public struct HasMany<From: Model, To: Model>: Relation {
    /// How its rows are found.
    public let definition: RelationDefinition<To>

    /// Makes a relation.
    ///
    /// ```swift
    /// let popular = HasMany<Author, Post>(\.authorID) { $0.order { $0.views.descending } }
    /// print(try popular.load(author).count)
    /// ```
    ///
    /// - Parameters:
    ///   - key: The property of the others that holds this model's key.
    ///   - order: Narrows or orders the rows; by their primary key unless told. Relations with one
    ///     are loaded apart: keep each in a `static let`.
    /// - SeeAlso: SQLAlchemy `relationship`, `order_by`.
    public init<Key: ColumnValue>(
        _ key: KeyPath<To, Key>,
        order: (@Sendable (Query<To>) -> Query<To>)? = nil
    ) {
        definition = .pointing(
            from: From.self, name: To.relationName, at: RelationColumn(key), isToOne: false, order)
    }

    /// What an access gives.
    ///
    /// - Parameter rows: What was found.
    /// - Returns: All of it.
    public static func related(_ rows: [Loaded<To>]) -> [Loaded<To>] { rows }
}

/// The one row, if there is one, that knows a value's key: an author's profile.
///
/// ```swift
/// extension Author {
///     static let about = HasOne<Author, Profile>(\.authorID)
/// }
/// ```
public struct HasOne<From: Model, To: Model>: Relation {
    /// How its row is found.
    public let definition: RelationDefinition<To>

    /// Makes a relation.
    ///
    /// - Parameter key: The property of the other that holds this model's key: no two share one.
    public init<Key: ColumnValue>(_ key: KeyPath<To, Key>) {
        definition = .pointing(
            from: From.self, name: To.relationName, at: RelationColumn(key), isToOne: true, nil)
    }

    /// What an access gives.
    ///
    /// - Parameter rows: What was found.
    /// - Returns: The first.
    public static func related(_ rows: [Loaded<To>]) -> Loaded<To>? { rows.first }
}

extension RelationDefinition {
    /// A relation to rows that know the first one's key.
    static func pointing<From: Model>(
        from: From.Type, name: String, at other: RelationColumn, isToOne: Bool,
        _ order: (@Sendable (Query<Target>) -> Query<Target>)?
    ) -> RelationDefinition {
        RelationDefinition(
            link: RelationLink(
                name: name, label: "\(From.self).\(name)", isToOne: isToOne, isOptional: true,
                source: { From.schema.table }, target: { Target.schema.table }, own: nil,
                other: other, identity: RelationIdentity(isSingle: order != nil)),
            order: order ?? { $0.orderedByKey() })
    }
}

extension Model {
    /// What relations to the model are called: its type in the way of SQL.
    static var relationName: String { PropertyName.columnName(of: "\(Self.self)") }
}
