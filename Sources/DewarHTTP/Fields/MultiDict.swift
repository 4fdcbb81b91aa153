import DewarText

/// Values by name, where a name may come more than once: query arguments, form fields, cookies,
/// uploaded files.
///
/// Names keep the order in which they first appeared, and the values of a name their own. Names
/// are compared byte for byte.
/// ```swift
/// request.args["q"]                                   // the first value, or nil
/// request.args.get("page", as: Int.self, default: 1)  // 1 also for ?page=abc
/// request.args.all("tag")                             // every value
/// try request.args.require("q")                       // 400 when it is missing
/// ```
///
/// - SeeAlso: Werkzeug `MultiDict`.
public struct MultiDict<Value: Sendable>: Sendable {
    private var entries: [Entry] = []
    /// Positions by name; kept only when there are too many names to be searched one by one.
    private var positions = [ByteKey: Int]()
    /// The marks of all names that were ever here: most of those that are not are known at once.
    private var marks: UInt64 = 0

    /// What a developer is told besides when a value is missing that must be there.
    var missingNote: (@Sendable (_ key: String) -> String?)?

    fileprivate struct Entry: Sendable {
        let key: String
        var values: Values
    }

    /// The values of one name; nearly always one, which then needs no memory of its own.
    fileprivate enum Values: Sendable {
        case one(Value)
        case list([Value])
    }

    /// The largest number of names that are searched one by one.
    private static var largestSearched: Int { 12 }

    /// Makes a dictionary without names.
    public init() {}

    /// Makes a dictionary of pairs, in order; a name may come more than once.
    ///
    /// - Parameter pairs: Names and values.
    public init(_ pairs: some Sequence<(String, Value)>) {
        for (key, value) in pairs { add(key, value) }
    }

    /// Makes room for names.
    ///
    /// ```swift
    /// var fields = MultiDict<String>()
    /// fields.reserveCapacity(16)
    /// ```
    ///
    /// - Parameter count: The expected number of names.
    /// - SeeAlso: Swift `Array.reserveCapacity`.
    public mutating func reserveCapacity(_ count: Int) {
        entries.reserveCapacity(count)
    }

    // MARK: Reading

    /// The number of names.
    public var count: Int { entries.count }

    /// Whether there is no name.
    public var isEmpty: Bool { entries.isEmpty }

    /// The first value of a name, or nil when there is none.
    ///
    /// Setting a value replaces all values of the name, at its place; setting nil removes it.
    /// ```swift
    /// var args: MultiDict = ["tag": "x", "tag": "y"]
    /// args["tag"]        // "x"
    /// args["tag"] = "z"
    /// args.all("tag")    // ["z"]
    /// ```
    ///
    /// - SeeAlso: Werkzeug `MultiDict.__getitem__`, which is an error where there is none.
    public subscript(key: String) -> Value? {
        get { position(of: key).flatMap { entries[$0].first } }
        set {
            if let newValue { set(key, .one(newValue)) } else { removeAll(key) }
        }
    }

    /// The values of a name.
    ///
    /// ```swift
    /// let args: MultiDict = ["tag": "x", "q": "a", "tag": "y"]
    /// args.all("tag")  // ["x", "y"]
    /// ```
    ///
    /// - Parameter key: The name.
    /// - Returns: The values in order; none when the name is missing.
    /// - SeeAlso: Werkzeug `MultiDict.getlist`.
    public func all(_ key: String) -> [Value] {
        position(of: key).map { entries[$0].all } ?? []
    }

    /// Tells whether a name is there, even if without values.
    ///
    /// ```swift
    /// let isSearch = request.args.contains("q")
    /// ```
    ///
    /// - SeeAlso: Werkzeug `MultiDict.__contains__`.
    public func contains(_ key: String) -> Bool { position(of: key) != nil }

    /// The names, in the order in which they first appeared.
    public var keys: [String] { entries.map(\.key) }

    /// The names and their first values.
    public var items: [(key: String, value: Value)] {
        entries.compactMap { entry in entry.first.map { (entry.key, $0) } }
    }

    /// The names and all of their values.
    public var lists: [(key: String, values: [Value])] { entries.map { ($0.key, $0.all) } }

