import DewarText

/// The names of a type's members as keys of dictionaries: made once, for all values of the type.
///
/// A page often shows many values of one type, and the texts of their keys and the hashes of those
/// would be much of what encoding makes.
final class EncodedKeys: Sendable {
    /// The type that names the members.
    private let keyType: ObjectIdentifier
    /// In the order in which the type encodes its members.
    private let keys: [(name: String, constant: ConstantKey)]
    /// The type of values that hide none of their members: to ask a value is dear.
    let openType: ObjectIdentifier?

    private init(_ dict: Dict, of keyType: ObjectIdentifier, openType: ObjectIdentifier?) {
        self.keyType = keyType
        keys = dict.entries.compactMap(\.key.text).map { ($0.string, ConstantKey($0)) }
        self.openType = openType
    }

    /// The number of members.
    var count: Int { keys.count }

    /// The key of the next member of a value, if it is the one that came there before.
    ///
    /// - Parameters:
    ///   - dict: The members so far.
    ///   - name: The next member's name.
    /// - Returns: A key that is not in `dict`; nil if that is not known.
    func next(in dict: Dict, named name: String) -> ConstantKey? {
        let place = dict.entries.count
        guard place < keys.count, keys[place].name.hasSameBytes(as: name) else { return nil }
        // One of these very texts was put there behind all before it.
        guard
            place == 0
                || dict.entries[place - 1].key.text.map({
                    $0 === keys[place - 1].constant.text
                }) == true
        else { return nil }
        return keys[place].constant
    }

    // MARK: All types

    /// The most members of a type that is remembered.
    private static let mostMembers = 64
    /// How many slots are looked at for a type: one that finds them taken is not remembered.
    private static let mostProbes = 8

    /// Types that were seen, by their address: a slot is filled once and then read without a lock.
    private static let slots = InlineArray<512, LazyReference<EncodedKeys>> { _ in
        LazyReference()
    }

    /// The slots for a type, the first one first.
    private static func places(of type: ObjectIdentifier) -> some Sequence<Int> {
        // Types lie in memory at distances of at least a few words.
        let start = Int(bitPattern: type) >> 4
        return (0..<mostProbes).lazy.map { (start &+ $0) & (slots.count &- 1) }
    }

    /// Finds the keys of a type.
    ///
    /// - Parameter type: The type that names the members.
    /// - Returns: The keys; nil when none of its values was encoded.
    static func of(_ type: ObjectIdentifier) -> EncodedKeys? {
        for place in places(of: type) {
            guard let known = slots[place].current else { return nil }
            if known.keyType == type { return known }
        }
        return nil
    }

    /// Remembers the keys of a type.
    ///
    /// - Parameters:
    ///   - dict: What a value was encoded to.
    ///   - type: The type that names the members.
    ///   - openType: The type of the value, if it hides none of them.
    static func remember(_ dict: Dict, of type: ObjectIdentifier, openType: ObjectIdentifier?) {
        guard dict.count <= mostMembers else { return }
        let keys = EncodedKeys(dict, of: type, openType: openType)
        for place in places(of: type) {
            if slots[place].storeIfNil(keys).keyType == type { return }
        }
    }
}
