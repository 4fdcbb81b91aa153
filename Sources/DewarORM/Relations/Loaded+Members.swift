extension Loaded {
    /// Values together, so that a relation of one is loaded for all.
    ///
    /// - Parameters:
    ///   - models: The values.
    ///   - database: Where relations are loaded from; nil for the one that is current then.
    /// - Returns: A row for each.
    package static func rows(of models: [M], in database: Database? = nil) -> [Loaded<M>] {
        ResultSet(models, database).rows
    }

    /// The rows that a relation leads to.
    ///
    /// - Parameters:
    ///   - relation: Loaded now, for all rows of the query, if it was not before.
    ///   - place: Where that is, for ``QueryLog/repetitions(from:)``.
    /// - Returns: The rows, in the relation's order.
    /// - Throws: ``DatabaseError``.
    package func rows<R: Relation>(
        of relation: R, place: String?
    ) throws -> [Loaded<R.Target>] where R.From == M {
        try results.related(relation, at: index, place: place)
    }
}

extension Relation {
    /// Whether a value has one row at most.
    package var leadsToOne: Bool { link.isToOne }
}
