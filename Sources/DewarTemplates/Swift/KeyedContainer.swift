/// Takes the members of a value that is encoded.
struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let target: ValueEncoder.Target

    var codingPath: [any CodingKey] { target.path.keys }

    private func set(_ key: Key, _ value: Value) throws {
        try target.set(key.stringValue, to: value)
    }

    func encodeNil(forKey key: Key) throws { try set(key, .none) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try set(key, ValueEncoder.encodeNested(value, path: target.path.appending(key)))
    }

    // A member that is nil stays a member: templates ask `is none`.
    func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws {
        guard let value else { return try set(key, .none) }
        try encode(value, forKey: key)
    }

    // What nearly all members are: nothing has to be found out of their types.
    func encode(_ value: Bool, forKey key: Key) throws { try set(key, .bool(value)) }
    func encode(_ value: String, forKey key: Key) throws { try set(key, .string(value)) }
    func encode(_ value: Double, forKey key: Key) throws { try set(key, .float(value)) }
    func encode(_ value: Float, forKey key: Key) throws { try set(key, value.templateValue.value) }
    func encode(_ value: Int, forKey key: Key) throws { try set(key, .int(value)) }
    func encode(_ value: Int8, forKey key: Key) throws { try set(key, .int(Int(value))) }
    func encode(_ value: Int16, forKey key: Key) throws { try set(key, .int(Int(value))) }
    func encode(_ value: Int32, forKey key: Key) throws { try set(key, .int(Int(value))) }
    func encode(_ value: Int64, forKey key: Key) throws { try set(key, .int(Int(value))) }
    func encode(_ value: UInt, forKey key: Key) throws { try set(key, value.templateValue.value) }
    func encode(_ value: UInt8, forKey key: Key) throws { try set(key, .int(Int(value))) }
    func encode(_ value: UInt16, forKey key: Key) throws { try set(key, .int(Int(value))) }
    func encode(_ value: UInt32, forKey key: Key) throws { try set(key, .int(Int(value))) }
    func encode(_ value: UInt64, forKey key: Key) throws { try set(key, value.templateValue.value) }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws {
        if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        let nested = Dict()
        try? set(key, .dict(nested))
        return KeyedEncodingContainer(
            KeyedContainer<Nested>(
                target: ValueEncoder.Target(target.path.appending(key), members: nested)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = List()
        try? set(key, .list(nested))
        return UnkeyedContainer(path: target.path.appending(key), list: nested)
    }

    // Members of a superclass stand beside those of the class.
    func superEncoder() -> any Encoder {
        let members = target.members.map { Value.dict($0) } ?? .none
        return ValueEncoder(target: ValueEncoder.Target(target.path, members))
    }

    func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}
