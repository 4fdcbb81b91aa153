import DewarText

/// Values by name: ordered, each name once, names compared by their bytes.
///
/// ```swift
/// let values: RouteValues = ["id": 42, "page": 2]
/// ```
public struct RouteValues: Sendable {
    private var pairs: [(String, RouteValue)] = []
    /// Positions by name; kept only when there are too many to be searched one by one.
    private var positions: [ByteKey: Int] = [:]
    /// Whether a value was null when it was set.
    private var hadNull = false
    private static let largestSearched = 12

    /// Makes an empty collection.
    public init() {}

    /// Makes a collection of pairs in order; of a repeated name the last value counts, at the
    /// place of the first.
    ///
    /// - Parameter pairs: Names and values.
    public init(_ pairs: some Sequence<(String, RouteValue)>) {
        self.pairs.reserveCapacity(pairs.underestimatedCount)
        for (name, value) in pairs { self[name] = value }
    }

    /// The value of a name; nil when there is none.
    ///
    /// Setting a value keeps the name's place or appends it; setting nil removes it.
    /// ```swift
    /// var values: RouteValues = ["id": 42]
    /// values["page"] = 2
    /// values["id"]    // .int(42)
    /// values["slug"]  // nil
    /// ```
    ///
    /// - SeeAlso: Python `dict`.
    public subscript(name: String) -> RouteValue? {
        get { position(of: name).map { pairs[$0].1 } }
        set {
            if case .null? = newValue { hadNull = true }
            switch (position(of: name), newValue) {
            case (let position?, let value?): pairs[position].1 = value
            case (nil, let value?):
                pairs.append((name, value))
                if !positions.isEmpty {
                    positions[ByteKey(name)] = pairs.count - 1
                } else if pairs.count > Self.largestSearched {
                    indexNames()
                }
            case (let position?, nil):
                pairs.remove(at: position)
                indexNames()
            case (nil, nil): break
            }
        }
    }

    /// The names in order.
    public var names: [String] { pairs.map(\.0) }

    /// Tells whether a name has a value.
    func contains(_ name: String) -> Bool { position(of: name) != nil }

    /// The values without those that are null.
    var withoutNulls: RouteValues { hadNull ? filtered { $0.value != .null } : self }

    /// Appends the values that no name of some takes to a query, in order.
    ///
    /// - Parameters:
    ///   - names: The names that are left out.
    ///   - query: Takes the parameters, encoded.
    func appendQuery(without names: [String], to query: inout [UInt8]) {
        let start = query.count
        for index in pairs.indices where !Self.contains(pairs[index].0, in: names) {
            Self.append(pairs[index].0, pairs[index].1, to: &query, from: start)
        }
    }

    /// Tells whether a name is among some.
    static func contains(_ name: String, in names: [String]) -> Bool {
        for index in names.indices where names[index].hasSameBytes(as: name) { return true }
        return false
    }

    /// The pairs that pass a test.
    func filtered(_ isIncluded: (Element) -> Bool) -> RouteValues {
        RouteValues(lazy.filter(isIncluded).map { ($0.name, $0.value) })
    }

    private func position(of name: String) -> Int? {
        guard positions.isEmpty else { return positions[ByteKey(name)] }
        // By index: going through the pairs would copy each of them.
        for index in pairs.indices where pairs[index].0.hasSameBytes(as: name) { return index }
        return nil
    }

    private mutating func indexNames() {
        positions = [:]
        guard pairs.count > Self.largestSearched else { return }
        for (position, pair) in pairs.enumerated() { positions[ByteKey(pair.0)] = position }
    }
}

extension RouteValues: RandomAccessCollection {
    /// The position of the first pair.
    public var startIndex: Int { 0 }
    /// The position after the last pair.
    public var endIndex: Int { pairs.count }
    /// The pair at a position.
    public subscript(position: Int) -> (name: String, value: RouteValue) { pairs[position] }
}

extension RouteValues: ExpressibleByDictionaryLiteral {
    /// Makes a collection of a literal; of a repeated name the last value counts.
    public init(dictionaryLiteral elements: (String, RouteValue)...) {
        // Most literals are short and name nothing twice: their own array will do.
        self.init()
        guard elements.count <= Self.largestSearched, !Self.hasRepeatedName(elements) else {
            for (name, value) in elements { self[name] = value }
            return
        }
        pairs = elements
        for index in elements.indices {
            if case .null = elements[index].1 { hadNull = true }
        }
    }

    private static func hasRepeatedName(_ pairs: [(String, RouteValue)]) -> Bool {
        for index in pairs.indices.dropFirst() {
            for before in 0..<index where pairs[before].0.hasSameBytes(as: pairs[index].0) {
                return true
            }
        }
        return false
    }
}

extension RouteValues: Equatable {
    /// Tells whether two collections give the same names the same values, in whatever order.
    public static func == (left: RouteValues, right: RouteValues) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.name] == $0.value }
    }
}