    /// Every pair of name and value, grouped by name.
    public var pairs: [(key: String, value: Value)] {
        entries.flatMap { entry in entry.all.map { (entry.key, $0) } }
    }

    // MARK: Changing

    /// Appends a value to those of a name.
    ///
    /// ```swift
    /// var args: MultiDict = ["tag": "x"]
    /// args.add("tag", "y")
    /// args.all("tag")  // ["x", "y"]
    /// ```
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - value: The value.
    /// - SeeAlso: Werkzeug `MultiDict.add`.
    public mutating func add(_ key: String, _ value: Value) {
        if let position = position(of: key) {
            entries[position].append(value)
        } else {
            append(Entry(key: key, values: .one(value)))
        }
    }

    /// Replaces the values of a name, at its place.
    ///
    /// ```swift
    /// var args: MultiDict = ["tag": "x"]
    /// args.setAll("tag", ["y", "z"])
    /// args.all("tag")  // ["y", "z"]
    /// ```
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - values: The values; none leaves a name without values.
    /// - SeeAlso: Werkzeug `MultiDict.setlist`.
    public mutating func setAll(_ key: String, _ values: [Value]) {
        set(key, .list(values))
    }

    /// Gives a name a value unless it is there already.
    ///
    /// ```swift
    /// var args: MultiDict = ["tag": "x"]
    /// args.setDefault("tag", "y")  // "x"
    /// ```
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - value: The value for a name that is missing.
    /// - Returns: The name's first value; nil when it is there without values.
    /// - SeeAlso: Werkzeug `MultiDict.setdefault`.
    @discardableResult
    public mutating func setDefault(_ key: String, _ value: Value) -> Value? {
        if !contains(key) { self[key] = value }
        return self[key]
    }

    /// Gives a name values unless it is there already.
    ///
    /// ```swift
    /// var args = MultiDict<String>()
    /// args.setDefaults("tag", ["x", "y"])  // ["x", "y"]
    /// ```
    ///
    /// - Parameters:
    ///   - key: The name.
    ///   - values: The values for a name that is missing.
    /// - Returns: The name's values.
    /// - SeeAlso: Werkzeug `MultiDict.setlistdefault`.
    @discardableResult
    public mutating func setDefaults(_ key: String, _ values: [Value]) -> [Value] {
        if !contains(key) { setAll(key, values) }
        return all(key)
    }

    /// Appends every pair of another dictionary.
    ///
    /// ```swift
    /// var args: MultiDict = ["tag": "x"]
    /// args.update(["tag": "y"] as MultiDict)
    /// args.all("tag")  // ["x", "y"]
    /// ```
    ///
    /// - Parameter other: The other dictionary; its values come after those that are there.
    /// - SeeAlso: Werkzeug `MultiDict.update`.
    public mutating func update(_ other: MultiDict) {
        for entry in other.entries {
            for value in entry.all { add(entry.key, value) }
        }
    }

    /// Appends pairs.
    ///
    /// - Parameter pairs: Names and values.
    public mutating func update(_ pairs: some Sequence<(String, Value)>) {
        for (key, value) in pairs { add(key, value) }
    }

    /// Joins two dictionaries: a name's values are those of this one, then those of the other.
    ///
    /// ```swift
    /// let query: MultiDict = ["a": "1"]
    /// query.combined(with: ["a": "2", "b": "3"]).all("a")  // ["1", "2"]
    /// ```
    ///
    /// - Parameter other: The other dictionary.
    /// - Returns: All pairs of both.
    /// - SeeAlso: Werkzeug `CombinedMultiDict`.
    public func combined(with other: MultiDict) -> MultiDict {
        var result = self
        result.update(other)
        return result
    }

    /// Removes a name.
    ///
    /// ```swift
    /// var args: MultiDict = ["tag": "x", "tag": "y"]
    /// args.remove("tag")  // "x"
    /// args.isEmpty        // true
    /// ```
    ///
    /// - Parameter key: The name.
    /// - Returns: Its first value; nil when it had none or was missing.
    /// - SeeAlso: Werkzeug `MultiDict.pop`.
    @discardableResult
    public mutating func remove(_ key: String) -> Value? { removeAll(key).first }

