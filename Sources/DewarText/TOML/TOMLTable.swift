/// A table that is being read.
final class TOMLTable {
    /// What a key leads to.
    enum Node {
        /// A value, also an inline table or a list: nothing is added to it.
        case value(JSON)
        case table(TOMLTable)
        /// What `[[…]]` makes; headers lead into the last.
        case tables([TOMLTable])
    }

    /// Whether it had a header of its own, or keys with dots before the last header: then it gets
    /// neither again.
    var isExplicit = false

    private var members: [(key: String, node: Node)] = []
    private var places: [ByteKey: Int] = [:]

    /// The table with all that is in it.
    var object: JSONObject { JSONObject(members.map { ($0.key, $0.node.json) }) }

    func node(_ key: String) -> Node? { places[ByteKey(key)].map { members[$0].node } }

    func add(_ key: String, _ node: Node) {
        places[ByteKey(key)] = members.count
        members.append((key, node))
    }

    func addTable(_ key: String) -> TOMLTable {
        let table = TOMLTable()
        add(key, .table(table))
        return table
    }

    /// Appends a table to a list of them, which is made if there is none.
    func appendTable(_ key: String) -> TOMLTable {
        let table = TOMLTable()
        guard let place = places[ByteKey(key)], case .tables(var list) = members[place].node else {
            add(key, .tables([table]))
            return table
        }
        members[place].node = .tables([])  // so that the list is not copied
        list.append(table)
        members[place].node = .tables(list)
        return table
    }
}

extension TOMLTable.Node {
    var json: JSON {
        switch self {
        case .value(let value): value
        case .table(let table): .object(table.object)
        case .tables(let list): .array(list.map { .object($0.object) })
        }
    }
}
