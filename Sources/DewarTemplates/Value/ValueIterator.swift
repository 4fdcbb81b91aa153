/// Goes through the elements of a value.
struct ValueIterator {
    /// What is gone through; ``owner`` keeps it.
    private enum Source {
        case nothing
        case list(Unmanaged<List>)
        case tuple(Unmanaged<Tuple>)
        case text(Text)
        case dict(Unmanaged<Dict>, DictPart)
        case range
        case object(Unmanaged<IteratorObject>)
    }

    private let source: Source
    private let owner: Container?
    /// The next index, byte offset or number of a range.
    private var position = 0
    /// The step of a range.
    private var step = 1
    /// Elements left in a range; the count that a dictionary must keep.
    private var remaining = 0

    static var empty: ValueIterator { ValueIterator(.nothing) }

    private init(_ source: Source, _ owner: Container? = nil) {
        self.source = source
        self.owner = owner
    }

    init(_ list: List) { self.init(.list(.passUnretained(list)), list) }
    init(_ tuple: Tuple) { self.init(.tuple(.passUnretained(tuple)), tuple) }
    init(_ text: Text) { self.init(.text(text)) }
    init(_ elements: [Value]) { self.init(List(elements)) }
    init(_ object: IteratorObject) { self.init(.object(.passUnretained(object)), object) }

    init(_ dict: Dict, _ part: DictPart) {
        self.init(.dict(.passUnretained(dict), part), dict)
        remaining = dict.count
    }

    /// Goes through `start`, `start + step` …: `count` numbers, which `Int` has room for.
    init(start: Int, step: Int, count: Int) {
        self.init(.range)
        position = start
        self.step = step
        remaining = count
    }

    /// The next element, or nil at the end.
    ///
    /// An iterator that calls a template on the way cannot be asked by it again: a generator that
    /// is executing throws. Hence nobody puts another in its place meanwhile.
    mutating func next() throws -> Value? {
        switch source {
        case .list(let list):
            return list._withUnsafeGuaranteedRef { list in
                guard position < list.elements.count else {
                    // What is appended after the end is not seen any more.
                    position = .max
                    return nil
                }
                position &+= 1
                return list.elements[position &- 1]
            }
        case .tuple(let tuple):
            return tuple._withUnsafeGuaranteedRef { tuple in
                guard position < tuple.elements.count else { return nil }
                position &+= 1
                return tuple.elements[position &- 1]
            }
        case .range:
            guard remaining > 0 else { return nil }
            defer {
                position &+= step
                remaining &-= 1
            }
            return .int(position)
        case .text(let text):
            guard let (character, width) = text.character(atByte: position) else { return nil }
            position &+= width
            return .string(character)
        case .dict(let dict, let part):
            return try dict._withUnsafeGuaranteedRef { try nextEntry(of: $0, part) }
        case .object(let iterator):
            return try iterator._withUnsafeGuaranteedRef { try $0.next() }
        case .nothing: return nil
        }
    }

    /// Goes on, if the next element lies in a list and `read` makes something of it.
    ///
    /// - Returns: What `read` made of the element, which has no reference of its own meanwhile;
    ///   nil: nothing happened, ask ``next()``.
    @inline(__always)
    mutating func next<Result>(reading read: (UnretainedValue) -> Result?) -> Result? {
        guard case .list(let list) = source else { return nil }
        return list._withUnsafeGuaranteedRef { list in
            guard position < list.elements.count,
                let result = read(UnretainedValue(list.elements[position]))
            else { return nil }
            position &+= 1
            return result
        }
    }

    private mutating func nextEntry(of dict: Dict, _ part: DictPart) throws -> Value? {
        guard remaining >= 0 else { return nil }
        guard dict.count == remaining else {
            throw TemplateError(.runtimeError, "dictionary changed size during iteration")
        }
        while position < dict.entries.count {
            position &+= 1
            let entry = dict.entries[position &- 1]
            if !entry.isRemoved { return part.value(of: entry) }
        }
        // At its end an iterator does not look at the dictionary again.
        remaining = -1
        return nil
    }

    /// All that is left, in an array.
    mutating func collect() throws -> [Value] {
        var elements: [Value] = []
        if case .range = source { elements.reserveCapacity(min(remaining, 1 << 16)) }
        while let element = try next() {
            elements.append(element)
            if elements.count & 0xFFFF == 0 { try Value.checkCount(elements.count) }
        }
        return elements
    }
}

/// What a view of a dictionary shows.
enum DictPart: Sendable {
    case keys, values, items

    @inline(__always)
    func value(of entry: Dict.Entry) -> Value {
        switch self {
        case .keys: entry.key
        case .values: entry.value
        case .items: .tuple(Tuple([entry.key, entry.value]))
        }
    }
}

/// An iterator as a value: each element comes once.
class IteratorObject: Object {
    override var endsWithRendering: Bool { true }

    /// The next element, or nil at the end.
    func next() throws -> Value? { nil }

    override var typeName: String { "iterator" }

    override func makeIterator() throws -> ValueIterator? { ValueIterator(self) }
}

extension Value {
    /// About how many elements it has, to make room for; 0 if that is not known without going
    /// through them.
    var expectedCount: Int {
        switch self {
        case .list(let list): list.elements.count
        case .tuple(let tuple): tuple.elements.count
        case .object(let object): object.expectedCount
        default: 0
        }
    }
}
