import DewarCore
import DewarHTTP
public import DewarORM
public import DewarText
import HTTPTypes

extension DewarORM.Model {
    /// The row of a primary key; a 404 ends the view when there is none.
    ///
    /// ```swift
    /// app.get("/posts/<int:id>") { (id: Int) in try Post.getOr404(id) }
    /// ```
    ///
    /// - Parameters:
    ///   - key: The value of each of its columns, in the schema's order.
    ///   - description: What the page says below its title; nil for the usual sentence.
    ///   - database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: `HTTPError` of status 404; `DatabaseError`.
    /// - SeeAlso: Flask-SQLAlchemy `get_or_404`.
    public static func getOr404<each Key: ColumnValue>(
        _ key: repeat each Key, description: Markup? = nil, in database: Database? = nil
    ) throws -> Self {
        guard let row = try find(repeat each key, in: database) else {
            throw HTTPError(.notFound, description)
        }
        return row
    }
}

extension Query {
    /// The first row; a 404 ends the view when there is none.
    ///
    /// ```swift
    /// let author = try Author.filter { $0.email == email }.firstOr404()
    /// ```
    ///
    /// - Parameters:
    ///   - description: What the page says below its title; nil for the usual sentence.
    ///   - database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: `HTTPError` of status 404; `DatabaseError`.
    /// - SeeAlso: Flask-SQLAlchemy `first_or_404`.
    public func firstOr404(
        _ description: Markup? = nil, in database: Database? = nil
    ) throws -> M {
        try first(in: database) ?? abort(.notFound, description)
    }

    /// The only row; a 404 ends the view when there is none, or more than one.
    ///
    /// ```swift
    /// let author = try Author.filter { $0.email == email }.oneOr404("No such author.")
    /// ```
    ///
    /// - Parameters:
    ///   - description: What the page says below its title; nil for the usual sentence.
    ///   - database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: `HTTPError` of status 404; `DatabaseError`.
    /// - SeeAlso: Flask-SQLAlchemy `one_or_404`.
    public func oneOr404(
        _ description: Markup? = nil, in database: Database? = nil
    ) throws -> M {
        try notFound(description) { try one(in: database) }
    }
}

extension LoadedQuery {
    /// The first row with what belongs to it; a 404 ends the view when there is none.
    ///
    /// ```swift
    /// let post = try Post.filter { $0.id == id }.with(Post.author).firstOr404()
    /// ```
    ///
    /// - Parameters:
    ///   - description: What the page says below its title; nil for the usual sentence.
    ///   - database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: `HTTPError` of status 404; `DatabaseError`.
    /// - SeeAlso: Flask-SQLAlchemy `first_or_404`.
    public func firstOr404(
        _ description: Markup? = nil, in database: Database? = nil
    ) throws -> Loaded<M> {
        try first(in: database) ?? abort(.notFound, description)
    }

    /// The only row with what belongs to it; a 404 ends the view when there is none, or more than
    /// one.
    ///
    /// ```swift
    /// let post = try Post.filter { $0.id == id }.with(Post.author).oneOr404()
    /// ```
    ///
    /// - Parameters:
    ///   - description: What the page says below its title; nil for the usual sentence.
    ///   - database: The current one unless told.
    /// - Returns: The row.
    /// - Throws: `HTTPError` of status 404; `DatabaseError`.
    /// - SeeAlso: Flask-SQLAlchemy `one_or_404`.
    public func oneOr404(
        _ description: Markup? = nil, in database: Database? = nil
    ) throws -> Loaded<M> {
        try notFound(description) { try one(in: database) }
    }
}

extension Selection {
    /// The values of the first row; a 404 ends the view when there is none.
    ///
    /// ```swift
    /// let title = try Post.filter { $0.id == id }.select { $0.title }.firstOr404()
    /// ```
    ///
    /// - Parameters:
    ///   - description: What the page says below its title; nil for the usual sentence.
    ///   - database: The current one unless told.
    /// - Returns: The values.
    /// - Throws: `HTTPError` of status 404; `DatabaseError`.
    /// - SeeAlso: Flask-SQLAlchemy `first_or_404`.
    public func firstOr404(
        _ description: Markup? = nil, in database: Database? = nil
    ) throws -> Row {
        try first(in: database) ?? abort(.notFound, description)
    }
}

/// Turns what is not there, or not alone, into a 404.
private func notFound<Result>(
    _ description: Markup?, _ body: () throws -> Result
) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError where error.kind == .noRow || error.kind == .severalRows {
        throw HTTPError(.notFound, description)
    }
}