    /// Removes a name.
    ///
    /// ```swift
    /// var args: MultiDict = ["tag": "x", "tag": "y"]
    /// args.removeAll("tag")  // ["x", "y"]
    /// ```
    ///
    /// - Parameter key: The name.
    /// - Returns: Its values; none when it was missing.
    /// - SeeAlso: Werkzeug `MultiDict.poplist`.
    @discardableResult
    public mutating func removeAll(_ key: String) -> [Value] {
        guard let position = position(of: key) else { return [] }
        let values = entries.remove(at: position).all
        positions = [:]
        if entries.count > Self.largestSearched { indexEntries() }
        return values
    }

    /// Removes every name.
    public mutating func removeAll() {
        entries = []
        positions = [:]
    }
}

extension MultiDict {
    private func position(of key: String) -> Int? {
        guard marks & Self.mark(of: key) != 0 else { return nil }
        guard positions.isEmpty else { return positions[ByteKey(key)] }
        // By index: going through the entries would hold on to each of them.
        let count = key.utf8.count
        for index in entries.indices where entries[index].key.utf8.count == count {
            if entries[index].key.hasSameBytes(as: key) { return index }
        }
        return nil
    }

    /// One of 64 bits, by the length and the ends of a name.
    private static func mark(of key: String) -> UInt64 {
        var key = key
        return key.withUTF8(mark)
    }

    @inline(__always)
    private static func mark(of key: ByteView) -> UInt64 {
        guard !key.isEmpty else { return 1 }
        let sum = Int(key[0]) &* 7 &+ Int(key[key.count - 1]) &+ key.count &* 13
        return 1 &<< UInt64(truncatingIfNeeded: sum & 63)
    }

    /// Appends a value to those of a name that is ASCII and lies in memory: nearly always it is
    /// known to be new before there is a text of it.
    ///
    /// - Parameters:
    ///   - name: ASCII.
    ///   - value: The value.
    @inline(__always)
    mutating func add(ascii name: ByteView, _ value: Value) {
        let mark = Self.mark(of: name)
        let key = name.shortText
        guard marks & mark == 0, entries.count < Self.largestSearched else {
            return add(key, value)
        }
        entries.append(Entry(key: key, values: .one(value)))
        marks |= mark
    }

    private mutating func set(_ key: String, _ values: Values) {
        if let position = position(of: key) {
            entries[position].values = values
        } else {
            append(Entry(key: key, values: values))
        }
    }

    private mutating func append(_ entry: Entry) {
        entries.append(entry)
        marks |= Self.mark(of: entry.key)
        if !positions.isEmpty {
            positions[ByteKey(entry.key)] = entries.count - 1
        } else if entries.count > Self.largestSearched {
            indexEntries()
        }
    }

    private mutating func indexEntries() {
        for (position, entry) in entries.enumerated() {
            positions[ByteKey(entry.key)] = position
        }
    }
}

extension MultiDict.Entry {
    fileprivate var first: Value? {
        switch values {
        case .one(let value): value
        case .list(let values): values.first
        }
    }

    fileprivate var all: [Value] {
        switch values {
        case .one(let value): [value]
        case .list(let values): values
        }
    }

    fileprivate mutating func append(_ value: Value) {
        switch values {
        case .one(let first): values = .list([first, value])
        case .list(var list):
            // Only one reference to the list may be left, or every append would copy it.
            values = .list([])
            list.append(value)
            values = .list(list)
        }
    }
}

extension MultiDict: ExpressibleByDictionaryLiteral {
    /// Makes a dictionary of a literal; a name may come more than once.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements)
    }
}

extension MultiDict: Equatable where Value == String {
    /// Tells whether two dictionaries have the same values for the same names, in whatever order
    /// the names come; text by its bytes.
    public static func == (left: MultiDict, right: MultiDict) -> Bool {
        left.count == right.count
            && left.entries.allSatisfy { entry in
                guard let position = right.position(of: entry.key) else { return false }
                let (mine, others) = (entry.all, right.entries[position].all)
                return mine.count == others.count
                    && zip(mine, others).allSatisfy { $0.hasSameBytes(as: $1) }
            }
    }
}
