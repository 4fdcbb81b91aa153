private import Synchronization

/// The rows of one query, and the rows of relations that belong to them.
final class ResultSet<M: Model>: Sendable {
    let models: [M]
    /// nil for the one that is current when a relation is loaded.
    let database: Database?
    private let related = Mutex<[String: any Sendable]>([:])

    init(_ models: [M], _ database: Database?) {
        self.models = models
        self.database = database
    }

    /// The rows.
    var rows: [Loaded<M>] { models.indices.map { Loaded(results: self, index: $0) } }

    /// Whether a relation was loaded.
    func isLoaded(_ link: RelationLink) -> Bool {
        related.withLock { $0[link.id] != nil }
    }

    /// The rows that belong to one of the values.
    ///
    /// - Parameters:
    ///   - relation: Loaded for all values, if it was not.
    ///   - index: Which value.
    ///   - place: Where in the code, if that is known.
    /// - Returns: The rows, in the relation's order.
    /// - Throws: ``DatabaseError``.
    func related<R: Relation>(
        _ relation: R, at index: Int, place: String?
    ) throws -> [Loaded<R.Target>] where R.From == M {
        let found = try rows(of: relation, place: place)
        let key = RelationLoading.key(of: models[index], relation.link)
        return (found.groups[key] ?? []).map { Loaded(results: found.set, index: $0) }
    }

    /// Loads a relation for all values.
    ///
    /// - Returns: What was found, for relations of the rows found.
    func load<R: Relation>(_ relation: R, place: String?) throws -> ResultSet<R.Target>
    where R.From == M {
        try rows(of: relation, place: place).set
    }

    private func rows<R: Relation>(
        of relation: R, place: String?
    ) throws -> RelatedSet<R.Target> where R.From == M {
        let id = relation.link.id
        if let found = related.withLock({ $0[id] }) as? RelatedSet<R.Target> { return found }
        let keys = models.map { RelationLoading.key(of: $0, relation.link) }
        let database = try Database.required(database)
        let label = relation.link.label + (place.map { " at \($0)" } ?? "")
        let found = try QueryLog.$relation.withValue(label) {
            try RelationLoading.load(
                relation.definition, keys, like: RelationLoading.keyType(M.self, relation.link),
                database)
        }
        related.withLock { $0[id] = found }
        return found
    }
}

/// The rows of a relation, by the keys of the values that they belong to.
struct RelatedSet<M: Model>: Sendable {
    let set: ResultSet<M>
    let groups: [DatabaseValue: [Int]]
}
