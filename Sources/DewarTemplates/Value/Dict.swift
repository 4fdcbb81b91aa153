/// Python's `dict`: a reference that keeps the order of insertion, with Python's equality of keys
/// (`1`, `1.0` and `True` are one key).
final class Dict: Container {
    struct Entry {
        let hash: Int
        let key: Value
        var value: Value
        /// Whether the entry was removed; it stays until the next compaction.
        var isRemoved = false
    }

    /// Entries in order of insertion, removed ones among them.
    @exclusivity(unchecked) private(set) var entries: [Entry] = []
    /// The number of entries that were not removed.
    @exclusivity(unchecked) private(set) var count = 0
    /// Open addressing: positions of entries plus one, 0 for a free slot; empty while the entries
    /// are few enough to be searched one by one.
    @exclusivity(unchecked) private var slots: [Int32] = []

    /// The size that its meter knows.
    private var reportedSize = 0

    private static let largestSearched = 8
    /// The most entries that the index can name.
    static let maximalCount = Value.maximalCount

    override init() {
        super.init()
        MemoryMeter.didMake(self, size: reportedSize)
    }

    convenience init(capacity: Int) {
        self.init()
        entries.reserveCapacity(capacity)
    }

    /// Reports how many entries there are.
    private func report() {
        let size = entries.count &* MemoryLayout<Entry>.stride
        MemoryMeter.didChange(self, from: reportedSize, to: size)
        reportedSize = size
    }

    /// The entries that were not removed, in order.
    var live: some Sequence<Entry> { entries.lazy.filter { !$0.isRemoved } }

    // MARK: Look-up

    /// The value of a text key whose hash is known.
    @inline(__always)
    func lookup(_ key: ConstantKey) -> Value? {
        position(of: key.text, hash: key.hash).map { entries[$0].value }
    }

    /// The same without a reference to it.
    @inline(__always)
    func unretainedLookup(_ key: ConstantKey) -> UnretainedValue? {
        position(of: key.text, hash: key.hash).map { UnretainedValue(entries[$0].value) }
    }

    func lookup(_ text: Text) -> Value? {
        position(of: text, hash: text.dictionaryHash).map { entries[$0].value }
    }

    /// The value of a key, or nil.
    ///
    /// - Throws: TypeError when the key cannot be hashed.
    func lookup(_ key: Value) throws -> Value? {
        try position(of: key, hash: key.hash()).map { entries[$0].value }
    }

    private func position(of text: Text, hash: Int) -> Int? {
        if slots.isEmpty {
            return entries.withUnsafeBufferPointer { entries in
                var index = 0
                while index < entries.count {
                    if entries[index].hash == hash, Self.matches(entries[index], text) {
                        return index
                    }
                    index &+= 1
                }
                return nil
            }
        }
        return search(hash) { Self.matches(entries[$0], text) }
    }

    @inline(__always)
    private static func matches(_ entry: borrowing Entry, _ text: Text) -> Bool {
        if entry.isRemoved { return false }
        return switch entry.key {
        case .string(let key), .markup(let key): key == text
        default: false
        }
    }

    private func position(of key: Value, hash: Int) throws -> Int? {
        if let text = key.text { return position(of: text, hash: hash) }
        if slots.isEmpty {
            for index in entries.indices
            where entries[index].hash == hash && !entries[index].isRemoved {
                if try Value.areSameKey(entries[index].key, key) { return index }
            }
            return nil
        }
        return try search(hash) { index in
            try !entries[index].isRemoved && Value.areSameKey(entries[index].key, key)
        }
    }

