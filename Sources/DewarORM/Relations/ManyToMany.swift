/// The rows that others connect with a value: a post's tags, by the rows of another model.
///
/// ```swift
/// extension Post {
///     static let labels = ManyToMany<Post, Tag>(\Tagging.postID, \Tagging.tagID)
/// }
/// ```
public struct ManyToMany<From: Model, To: Model>: Relation {
    /// How its rows are found.
    public let definition: RelationDefinition<To>

    /// Makes a relation.
    ///
    /// ```swift
    /// let tags = ManyToMany<Post, Tag>(\Tagging.postID, \Tagging.tagID) { $0.orderedByKey() }
    /// print(try tags.load(post).count)
    /// ```
    ///
    /// - Parameters:
    ///   - own: The connecting model's property that holds this model's key.
    ///   - other: Its property that holds the other's key.
    ///   - order: Narrows or orders the rows; by their primary key unless told. Relations with one
    ///     are loaded apart: keep each in a `static let`.
    /// - SeeAlso: SQLAlchemy `relationship`, `secondary`.
    public init<Middle: Model, OwnKey: ColumnValue, OtherKey: ColumnValue>(
        _ own: KeyPath<Middle, OwnKey>, _ other: KeyPath<Middle, OtherKey>,
        order: (@Sendable (Query<To>) -> Query<To>)? = nil
    ) {
        self.init(
            through: .init(
                table: { Middle.schema.table.name }, ownColumn: RelationColumn(own),
                targetColumn: RelationColumn(other)), order)
    }

    /// Makes a relation through a table that has no model.
    ///
    /// ```swift
    /// let labels = ManyToMany<Post, Tag>(table: "tagging", "post_id", "tag_id")
    /// ```
    ///
    /// - Parameters:
    ///   - table: The connecting table, which somebody else makes.
    ///   - own: Its column that holds this model's key.
    ///   - other: Its column that holds the other's key.
    ///   - order: Narrows or orders the rows; by their primary key unless told. Relations with one
    ///     are loaded apart: keep each in a `static let`.
    /// - SeeAlso: SQLAlchemy `relationship(secondary=…)`.
    public init(
        table: String, _ own: String, _ other: String,
        order: (@Sendable (Query<To>) -> Query<To>)? = nil
    ) {
        self.init(
            through: .init(
                table: { table }, ownColumn: RelationColumn(name: own),
                targetColumn: RelationColumn(name: other)), order)
    }

    private init(
        through: RelationLink.Through, _ order: (@Sendable (Query<To>) -> Query<To>)?
    ) {
        let name = To.relationName
        definition = RelationDefinition(
            link: RelationLink(
                name: name, label: "\(From.self).\(name)", isToOne: false, isOptional: true,
                source: { From.schema.table }, target: { To.schema.table }, own: nil, other: nil,
                through: through, identity: RelationIdentity(isSingle: order != nil)),
            order: order ?? { $0.orderedByKey() })
    }

    /// What an access gives.
    ///
    /// - Parameter rows: What was found.
    /// - Returns: All of it.
    public static func related(_ rows: [Loaded<To>]) -> [Loaded<To>] { rows }
}
