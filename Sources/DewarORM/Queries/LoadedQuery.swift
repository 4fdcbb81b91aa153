/// A query whose rows come with what belongs to them.
public struct LoadedQuery<M: Model>: Sendable {
    /// The query of the rows.
    public let query: Query<M>

    /// The rows, and the rows of the relations in one query each.
    ///
    /// ```swift
    /// for post in try Post.query.with(Post.author).all() { print(post.title, try post.author.name) }
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: All of them, in the query's order.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Result.all`, `selectinload`.
    public func all(in database: Database? = nil) throws -> [Loaded<M>] {
        let database = try Database.required(database)
        let set = ResultSet(try query.rows(database), database)
        for included in query.included { try included.load(set) }
        return set.rows
    }

    /// The first row.
    ///
    /// ```swift
    /// if let post = try Post.order { $0.views.descending }.with(Post.author).first() {
    ///     print(try post.author.name)
    /// }
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: nil if there is none.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `Result.first`.
    public func first(in database: Database? = nil) throws -> Loaded<M>? {
        try LoadedQuery(query: query.limit(1)).all(in: database).first
    }

    /// The only row.
    ///
    /// ```swift
    /// let first = try Post.filter { $0.id == id }.with(Post.author).one()
    /// print(try first.author.name)
    /// ```
    ///
    /// - Parameter database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: ``DatabaseError`` of kind `noRow` or `severalRows`.
    /// - SeeAlso: SQLAlchemy `Result.one`.
    public func one(in database: Database? = nil) throws -> Loaded<M> {
        let rows = try LoadedQuery(query: query.limit(2)).all(in: database)
        guard let row = rows.first else { throw DatabaseError.noRow("\(M.self)") }
        guard rows.count < 2 else { throw DatabaseError.severalRows("\(M.self)") }
        return row
    }

    /// With other relations too.
    ///
    /// ```swift
    /// let posts = try Post.query.with(Post.author).with(Post.comments).all()
    /// print(posts.count)
    /// ```
    ///
    /// - Parameter relations: Relations of the model.
    /// - Returns: A query of the same rows.
    /// - SeeAlso: SQLAlchemy `selectinload`.
    public func with(_ relations: any Relation<M>...) -> LoadedQuery {
        var copy = query
        copy.included += relations.map { Included($0) }
        return LoadedQuery(query: copy)
    }

    /// With other relations too, and further ones with these.
    ///
    /// - Parameter relations: Relations of the model, as ``Relation/with(_:)-(Included<Self.Target>...)`` gives them.
    /// - Returns: A query of the same rows.
    public func with(_ relations: Included<M>...) -> LoadedQuery {
        var copy = query
        copy.included += relations
        return LoadedQuery(query: copy)
    }
}

extension Query {
    /// The rows with what relations lead to, loaded in one query a relation.
    ///
    /// ```swift
    /// let posts = try Post.query.with(Post.author, Post.comments).all()
    /// print(posts.count)
    /// ```
    ///
    /// - Parameter relations: Relations of the model.
    /// - Returns: A query of the same rows.
    /// - SeeAlso: SQLAlchemy `selectinload`.
    public func with(_ relations: any Relation<M>...) -> LoadedQuery<M> {
        var copy = self
        copy.included += relations.map { Included($0) }
        return LoadedQuery(query: copy)
    }

    /// The rows with what relations lead to, and what relations of these lead to.
    ///
    /// ```swift
    /// let posts = try Post.query.with(Post.comments.with(Comment.author)).all()
    /// ```
    ///
    /// - Parameter relations: Relations with others.
    /// - Returns: A query of the same rows.
    public func with(_ relations: Included<M>...) -> LoadedQuery<M> {
        var copy = self
        copy.included += relations
        return LoadedQuery(query: copy)
    }

    /// The rows as ones whose relations can be followed; none is loaded before it is used.
    public var loaded: LoadedQuery<M> { LoadedQuery(query: self) }
}