    private func search(_ hash: Int, _ matches: (Int) throws -> Bool) rethrows -> Int? {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if entries[index].hash == hash, try matches(index) { return index }
            slot = (slot &+ 1) & mask
        }
        return nil
    }

    // MARK: Change

    /// Sets the value of a key: in its place, or at the end.
    ///
    /// - Throws: TypeError when the key cannot be hashed; MemoryError beyond ``maximalCount``.
    func set(_ key: Value, to value: Value) throws {
        let hash = try key.hash()
        if let index = try position(of: key, hash: hash) {
            entries[index].value = value
        } else {
            try append(Entry(hash: hash, key: key, value: value))
        }
    }

    /// Sets the value of a text key.
    func set(_ text: Text, to value: Value) throws {
        let hash = text.dictionaryHash
        if let index = position(of: text, hash: hash) {
            entries[index].value = value
        } else {
            try append(Entry(hash: hash, key: .string(text), value: value))
        }
    }

    /// Sets the value of a key whose hash is known.
    func set(_ key: ConstantKey, to value: Value) throws {
        if let index = position(of: key.text, hash: key.hash) {
            entries[index].value = value
        } else {
            try append(Entry(hash: key.hash, key: .string(key.text), value: value))
        }
    }

    /// Appends a key that is not there.
    func append(_ key: ConstantKey, _ value: Value) throws {
        try append(Entry(hash: key.hash, key: .string(key.text), value: value))
    }

    /// Removes a key and gives its value, or nil when it is not there.
    func remove(_ key: Value) throws -> Value? {
        guard let index = try position(of: key, hash: key.hash()) else { return nil }
        return remove(at: index).value
    }

    /// Removes the entry that was inserted last.
    func removeLast() -> (key: Value, value: Value)? {
        guard let index = entries.lastIndex(where: { !$0.isRemoved }) else { return nil }
        let entry = remove(at: index)
        return (entry.key, entry.value)
    }

    func removeAll() {
        entries = []
        slots = []
        count = 0
        report()
    }

    private func remove(at index: Int) -> Entry {
        let entry = entries[index]
        entries[index] = Entry(hash: entry.hash, key: .none, value: .none, isRemoved: true)
        count -= 1
        if index == entries.count - 1, slots.isEmpty {
            while entries.last?.isRemoved == true { entries.removeLast() }
        } else if entries.count > 16, count < entries.count / 2 {
            compact()
        }
        return entry
    }

    private func append(_ entry: Entry) throws {
        guard entries.count < Self.maximalCount else {
            throw TemplateError(.memoryError, "a dictionary of \(Self.maximalCount) keys is full")
        }
        entries.append(entry)
        count += 1
        if entries.count & (entries.count &- 1) == 0 { report() }
        if slots.isEmpty {
            if entries.count > Self.largestSearched { index(capacity: 32) }
        } else if entries.count * 3 > slots.count * 2 {
            index(capacity: slots.count * 2)
        } else {
            occupy(entries.count - 1)
        }
    }

    private func compact() {
        entries.removeAll(where: \.isRemoved)
        var capacity = 32
        while capacity * 2 < entries.count * 3 + 3 { capacity *= 2 }
        index(capacity: capacity)
    }

    private func index(capacity: Int) {
        slots = Array(repeating: 0, count: capacity)
        for index in entries.indices { occupy(index) }
    }

    private func occupy(_ index: Int) {
        let mask = slots.count - 1
        var slot = entries[index].hash & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = Int32(truncatingIfNeeded: index + 1)
    }

    // MARK: Ends

    /// A dictionary with the same entries.
    func copy() -> Dict {
        let copy = Dict()
        copy.entries = entries
        copy.slots = slots
        copy.count = count
        copy.report()
        return copy
    }

    override func takeChildren() -> [Value] {
        var taken: [Value] = []
        for entry in entries {
            if Reclaimer.mayNest(entry.value) { taken.append(entry.value) }
            // Generators and undefined values may be keys, too.
            if Reclaimer.mayNest(entry.key) { taken.append(entry.key) }
        }
        entries = []
        slots = []
        count = 0
        return taken
    }

    override var mayNest: Bool {
        entries.contains { Reclaimer.mayNest($0.value) || Reclaimer.mayNest($0.key) }
    }

    deinit {
        MemoryMeter.willEnd(self, size: reportedSize)
        guard mayNest else { return }
        var values = takeChildren()
        Reclaimer.reclaim(&values)
    }
}
