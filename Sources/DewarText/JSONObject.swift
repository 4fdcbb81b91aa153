/// The members of a JSON object: ordered, each key once, keys compared by their bytes.
///
/// ```swift
/// var post: JSONObject = ["id": 7, "title": "Hello"]
/// post["title"] = "Hi"    // keeps its place
/// post["id"] = nil        // removes the member
/// ```
public struct JSONObject: Sendable {
    private var members: [(key: String, value: JSON)] = []
    /// Positions by key; kept only for objects too large to be searched one by one.
    private var positions = [ByteKey: Int]()
    private static let largestSearched = 12

    /// Makes an object without members.
    public init() {}

    /// Makes an object of members in order; of a repeated key the last value counts, at the place
    /// of the first.
    ///
    /// - Parameter members: Keys and values.
    public init(_ members: some Sequence<(String, JSON)>) {
        for (key, value) in members { self[key] = value }
    }

    /// The value of a member; nil when there is none.
    ///
    /// Setting a value keeps the member's place or appends it; setting nil removes it.
    /// ```swift
    /// var post: JSONObject = ["id": 7]
    /// post["title"] = "Hello"
    /// post["title"]?.string  // "Hello"
    /// post["id"] = nil
    /// post.keys              // ["title"]
    /// ```
    ///
    /// - SeeAlso: Python `dict`.
    public subscript(key: String) -> JSON? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }

    private func position(of key: String) -> Int? {
        positions.isEmpty
            ? members.firstIndex { $0.key.hasSameBytes(as: key) } : positions[ByteKey(key)]
    }

    private mutating func append(_ key: String, _ value: JSON) {
        members.append((key, value))
        if !positions.isEmpty {
            positions[ByteKey(key)] = members.count - 1
        } else if members.count > Self.largestSearched {
            indexMembers()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        positions = [:]
        if members.count > Self.largestSearched { indexMembers() }
    }

    private mutating func indexMembers() {
        for (position, member) in members.enumerated() {
            positions[ByteKey(member.key)] = position
        }
    }
}

extension JSONObject: RandomAccessCollection {
    /// The position of the first member.
    public var startIndex: Int { 0 }
    /// The position after the last member.
    public var endIndex: Int { members.count }
    /// The member at a position.
    public subscript(position: Int) -> (key: String, value: JSON) { members[position] }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object of a literal; of a repeated key the last value counts.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements)
    }
}

extension JSONObject: Hashable {
    /// Tells whether two objects have the same members, in whatever order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }

    /// Hashes the members, in whatever order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in members {
            var member = Hasher()
            member.combine(ByteKey(key))
            member.combine(value)
            sum ^= member.finalize()
        }
        hasher.combine(sum)
    }
}
