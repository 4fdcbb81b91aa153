/// Keys and values, in order, each key once: what a session holds.
///
/// ```swift
/// var cart: SessionDictionary = ["apples": 2]
/// cart["pears"] = 1
/// ```
public struct SessionDictionary: Sendable {
    private var members: [(key: SessionKey, value: SessionValue)] = []

    /// Makes an empty dictionary.
    public init() {}

    /// Makes a dictionary of members in order; of a repeated key the last value counts, at the
    /// place of the first.
    ///
    /// - Parameter members: Keys and values.
    public init(_ members: some Sequence<(SessionKey, SessionValue)>) {
        var positions: [SessionKey: Int] = [:]
        for (key, value) in members {
            if let position = positions[key] {
                self.members[position].value = value
            } else {
                positions[key] = self.members.count
                self.members.append((key, value))
            }
        }
    }

    /// Makes a dictionary of members whose keys are known to differ.
    init(unique members: [(key: SessionKey, value: SessionValue)]) {
        self.members = members
    }

    /// The value of a key; nil when there is none.
    ///
    /// Setting a value keeps the member's place or appends it; setting nil removes it.
    /// ```swift
    /// var seats: SessionDictionary = [1: "Kim"]
    /// seats[SessionKey.int(2)] = "Lee"
    /// seats[SessionKey.int(1)]?.string  // "Kim"
    /// ```
    ///
    /// - SeeAlso: Python `dict`.
    public subscript(key: SessionKey) -> SessionValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): members.remove(at: position)
            case (nil, let value?): members.append((key, value))
            case (nil, nil): break
            }
        }
    }

    /// The value of a text key; nil when there is none.
    ///
    /// Setting a value keeps the member's place or appends it; setting nil removes it.
    /// ```swift
    /// var cart: SessionDictionary = ["apples": 2]
    /// cart["apples"]?.int  // 2
    /// cart["pears"]        // nil
    /// ```
    ///
    /// - SeeAlso: Python `dict`.
    public subscript(key: String) -> SessionValue? {
        get { self[.string(key)] }
        set { self[.string(key)] = newValue }
    }

    /// The keys in order.
    public var keys: [SessionKey] { members.map(\.key) }

    private func position(of key: SessionKey) -> Int? {
        members.firstIndex { $0.key == key }
    }

    /// The members in the order in which Flask writes them; nil when their keys have none.
    var sortedByKey: [(key: SessionKey, value: SessionValue)]? {
        var isSorted = true
        for index in members.indices.dropFirst() {
            guard let precedes = members[index].key.precedes(members[index - 1].key) else {
                return nil
            }
            if precedes { isSorted = false }
        }
        guard !isSorted else { return members }
        // Neighbours have an order, so all have: there are two kinds of keys, and no third.
        return members.sorted { $0.key.precedes($1.key) ?? false }
    }
}

extension SessionDictionary: RandomAccessCollection {
    /// The position of the first member.
    public var startIndex: Int { 0 }
    /// The position after the last member.
    public var endIndex: Int { members.count }
    /// The member at a position.
    public subscript(position: Int) -> (key: SessionKey, value: SessionValue) { members[position] }
}

extension SessionDictionary: ExpressibleByDictionaryLiteral {
    /// Makes a dictionary of a literal; of a repeated key the last value counts.
    public init(dictionaryLiteral elements: (SessionKey, SessionValue)...) {
        self.init(elements)
    }
}

extension SessionDictionary: Equatable {
    /// Tells whether two dictionaries have the same members, in whatever order.
    public static func == (left: SessionDictionary, right: SessionDictionary) -> Bool {
        guard left.count == right.count else { return false }
        let others = Dictionary(right.members.map { ($0.key, $0.value) }) { first, _ in first }
        return left.members.allSatisfy { others[$0.key] == $0.value }
    }
}
