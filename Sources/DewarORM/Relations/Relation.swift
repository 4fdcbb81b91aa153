/// A relation of a model to others: ``BelongsTo``, ``HasOne``, ``HasMany``, ``ManyToMany``.
public protocol Relation<From>: Sendable {
    /// What it belongs to.
    associatedtype From: Model
    /// What it leads to.
    associatedtype Target: Model
    /// What an access to it gives: one row, perhaps one, or many.
    associatedtype Related: Sendable

    /// How its rows are found.
    var definition: RelationDefinition<Target> { get }

    /// What an access gives, of the rows that were found.
    ///
    /// ```swift
    /// let author: Loaded<Author> = try Post.author.load(post)  // one, for `BelongsTo`
    /// print(author.name)
    /// ```
    ///
    /// - Parameter rows: All related rows of one value.
    /// - Returns: What the relation promises.
    /// - Throws: ``DatabaseError`` of kind `noRow` when the one row is missing.
    /// - SeeAlso: SQLAlchemy `relationship`, `uselist`.
    static func related(_ rows: [Loaded<Target>]) throws -> Related
}

/// How the rows of a relation are found, and in which order.
public struct RelationDefinition<Target: Model>: Sendable {
    package let link: RelationLink
    /// The order of the related rows.
    let order: @Sendable (Query<Target>) -> Query<Target>
}

extension Relation {
    var link: RelationLink { definition.link }

    /// Loads what belongs to one value, in a query of its own.
    ///
    /// ```swift
    /// print(try Post.author.load(post).name)
    /// ```
    ///
    /// - Parameters:
    ///   - model: The value.
    ///   - database: The current one unless told.
    ///   - file: Where it is loaded, for ``QueryLog/repetitions(from:)``.
    ///   - line: The line there.
    /// - Returns: What the relation promises.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `relationship`, `lazy="select"`.
    public func load(
        _ model: From, in database: Database? = nil, file: String = #fileID, line: Int = #line
    ) throws -> Related {
        let set = ResultSet([model], try Database.required(database))
        return try Self.related(set.related(self, at: 0, place: "\(file):\(line)"))
    }

    /// Loads what belongs to many values, in one query.
    ///
    /// ```swift
    /// let posts = try Post.query.all()
    /// print(try Post.author.load(posts).count)
    /// ```
    ///
    /// - Parameters:
    ///   - models: The values.
    ///   - database: The current one unless told.
    /// - Returns: What the relation promises for each, in the same order.
    /// - Throws: ``DatabaseError``.
    /// - SeeAlso: SQLAlchemy `selectinload`.
    public func load(_ models: [From], in database: Database? = nil) throws -> [Related] {
        let set = ResultSet(models, try Database.required(database))
        return try models.indices.map {
            try Self.related(set.related(self, at: $0, place: nil))
        }
    }

    /// A query of what belongs to one value, to be narrowed further.
    ///
    /// ```swift
    /// print(try Author.posts.query(author).filter { $0.views > 3 }.count())
    /// ```
    ///
    /// - Parameter model: The value.
    /// - Returns: A query of the related rows.
    /// - SeeAlso: SQLAlchemy `WriteOnlyMapped`, `select`.
    public func query(_ model: From) -> Query<Target> {
        RelationLoading.query(definition, [RelationLoading.key(of: model, link)])
    }

    /// The relation with others that are loaded with it.
    ///
    /// ```swift
    /// let posts = try Post.query.with(Post.comments.with(Comment.author)).all()
    /// print(posts.count)
    /// ```
    ///
    /// - Parameter others: Relations of the model that it leads to.
    /// - Returns: What ``Query/with(_:)`` takes.
    /// - SeeAlso: SQLAlchemy `selectinload(…).selectinload(…)`.
    public func with(_ others: any Relation<Target>...) -> Included<From> {
        Included(self, others.map { Included($0) })
    }

    /// The relation with others that are loaded with it, and further ones with these.
    ///
    /// - Parameter others: Relations of the model that it leads to.
    /// - Returns: What ``Query/with(_:)`` takes.
    public func with(_ others: Included<Target>...) -> Included<From> {
        Included(self, others)
    }
}

/// A relation that is loaded with a query's rows, and others with it.
public struct Included<From: Model>: Sendable {
    /// Loads for all rows of a set.
    let load: @Sendable (ResultSet<From>) throws -> Void

    init<R: Relation>(_ relation: R) where R.From == From {
        load = { _ = try $0.load(relation, place: nil) }
    }

    init<R: Relation>(_ relation: R, _ others: [Included<R.Target>]) where R.From == From {
        load = { set in
            let children = try set.load(relation, place: nil)
            for other in others { try other.load(children) }
        }
    }
}
