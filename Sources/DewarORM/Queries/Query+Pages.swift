extension Query {
    /// One page of the rows.
    ///
    /// ```swift
    /// let page = try Post.query.orderedByKey().paginate(page: 2, perPage: 10)
    /// ```
    ///
    /// - Parameters:
    ///   - page: Its number, from 1.
    ///   - perPage: How many rows a page has, from 1.
    ///   - maxPerPage: The most that `perPage` may be; more is this many.
    ///   - errorOut: Whether a number or size less than 1, and an empty page but the first, are
    ///     errors; otherwise the number becomes 1 and the size 20.
    ///   - counts: Whether all rows are counted, with a query of its own.
    ///   - database: The current one unless told.
    /// - Returns: The page.
    /// - Throws: ``DatabaseError``, of kind `noPage` for a page that there is not.
    /// - SeeAlso: Flask-SQLAlchemy `paginate`.
    public func paginate(
        page: Int, perPage: Int = 20, maxPerPage: Int? = 100, errorOut: Bool = true,
        counts: Bool = true, in database: Database? = nil
    ) throws -> Pagination<M> {
        try paginate(
            PageChoice(page: page, perPage: perPage, maxPerPage: maxPerPage, errorOut: errorOut),
            errorOut: errorOut, counts: counts, in: database)
    }

    package func paginate(
        _ choice: PageChoice, errorOut: Bool, counts: Bool, in database: Database?
    ) throws -> Pagination<M> {
        let database = try Database.required(database)
        return try choice.page(
            errorOut: errorOut, counts: counts,
            rows: { try offset($0).limit($1).all(in: database) },
            count: { try unordered().count(in: database) })
    }
}

extension LoadedQuery {
    /// One page of the rows, with what belongs to them.
    ///
    /// ```swift
    /// let page = try Post.query.orderedByKey().with(Post.author).paginate(page: 2)
    /// ```
    ///
    /// - Parameters:
    ///   - page: Its number, from 1.
    ///   - perPage: How many rows a page has, from 1.
    ///   - maxPerPage: The most that `perPage` may be; more is this many.
    ///   - errorOut: Whether a number or size less than 1, and an empty page but the first, are
    ///     errors; otherwise the number becomes 1 and the size 20.
    ///   - counts: Whether all rows are counted, with a query of its own.
    ///   - database: The current one unless told.
    /// - Returns: The page.
    /// - Throws: ``DatabaseError``, of kind `noPage` for a page that there is not.
    /// - SeeAlso: Flask-SQLAlchemy `paginate`.
    public func paginate(
        page: Int, perPage: Int = 20, maxPerPage: Int? = 100, errorOut: Bool = true,
        counts: Bool = true, in database: Database? = nil
    ) throws -> Pagination<Loaded<M>> {
        try paginate(
            PageChoice(page: page, perPage: perPage, maxPerPage: maxPerPage, errorOut: errorOut),
            errorOut: errorOut, counts: counts, in: database)
    }

    package func paginate(
        _ choice: PageChoice, errorOut: Bool, counts: Bool, in database: Database?
    ) throws -> Pagination<Loaded<M>> {
        let database = try Database.required(database)
        return try choice.page(
            errorOut: errorOut, counts: counts,
            rows: { try LoadedQuery(query: query.offset($0).limit($1)).all(in: database) },
            count: { try query.unordered().count(in: database) })
    }
}
