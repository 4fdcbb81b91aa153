private import DewarORM
private import DewarText

/// Migrations in their order, each after the one that it follows.
package struct MigrationHistory: Sendable {
    /// The migrations, the first one first.
    package let migrations: [Migration]

    /// Puts migrations in order.
    ///
    /// - Parameter files: Migrations in any order.
    /// - Throws: ``MigrationError`` of kind `history`: for revisions that several have, that are not
    ///   there, or that follow themselves, and for several heads.
    package init(_ files: [Migration]) throws(MigrationError) {
        var byRevision: [String: Migration] = [:]
        var children: [String: [Migration]] = [:]
        for file in files {
            if let other = byRevision.updateValue(file, forKey: file.revision) {
                throw .sameRevision(file.revision, other.path, file.path)
            }
            children[file.parent ?? "", default: []].append(file)
        }
        for file in files {
            guard let parent = file.parent, byRevision[parent] == nil else { continue }
            throw .missingParent(parent, of: file, known: files.map(\.revision))
        }
        var order: [Migration] = []
        var next = children[""] ?? []
        while let migration = next.first {
            guard next.count == 1 else { throw .heads(next, after: order.last) }
            order.append(migration)
            next = children[migration.revision] ?? []
        }
        guard order.count == files.count else {
            let done = Set(order.map(\.revision))
            throw .circle(files.filter { !done.contains($0.revision) })
        }
        migrations = order
    }

    /// The migrations that no other follows: more than one only when they are out of order.
    package static func heads(of files: [Migration]) -> [Migration] {
        let parents = Set(files.compactMap(\.parent))
        return files.filter { !parents.contains($0.revision) }
    }

    /// The schema that the first migrations amount to.
    ///
    /// - Parameter count: How many; all unless told.
    /// - Returns: The schema.
    /// - Throws: ``MigrationError`` for an operation that does not fit, with its place.
    package func state(after count: Int? = nil) throws(MigrationError) -> SchemaState {
        var state = SchemaState()
        for migration in migrations.prefix(count ?? migrations.count) {
            for step in migration.up { try state.apply(step, of: migration) }
        }
        return state
    }

    /// The place of a revision, from 0.
    ///
    /// - Parameter name: A revision, the beginning of one, or `head`.
    /// - Returns: How many migrations there are up to it; 0 for `base`.
    /// - Throws: ``MigrationError`` of kind `argument` for what is none, or the beginning of several.
    package func count(upTo name: String) throws(MigrationError) -> Int {
        if name == "head" || name == "heads" { return migrations.count }
        if name == "base" { return 0 }
        if let index = migrations.firstIndex(where: { $0.revision == name }) { return index + 1 }
        let found = migrations.indices.filter { migrations[$0].revision.hasPrefix(name) }
        guard let first = found.first, !name.isEmpty else {
            throw .noRevision(name, migrations.map(\.revision))
        }
        guard found.count == 1 else {
            throw .severalRevisions(name, found.map { migrations[$0].revision })
        }
        return first + 1
    }
}

extension SchemaState {
    /// Does what a step says, and tells its place if it does not fit.
    package mutating func apply(
        _ step: Migration.Step, of migration: Migration
    ) throws(MigrationError) {
        do {
            try apply(step.operation)
        } catch {
            throw error.at(migration.path, step.line)
        }
    }
}

extension Migration {
    /// A digest of what it does: not of its comments, nor of what takes it back.
    package var checksum: String {
        var text = isTransactional ? "" : "transaction none\n"
        for step in up { text += MigrationWriter.text(of: step.operation) + "\n" }
        return Array(text.utf8).withUnsafeBytes { SHA1.hexadecimal(of: $0) }
    }
}
