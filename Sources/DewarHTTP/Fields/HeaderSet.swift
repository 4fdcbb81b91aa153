import DewarText

/// A set of words, as `Vary` and `Allow` hold them: in order, compared without regard to case.
///
/// ```swift
/// response.vary.insert("Cookie")
/// ```
///
/// - SeeAlso: Werkzeug `HeaderSet`.
public struct HeaderSet: Sendable, ExpressibleByArrayLiteral {
    /// The words in order, as they were written; a field that repeats one gives it twice.
    public private(set) var items: [String]
    private var words: Set<ByteKey>

    /// Makes a set of words.
    ///
    /// - Parameter items: The words in order.
    public init(_ items: [String] = []) {
        self.items = items
        words = Set(items.map { ByteKey($0.lowercased()) })
    }

    /// Takes a field apart.
    ///
    /// - Parameter value: The value of a field; nil for an empty set.
    public init(parsing value: String?) {
        self.init(value.map(HeaderText.list) ?? [])
    }

    /// Makes a set of a literal.
    public init(arrayLiteral elements: String...) {
        self.init(elements)
    }

    /// Whether there is no word.
    public var isEmpty: Bool { items.isEmpty }

    /// Tells whether a word is there, in whatever case.
    ///
    /// ```swift
    /// HeaderSet(["Cookie"]).contains("cookie")  // true
    /// ```
    ///
    /// - SeeAlso: Werkzeug `HeaderSet.__contains__`.
    public func contains(_ word: String) -> Bool { words.contains(ByteKey(word.lowercased())) }

    /// Adds a word unless it is there.
    ///
    /// ```swift
    /// var vary: HeaderSet = ["Cookie"]
    /// vary.insert("cookie")
    /// vary.insert("Accept")
    /// vary.description  // "Cookie, Accept"
    /// ```
    ///
    /// - SeeAlso: Werkzeug `HeaderSet.add`.
    public mutating func insert(_ word: String) {
        if words.insert(ByteKey(word.lowercased())).inserted { items.append(word) }
    }

    /// Removes a word, in whatever case.
    ///
    /// ```swift
    /// response.vary.remove("Cookie")
    /// ```
    ///
    /// - SeeAlso: Werkzeug `HeaderSet.discard`.
    public mutating func remove(_ word: String) {
        let key = ByteKey(word.lowercased())
        if words.remove(key) != nil { items.removeAll { ByteKey($0.lowercased()) == key } }
    }

    /// The value of a field: the words, quoted where need be.
    public var description: String { HeaderText.text(ofList: items) }
}

extension HeaderSet: CustomStringConvertible {}
