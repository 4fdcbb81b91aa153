/// A row together with the others that its query found: a model whose relations can be followed.
///
/// ```swift
/// for post in try Post.query.with(Post.author).all() {
///     print(post.title, try post.author.name)
/// }
/// ```
/// A relation that was not loaded is loaded when it is first used, for all rows of the query at
/// once: following relations in a loop costs one query a relation, not one a row.
@dynamicMemberLookup
public struct Loaded<M: Model>: Sendable {
    @usableFromInline let results: ResultSet<M>
    @usableFromInline let index: Int

    init(results: ResultSet<M>, index: Int) {
        self.results = results
        self.index = index
    }

    /// The row itself.
    @inlinable public var value: M { results.models[index] }

    /// A property of the row.
    ///
    /// ```swift
    /// for post in try Post.query.loaded.all() { print(post.title, try post.author.name) }
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `relationship`.
    @inlinable public subscript<Value>(dynamicMember path: KeyPath<M, Value>) -> Value {
        // Inlined, a key path that is written down is an access to the property: a tenth of what
        // an eager load takes.
        results.models[index][keyPath: path]
    }

    /// What a relation leads to.
    public subscript<R: Relation>(dynamicMember path: KeyPath<M.Type, R>) -> R.Related
    where R.From == M {
        get throws { try self[M.self[keyPath: path]] }
    }

    /// What a relation leads to: `try post[Post.author]`.
    ///
    /// ```swift
    /// for post in try Post.query.loaded.all() { print(try post[Post.author].name) }
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `relationship`.
    public subscript<R: Relation>(relation: R) -> R.Related where R.From == M {
        get throws { try R.related(results.related(relation, at: index, place: nil)) }
    }

    /// Whether a relation's rows are there without a query.
    ///
    /// ```swift
    /// let first = try Post.query.with(Post.author).first()
    /// print(first?.isLoaded(Post.author) ?? false)
    /// ```
    ///
    /// - Parameter relation: A relation of the model.
    /// - Returns: Whether it was loaded.
    /// - SeeAlso: SQLAlchemy `inspect(post).unloaded`.
    public func isLoaded(_ relation: some Relation<M>) -> Bool { results.isLoaded(relation.link) }
}
