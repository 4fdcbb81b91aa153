/// The rows of a relation, and which of them belong to which value.
final class RelatedSet<M: Model>: Sendable {
    let set: ResultSet<M>
    /// The runs of rows that belong together.
    private let groups: [[Range<Int>]]
    /// The number of each value's group; nil for a value that no row belongs to.
    private let numbers: [Int?]

    /// - Parameters:
    ///   - set: The rows.
    ///   - grouping: Their groups.
    ///   - keys: What each value has its rows by.
    init(_ set: ResultSet<M>, _ grouping: RelatedGroups, keys: [DatabaseValue]) {
        self.set = set
        groups = grouping.groups
        numbers = keys.map { grouping.number(of: $0) }
    }

    /// The rows that belong to a value, in the relation's order.
    ///
    /// - Parameter index: Which value.
    /// - Returns: None, one or more.
    func rows(of index: Int) -> [Loaded<M>] {
        guard let number = numbers[index] else { return [] }
        let runs = groups[number]
        let found = runs.reduce(0) { $0 + $1.count }
        return Array(unsafeUninitializedCapacity: found) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            for run in runs {
                for place in run {
                    (base + count).initialize(to: Loaded(results: set, index: place))
                    count += 1
                }
            }
        }
    }
}

/// Finds out which rows belong together: those that name the same owner.
struct RelatedGroups {
    private let type: any ColumnValue.Type
    /// How many rows there are.
    private var count = 0
    /// The runs of rows of each group: rows often come one owner after the other.
    private(set) var groups: [[Range<Int>]] = []
    private var numbers: [DatabaseValue: Int] = [:]
    /// The row before, its group and where its run begins.
    private var last: (owner: DatabaseValue, number: Int, start: Int)?

    /// - Parameter type: The type of the keys.
    init(like type: any ColumnValue.Type) {
        self.type = type
    }

    /// Adds the next row.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - column: Where it names its owner.
    mutating func append(_ row: any DriverRow, owner column: Int) {
        defer { count += 1 }
        if let last, case .integer(let owner) = last.owner, row.integer(at: column) == owner {
            return
        }
        let owner = row.value(at: column)
        if let last, last.owner == owner { return }
        endRun()
        last = (owner, makeNumber(of: owner), count)
    }

    /// Takes note of the last run.
    mutating func endRun() {
        if let last { groups[last.number].append(last.start..<count) }
        last = nil
    }

    private mutating func makeNumber(of owner: DatabaseValue) -> Int {
        // SQLite gives text for a UUID: it must be the same key.
        let key = type.init(databaseValue: owner)?.databaseValue ?? owner
        if let number = numbers[key] { return number }
        numbers[key] = groups.count
        groups.append([])
        return groups.count - 1
    }

    /// The group of an owner; nil for one that no row names.
    func number(of key: DatabaseValue) -> Int? { numbers[key] }
}
