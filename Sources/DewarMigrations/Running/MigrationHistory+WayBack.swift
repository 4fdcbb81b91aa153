extension MigrationHistory {
    /// Sees to it that every way back that is there leads back.
    ///
    /// - Throws: ``MigrationError`` of kind `history`, and for operations that do not fit.
    func checkWaysBack() throws(MigrationError) {
        var before = SchemaState()
        for migration in migrations {
            var after = before
            for step in migration.up { try after.apply(step, of: migration) }
            if !migration.down.isEmpty { try migration.checkWayBack(from: after, to: before) }
            before = after
        }
    }

    /// Sees to it that a migration's way back leads back.
    ///
    /// - Parameter index: The migration's place, from 0.
    /// - Throws: ``MigrationError`` of kind `history`, and for operations that do not fit.
    func checkWayBack(of index: Int) throws(MigrationError) {
        let migration = migrations[index]
        guard !migration.down.isEmpty || migration.up.isEmpty else {
            throw .noWayBack(migration)
        }
        try migration.checkWayBack(
            from: try state(after: index + 1), to: try state(after: index))
    }
}

extension Migration {
    fileprivate func checkWayBack(
        from after: SchemaState, to before: SchemaState
    ) throws(MigrationError) {
        var state = after
        for step in down { try state.apply(step, of: self) }
        guard state != before else { return }
        let rest = try SchemaComparison(from: before, to: state)
        if let first = rest.operations.first {
            throw .wrongWayBack(self, MigrationWriter.text(of: first))
        }
    }
}
