import DewarText

/// Makes a template's value of an `Encodable` one: members become entries of a dictionary in the
/// order in which the type encodes them, elements become elements of a list.
struct ValueEncoder: Encoder {
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]
    fileprivate let target: Target

    /// What an encoder writes into: the last that was written counts.
    fileprivate final class Target {
        var value: Value = .none
    }

    /// Encodes a value.
    ///
    /// - Throws: What the type's `encode(to:)` throws.
    static func encode(_ value: some Encodable) throws -> Value {
        try encode(value, path: [])
    }

    /// The deepest nesting of encoded values.
    static let maximalDepth = 200

    fileprivate static func encode(_ value: some Encodable, path: [any CodingKey]) throws -> Value {
        guard path.count <= maximalDepth else {
            throw TemplateError(.recursionError, "a value nests deeper than \(maximalDepth)")
        }
        let target = Target()
        try value.encode(to: ValueEncoder(codingPath: path, target: target))
        if let hiding = value as? any MemberHiding, case .dict(let dict) = target.value {
            return .dict(try dict.hidingMembers(of: type(of: hiding)))
        }
        // Swift's dictionaries have no order: the keys' own is as good as any, and does not change.
        if value is any TextKeyed, case .dict(let dict) = target.value {
            let sorted = Dict(capacity: dict.count)
            let entries = dict.live.sorted { ($0.key.text ?? .empty) < ($1.key.text ?? .empty) }
            for entry in entries { try sorted.set(entry.key, to: entry.value) }
            return .dict(sorted)
        }
        return target.value
    }

    /// Encodes a member or element; what has a form of its own for templates uses it.
    fileprivate static func encodeNested(
        _ value: some Encodable, path: [any CodingKey]
    ) throws -> Value {
        if let convertible = value as? any TemplateConvertible, !(value is any TextKeyed) {
            return try convertible.templateValue.value
        }
        return try encode(value, path: path)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let dict: Dict
        if case .dict(let existing) = target.value { dict = existing } else { dict = Dict() }
        target.value = .dict(dict)
        return KeyedEncodingContainer(KeyedContainer(codingPath: codingPath, dict: dict))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        let list: List
        if case .list(let existing) = target.value { list = existing } else { list = List() }
        target.value = .list(list)
        return UnkeyedContainer(codingPath: codingPath, list: list)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleContainer(codingPath: codingPath, target: target)
    }
}

extension Dict {
    /// The same without what a type hides.
    fileprivate func hidingMembers(of type: any MemberHiding.Type) throws -> Dict {
        let hidden = try type.hiddenMembers(among: live.compactMap(\.key.text?.string))
        guard !hidden.isEmpty else { return self }
        let shown = Dict(capacity: count)
        for entry in live where !hidden.contains(entry.key.text?.string ?? "") {
            try shown.set(entry.key, to: entry.value)
        }
        return shown
    }
}

/// A dictionary whose keys are text.
private protocol TextKeyed {}

extension Dictionary: TextKeyed where Key == String {}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let codingPath: [any CodingKey]
    let dict: Dict

    private func set(_ key: any CodingKey, _ value: Value) throws {
        try dict.set(Text(key.stringValue), to: value)
    }

    func encodeNil(forKey key: Key) throws { try set(key, .none) }

    // A member that is nil stays a member: templates ask `is none`.
    private func setIfPresent(_ value: (some Encodable)?, _ key: Key) throws {
        guard let value else { return try set(key, .none) }
        try encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws {
        try setIfPresent(value, key)
    }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try setIfPresent(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try setIfPresent(value, key) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try set(key, ValueEncoder.encodeNested(value, path: codingPath + [key]))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        let nested = Dict()
        try? set(key, .dict(nested))
        return KeyedEncodingContainer(
            KeyedContainer<Nested>(codingPath: codingPath + [key], dict: nested))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = List()
        try? set(key, .list(nested))
        return UnkeyedContainer(codingPath: codingPath + [key], list: nested)
    }

    // Members of a superclass stand beside those of the class.
    func superEncoder() -> any Encoder {
        let target = ValueEncoder.Target()
        target.value = .dict(dict)
        return ValueEncoder(codingPath: codingPath, target: target)
    }

    func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

private struct UnkeyedContainer: UnkeyedEncodingContainer {
    let codingPath: [any CodingKey]
    let list: List

    var count: Int { list.elements.count }

    private struct Index: CodingKey {
        let number: Int
        var intValue: Int? { number }
        var stringValue: String { String(number) }
        init(_ number: Int) { self.number = number }
        init?(intValue: Int) { self.init(intValue) }
        init?(stringValue: String) { nil }
    }

    private var path: [any CodingKey] { codingPath + [Index(count)] }

    func encodeNil() throws { list.elements.append(.none) }

    func encode(_ value: some Encodable) throws {
        list.elements.append(try ValueEncoder.encodeNested(value, path: path))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        let nested = Dict()
        list.elements.append(.dict(nested))
        return KeyedEncodingContainer(
            KeyedContainer<Nested>(codingPath: codingPath, dict: nested))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = List()
        list.elements.append(.list(nested))
        return UnkeyedContainer(codingPath: codingPath, list: nested)
    }

    func superEncoder() -> any Encoder {
        let nested = Dict()
        list.elements.append(.dict(nested))
        let target = ValueEncoder.Target()
        target.value = .dict(nested)
        return ValueEncoder(codingPath: codingPath, target: target)
    }
}

private struct SingleContainer: SingleValueEncodingContainer {
    let codingPath: [any CodingKey]
    let target: ValueEncoder.Target

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
        target.value = try ValueEncoder.encodeNested(value, path: codingPath)
    }
}
