/// The one row whose key a value knows: a post's author.
///
/// ```swift
/// extension Post {
///     static let writer = BelongsTo<Post, Author>(\.authorID)
///     static let corrector = BelongsTo<Post, Author?>(\.editorID)  // there may be none
/// }
/// ```
public struct BelongsTo<From: Model, To: RelationTarget>: Relation {
    /// The model that it leads to.
    public typealias Target = To.Target
    /// The row, or the row or nil.
    public typealias Related = To.RelatedValue
    /// How its rows are found.
    public let definition: RelationDefinition<To.Target>

    private init(_ own: RelationColumn, to other: RelationColumn?, isOptional: Bool) {
        let name = own.relationName
        definition = RelationDefinition(
            link: RelationLink(
                name: name, label: "\(From.self).\(name)", isToOne: true, isOptional: isOptional,
                source: { From.schema.table }, target: { To.Target.schema.table }, own: own,
                other: other),
            order: { $0 })
    }

    /// Makes a relation to a row that there always is.
    ///
    /// - Parameter key: The property that holds the other's key.
    public init<Key: ColumnValue>(_ key: KeyPath<From, Key>) where To: Model {
        self.init(RelationColumn(key), to: nil, isOptional: Key.isNullable)
    }

    /// Makes a relation to a row that there always is, over a column that is not its primary key.
    ///
    /// ```swift
    /// let profiles = BelongsTo<Post, Profile>(\.authorID, to: \.authorID)
    /// print(try profiles.load(post).authorID)
    /// ```
    ///
    /// - Parameters:
    ///   - key: The property that holds the other's value.
    ///   - other: The other's property, which no two of them share.
    /// - SeeAlso: SQLAlchemy `relationship`.
    public init<Key: ColumnValue, Other: ColumnValue>(
        _ key: KeyPath<From, Key>, to other: KeyPath<To, Other>
    ) where To: Model, Key.Unwrapped == Other.Unwrapped {
        self.init(
            RelationColumn(key), to: RelationColumn(other), isOptional: Key.isNullable)
    }

    /// Makes a relation to a row that there may be.
    ///
    /// - Parameter key: The property that holds the other's key, or nil.
    public init<Model, Key: ColumnValue>(_ key: KeyPath<From, Key?>) where To == Model? {
        self.init(RelationColumn(key), to: nil, isOptional: true)
    }

    /// What an access gives.
    ///
    /// - Parameter rows: What was found.
    /// - Returns: The row; nil if there is none and may be none.
    /// - Throws: ``DatabaseError`` of kind `noRow` when there must be one.
    public static func related(_ rows: [Loaded<To.Target>]) throws -> To.RelatedValue {
        try To.relatedValue(of: rows)
    }
}
