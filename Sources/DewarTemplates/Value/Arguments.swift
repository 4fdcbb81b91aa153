/// What a call passes: positional values, then named ones.
///
/// Up to two positional values cost no allocation.
struct Arguments {
    private var first: Value?
    private var second: Value?
    private var rest: [Value] = []
    /// The named values, in the order of the call; each name once.
    private(set) var keywords: [Keyword] = []

    struct Keyword {
        let name: Text
        let value: Value
    }

    init() {}

    init(_ first: Value) {
        self.first = first
    }

    init(_ first: Value, _ second: Value) {
        self.first = first
        self.second = second
    }

    init(_ positional: [Value], keywords: [Keyword] = []) {
        first = positional.first
        second = positional.dropFirst().first
        if positional.count > 2 { rest = Array(positional[2...]) }
        self.keywords = keywords
    }

    /// The number of positional values.
    var count: Int { first == nil ? 0 : second == nil ? 1 : rest.count + 2 }

    var isEmpty: Bool { first == nil && keywords.isEmpty }

    /// The positional value at an index, or nil beyond the end.
    subscript(index: Int) -> Value? {
        switch index {
        case 0: first
        case 1: second
        default: index - 2 < rest.count ? rest[index - 2] : nil
        }
    }

    /// All positional values.
    var positional: [Value] {
        guard let first else { return [] }
        guard let second else { return [first] }
        return [first, second] + rest
    }

    mutating func append(_ value: Value) {
        if first == nil {
            first = value
        } else if second == nil {
            second = value
        } else {
            rest.append(value)
        }
    }

    /// Appends a named value; false if the name is there already.
    mutating func append(_ value: Value, named name: Text) -> Bool {
        guard !keywords.contains(where: { $0.name == name }) else { return false }
        keywords.append(Keyword(name: name, value: value))
        return true
    }

    /// The value of a name.
    subscript(name: Text) -> Value? {
        for keyword in keywords where keyword.name == name { return keyword.value }
        return nil
    }

    /// The same without the first `number` positional values.
    func dropping(_ number: Int) -> Arguments {
        Arguments(Array(positional.dropFirst(number)), keywords: keywords)
    }

    /// The same with a value before the others.
    func prepending(_ value: Value) -> Arguments {
        guard let first else {
            var result = self
            result.first = value
            return result
        }
        guard let second else {
            var result = self
            (result.first, result.second) = (value, first)
            return result
        }
        return Arguments([value, first, second] + rest, keywords: keywords)
    }
}
