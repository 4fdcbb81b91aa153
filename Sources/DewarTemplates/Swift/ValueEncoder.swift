import DewarText

/// Makes a template's value of an `Encodable` one: members become entries of a dictionary in the
/// order in which the type encodes them, elements become elements of a list.
struct ValueEncoder: Encoder {
    let target: Target

    var codingPath: [any CodingKey] { target.path.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// What an encoder writes into: the last that was written counts.
    final class Target {
        let path: EncodingPath
        @exclusivity(unchecked) var value: Value
        /// The dictionary of the members, once there are members.
        @exclusivity(unchecked) private(set) var members: Dict?
        /// The type of the members' keys.
        @exclusivity(unchecked) private(set) var keyType: ObjectIdentifier?
        /// What was remembered of values with these keys.
        @exclusivity(unchecked) private(set) var known: EncodedKeys?

        init(_ path: EncodingPath, _ value: Value = .none) {
            self.path = path
            self.value = value
        }

        /// Makes a target whose members go into a dictionary.
        init(_ path: EncodingPath, members: Dict) {
            self.path = path
            self.members = members
            value = .dict(members)
        }

        /// Begins to take members; those that were taken before stay.
        func beginMembers(_ keyType: ObjectIdentifier) {
            let known = EncodedKeys.of(keyType)
            if case .dict(let existing) = value {
                members = existing
            } else {
                let dict = Dict(capacity: known?.count ?? 0)
                members = dict
                value = .dict(dict)
            }
            self.keyType = keyType
            self.known = known
        }

        /// Takes a member.
        func set(_ name: String, to value: Value) throws {
            guard let members else { return }
            if let key = known?.next(in: members, named: name) {
                try members.append(key, value)
            } else {
                try members.set(Text(name), to: value)
            }
        }
    }

    /// Encodes a value.
    ///
    /// - Throws: What the type's `encode(to:)` throws.
    static func encode(_ value: some Encodable) throws -> Value {
        try encode(value, path: .root)
    }

    /// The deepest nesting of encoded values.
    static let maximalDepth = 200

    fileprivate static func encode(_ value: some Encodable, path: EncodingPath) throws -> Value {
        guard path.depth <= maximalDepth else {
            throw TemplateError(.recursionError, "a value nests deeper than \(maximalDepth)")
        }
        let target = Target(path)
        try value.encode(to: ValueEncoder(target: target))
        guard let keyType = target.keyType, case .dict(let dict) = target.value else {
            return target.value
        }
        if keyType == dictionaryKeyType { return .dict(try sorted(dict)) }
        let valueType = ObjectIdentifier(type(of: value))
        if let known = target.known, known.openType == valueType { return target.value }
        let hiding = value as? any MemberHiding
        if target.known == nil {
            EncodedKeys.remember(dict, of: keyType, openType: hiding == nil ? valueType : nil)
        }
        if let hiding { return .dict(try shown(dict, of: type(of: hiding))) }
        return target.value
    }

    /// A dictionary without what a type hides.
    private static func shown(_ dict: Dict, of type: any MemberHiding.Type) throws -> Dict {
        let hidden = try type.hiddenMembers(among: dict.live.compactMap(\.key.text?.string))
        let shown = Dict(capacity: dict.count)
        for entry in dict.live where !hidden.contains(entry.key.text?.string ?? "") {
            try shown.set(entry.key, to: entry.value)
        }
        return shown
    }

    /// Swift's dictionaries have no order: the keys' own is as good as any, and does not change.
    private static func sorted(_ dict: Dict) throws -> Dict {
        let sorted = Dict(capacity: dict.count)
        let entries = dict.live.sorted { ($0.key.text ?? .empty) < ($1.key.text ?? .empty) }
        for entry in entries { try sorted.set(entry.key, to: entry.value) }
        return sorted
    }

    /// The type of the keys by which Swift's dictionaries encode themselves; it has no public name.
    private static let dictionaryKeyType = {
        let target = Target(.root)
        // It encodes numbers into memory: nothing there can fail.
        try? ["": 0].encode(to: ValueEncoder(target: target))
        return target.keyType
    }()

    /// Encodes a member or element; what has a form of its own for templates uses it.
    static func encodeNested(
        _ value: some Encodable, path: @autoclosure () -> EncodingPath
    ) throws -> Value {
        if let convertible = value as? any TemplateConvertible, !(value is any TextKeyed) {
            return try convertible.templateValue.value
        }
        return try encode(value, path: path())
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        target.beginMembers(ObjectIdentifier(type))
        return KeyedEncodingContainer(KeyedContainer(target: target))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let list: List
        if case .list(let existing) = target.value { list = existing } else { list = List() }
        target.value = .list(list)
        return UnkeyedContainer(path: target.path, list: list)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleContainer(target: target)
    }
}
/// A dictionary whose keys are text.
private protocol TextKeyed {}

extension Dictionary: TextKeyed where Key == String {}

struct UnkeyedContainer: UnkeyedEncodingContainer {
    let path: EncodingPath
    let list: List

    var codingPath: [any CodingKey] { path.keys }
    var count: Int { list.elements.count }

    private struct Index: CodingKey {
        let number: Int
        var intValue: Int? { number }
        var stringValue: String { String(number) }
        init(_ number: Int) { self.number = number }
        init?(intValue: Int) { self.init(intValue) }
        init?(stringValue: String) { nil }
    }

    func encodeNil() throws { list.elements.append(.none) }

    func encode(_ value: some Encodable) throws {
        list.elements.append(
            try ValueEncoder.encodeNested(value, path: path.appending(Index(count))))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        let nested = Dict()
        list.elements.append(.dict(nested))
        return KeyedEncodingContainer(
            KeyedContainer<Nested>(target: ValueEncoder.Target(path, members: nested)))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = List()
        list.elements.append(.list(nested))
        return UnkeyedContainer(path: path, list: nested)
    }

    func superEncoder() -> any Encoder {
        let nested = Dict()
        list.elements.append(.dict(nested))
        return ValueEncoder(target: ValueEncoder.Target(path, .dict(nested)))
    }
}

private struct SingleContainer: SingleValueEncodingContainer {
    let target: ValueEncoder.Target

    var codingPath: [any CodingKey] { target.path.keys }

    func encodeNil() throws { target.value = .none }

    func encode(_ value: Bool) throws { target.value = .bool(value) }
    func encode(_ value: String) throws { target.value = .string(value) }
    func encode(_ value: Double) throws { target.value = .float(value) }
    func encode(_ value: Float) throws { target.value = value.templateValue.value }
    func encode(_ value: Int) throws { target.value = .int(value) }
    func encode(_ value: Int8) throws { target.value = .int(Int(value)) }
    func encode(_ value: Int16) throws { target.value = .int(Int(value)) }
    func encode(_ value: Int32) throws { target.value = .int(Int(value)) }
    func encode(_ value: Int64) throws { target.value = .int(Int(value)) }
    func encode(_ value: UInt) throws { target.value = value.templateValue.value }
    func encode(_ value: UInt8) throws { target.value = .int(Int(value)) }
    func encode(_ value: UInt16) throws { target.value = .int(Int(value)) }
    func encode(_ value: UInt32) throws { target.value = .int(Int(value)) }
    func encode(_ value: UInt64) throws { target.value = value.templateValue.value }

    func encode(_ value: some Encodable) throws {
        target.value = try ValueEncoder.encodeNested(value, path: target.path)
    }
}
