import DewarText

/// Names and values in order, each name once: what lists and parameters of fields are read into.
///
/// The work per name does not grow with their number, which is the client's choice.
struct OrderedPairs<Value: Sendable>: Sendable {
    private(set) var items: [(name: String, value: Value)] = []
    /// Positions by name, once there are too many to be searched one by one.
    private var positions: [ByteKey: Int] = [:]
    private static var largestSearched: Int { 16 }

    /// Sets a value, at the place of the name if it is there.
    mutating func set(_ name: String, _ value: Value) {
        if let position = position(of: name) {
            items[position].value = value
        } else {
            append(name, value)
        }
    }

    /// The place of a name.
    func position(of name: String) -> Int? {
        positions.isEmpty
            ? items.firstIndex { $0.name.hasSameBytes(as: name) } : positions[ByteKey(name)]
    }

    /// The value of a name.
    func value(of name: String) -> Value? { position(of: name).map { items[$0].value } }

    /// Removes a name.
    ///
    /// - Returns: Its value; nil when it was not there.
    @discardableResult
    mutating func remove(_ name: String) -> Value? {
        guard let position = position(of: name) else { return nil }
        let value = items.remove(at: position).value
        positions = [:]
        if items.count > Self.largestSearched { indexNames() }
        return value
    }

    private mutating func append(_ name: String, _ value: Value) {
        items.append((name, value))
        if !positions.isEmpty {
            positions[ByteKey(name)] = items.count - 1
        } else if items.count > Self.largestSearched {
            indexNames()
        }
    }

    private mutating func indexNames() {
        for (position, item) in items.enumerated() { positions[ByteKey(item.name)] = position }
    }
}

extension OrderedPairs<String> {
    /// Sets a value, or makes the name's value longer by it.
    mutating func extend(_ name: String, by value: String) {
        if let position = position(of: name) {
            items[position].value += value
        } else {
            append(name, value)
        }
    }
}
