/// What one query is made in: the names that are used, and the tables that its columns lead to.
///
/// Unchecked, because it is used while a closure of the query runs, and by the thread that runs it.
package final class QueryScope: @unchecked Sendable {
    /// The scope of the query whose closure runs: a query that is made in it stands inside that one.
    @TaskLocal private static var enclosing: QueryScope?

    /// Tables beside the first one, by their aliases.
    private(set) var joins: [SelectStatement.Join]
    /// Names that queries inside this one have.
    private var reserved: Set<String> = []
    private let alias: String
    private let outer: QueryScope?

    /// Makes the scope of a query, inside that whose closure runs.
    convenience init(alias: String, joins: [SelectStatement.Join] = []) {
        self.init(alias: alias, joins: joins, inside: Self.enclosing)
    }

    private init(alias: String, joins: [SelectStatement.Join], inside outer: QueryScope?) {
        self.alias = alias
        self.joins = joins
        self.outer = outer
    }

    /// The scope of a query inside this one.
    ///
    /// - Parameter table: What it is about.
    /// - Returns: The scope, and a name for the table that hides none of those around it.
    func inside(_ table: String) -> (scope: QueryScope, alias: String) {
        let name = freeName(table)
        reserve(name)
        return (QueryScope(alias: name, joins: [], inside: self), name)
    }

    /// Runs a closure of the query.
    func run<Result>(_ body: () -> Result) -> Result {
        Self.$enclosing.withValue(self, operation: body)
    }

    /// A name for the table of a query that begins here: its own, unless a query around it has it.
    static func name(for table: String) -> String {
        guard let enclosing else { return table }
        let name = enclosing.freeName(table)
        enclosing.reserve(name)
        return name
    }

    /// Whether a query around the place that runs calls a table so.
    static func isTaken(_ alias: String) -> Bool { enclosing?.isNamed(alias) ?? false }

    private func isNamed(_ name: String) -> Bool {
        name == alias || joins.contains { $0.alias == name } || (outer?.isNamed(name) ?? false)
    }

    /// The alias under which a relation's table stands beside the others; it is added once.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - way: How it is reached, for its name.
    ///   - isOuter: Whether rows stay that have no partner.
    ///   - condition: How its rows belong to the others, by its alias.
    /// - Returns: The alias.
    func join(
        _ table: String, by way: String, isOuter: Bool, on condition: (String) -> SQLNode
    ) -> String {
        if let known = joins.first(where: { $0.way == way }) { return known.alias }
        let name = freeName(way)
        joins.append(
            .init(
                table: table, alias: name, isOuter: isOuter, condition: condition(name), way: way))
        outer?.reserve(name)
        return name
    }

    /// Whether this is the table that the query is about.
    func isFirst(_ alias: String) -> Bool { alias == self.alias }

    /// A table beside the others that no column leads to again.
    func join(_ table: String, on condition: (String) -> SQLNode) -> String {
        join(table, by: freeName(table), isOuter: false, on: condition)
    }

    private func freeName(_ wanted: String) -> String {
        var name = wanted
        var number = 1
        while isUsed(name) {
            number += 1
            name = "\(wanted)_\(number)"
        }
        return name
    }

    private func isUsed(_ name: String) -> Bool {
        name == alias || reserved.contains(name) || joins.contains { $0.alias == name }
            || (outer?.isUsed(name) ?? false)
    }

    /// Keeps a name from what is added here later.
    private func reserve(_ name: String) {
        reserved.insert(name)
        outer?.reserve(name)
    }
}
