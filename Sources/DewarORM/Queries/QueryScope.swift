/// What one query is made in: the aliases that are used, and the tables that its columns lead to.
///
/// Used while a closure of the query runs, and by one thread.
package final class QueryScope {
    /// Tables beside the first one, by their aliases.
    var joins: [SelectStatement.Join]
    private var aliases: Set<String> = []

    init(joins: [SelectStatement.Join] = []) {
        self.joins = joins
    }

    /// The alias under which a relation's table stands beside the others; it is added once.
    func join(
        _ table: String, as alias: String, isOuter: Bool, on condition: SQLNode
    ) -> String {
        if !joins.contains(where: { $0.alias == alias }) {
            joins.append(
                .init(table: table, alias: alias, isOuter: isOuter, condition: condition))
        }
        return alias
    }

    /// An alias for a subquery's table that hides none of those around it.
    func alias(for table: String, around outer: String) -> String {
        var alias = table
        var number = 1
        while alias == outer || aliases.contains(alias)
            || joins.contains(where: { $0.alias == alias })
        {
            number += 1
            alias = "\(table)_\(number)"
        }
        aliases.insert(alias)
        return alias
    }
}
