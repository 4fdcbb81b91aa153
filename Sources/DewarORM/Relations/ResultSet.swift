private import Synchronization

/// The rows of one query, and the rows of relations that belong to them.
@usableFromInline
final class ResultSet<M: Model>: Sendable {
    @usableFromInline let models: [M]
    /// nil for the one that is current when a relation is loaded.
    let database: Database?
    /// A ``RelatedSet`` of its model for each relation.
    private let related = Mutex<[String: any AnyObject & Sendable]>([:])

    init(_ models: [M], _ database: Database?) {
        self.models = models
        self.database = database
    }

    /// The rows.
    var rows: [Loaded<M>] {
        Array(unsafeUninitializedCapacity: models.count) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            while count < models.count {
                (base + count).initialize(to: Loaded(results: self, index: count))
                count += 1
            }
        }
    }

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
        try rows(of: relation, place: place).rows(of: index)
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
        let definition = relation.definition
        let link = definition.link
        let id = link.id
        if let found = related.withLock({ $0[id] }) as? RelatedSet<R.Target> { return found }
        let keys = RelationLoading.keys(of: models, link)
        let database = try Database.required(database)
        let label = link.label + (place.map { " at \($0)" } ?? "")
        let found = try QueryLog.$relation.withValue(label) {
            try RelationLoading.load(
                definition, keys, like: RelationLoading.keyType(M.self, link), database)
        }
        related.withLock { $0[id] = found }
        return found
    }
}
