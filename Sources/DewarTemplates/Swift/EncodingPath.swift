/// Where something lies in a value that is encoded: made into keys only when somebody asks.
final class EncodingPath: Sendable {
    /// The number of keys.
    let depth: Int
    private let parent: EncodingPath?
    private let key: (any CodingKey)?

    static let root = EncodingPath(depth: 0, parent: nil, key: nil)

    private init(depth: Int, parent: EncodingPath?, key: (any CodingKey)?) {
        self.depth = depth
        self.parent = parent
        self.key = key
    }

    /// The path of a member or element.
    func appending(_ key: any CodingKey) -> EncodingPath {
        EncodingPath(depth: depth + 1, parent: self, key: key)
    }

    /// The keys, from the outermost on.
    var keys: [any CodingKey] {
        var keys: [any CodingKey] = []
        var place: EncodingPath? = self
        while let here = place {
            if let key = here.key { keys.append(key) }
            place = here.parent
        }
        return keys.reversed()
    }
}
