/// What a call passes: positional values, then named ones.
///
/// One reference, so that it is cheap to hand on and to keep; no arguments cost no allocation, up
/// to two positional values cost one.
struct Arguments {
    private var storage: Storage?

    struct Keyword {
        let name: Text
        let value: Value
    }

    private final class Storage {
        // Changed only while one `Arguments` alone refers to it.
        @exclusivity(unchecked) var first: Value?
        @exclusivity(unchecked) var second: Value?
        @exclusivity(unchecked) var rest: [Value]
        @exclusivity(unchecked) var keywords: [Keyword]

        init(
            first: Value? = nil, second: Value? = nil, rest: [Value] = [],
            keywords: [Keyword] = []
        ) {
            self.first = first
            self.second = second
            self.rest = rest
            self.keywords = keywords
        }
    }

    init() {}

    init(_ first: Value) {
        storage = Storage(first: first)
    }

    init(_ first: Value, _ second: Value) {
        storage = Storage(first: first, second: second)
    }

    init(_ positional: [Value], keywords: [Keyword] = []) {
        if positional.isEmpty, keywords.isEmpty { return }
        storage = Storage(
            first: positional.first, second: positional.dropFirst().first,
            rest: positional.count > 2 ? Array(positional[2...]) : [], keywords: keywords)
    }

    /// The named values, in the order of the call; each name once.
    var keywords: [Keyword] { storage?.keywords ?? [] }

    /// Whether there are named values.
    var hasKeywords: Bool {
        guard let storage else { return false }
        return !storage.keywords.isEmpty
    }

    /// The number of positional values.
    var count: Int {
        guard let storage, storage.first != nil else { return 0 }
        return storage.second == nil ? 1 : storage.rest.count + 2
    }

    @inline(__always)
    var isEmpty: Bool { storage == nil }

    /// The positional value at an index, or nil beyond the end.
    subscript(index: Int) -> Value? {
        guard let storage else { return nil }
        switch index {
        case 0: return storage.first
        case 1: return storage.second
        default: return index - 2 < storage.rest.count ? storage.rest[index - 2] : nil
        }
    }

    /// The two positional values, if there are no others and both are `str`; else nil.
    ///
    /// They live as long as the arguments.
    @inline(__always)
    var pairOfTexts: (UnretainedText, UnretainedText)? {
        guard let storage, storage.rest.isEmpty, storage.keywords.isEmpty,
            case .string(let first) = UnretainedValue(storage.first),
            case .string(let second) = UnretainedValue(storage.second)
        else { return nil }
        return (first, second)
    }

    /// All positional values.
    var positional: [Value] {
        guard let storage, let first = storage.first else { return [] }
        guard let second = storage.second else { return [first] }
        return storage.rest.isEmpty ? [first, second] : [first, second] + storage.rest
    }

    /// A storage that nobody else has.
    private mutating func uniqueStorage() -> Storage {
        if isKnownUniquelyReferenced(&storage), let storage { return storage }
        let copy = Storage(
            first: storage?.first, second: storage?.second, rest: storage?.rest ?? [],
            keywords: storage?.keywords ?? [])
        storage = copy
        return copy
    }

    mutating func append(_ value: Value) {
        let storage = uniqueStorage()
        if storage.first == nil {
            storage.first = value
        } else if storage.second == nil {
            storage.second = value
        } else {
            storage.rest.append(value)
        }
    }

    /// Appends a named value; false if the name is there already.
    mutating func append(_ value: Value, named name: Text) -> Bool {
        let storage = uniqueStorage()
        guard !storage.keywords.contains(where: { $0.name == name }) else { return false }
        storage.keywords.append(Keyword(name: name, value: value))
        return true
    }

    /// The value of a name.
    subscript(name: Text) -> Value? {
        guard let storage, !storage.keywords.isEmpty else { return nil }
        for keyword in storage.keywords where keyword.name == name { return keyword.value }
        return nil
    }

    /// The same without the first `number` positional values.
    func dropping(_ number: Int) -> Arguments {
        Arguments(Array(positional.dropFirst(number)), keywords: keywords)
    }

    /// The same with a value before the others.
    func prepending(_ value: Value) -> Arguments {
        guard storage != nil else { return Arguments(value) }
        return Arguments([value] + positional, keywords: keywords)
    }
}
