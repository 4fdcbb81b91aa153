/// Makes `Decodable` types of a tree of values.
struct TreeDecoder<Tree: DecodableTree>: Decoder {
    let tree: Tree
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let names = tree.memberNames else { throw mismatch(type, "object") }
        return KeyedDecodingContainer(MemberContainer<Tree, Key>(decoder: self, names: names))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let elements = tree.elements else { throw mismatch([Any].self, "list") }
        return ElementContainer(decoder: self, elements: elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        SingleContainer(decoder: self)
    }

    /// The value itself as a type.
    func value<Value: Decodable>(as type: Value.Type) throws -> Value {
        // Types that the containers know are read at once; the others read themselves.
        let known: Any? =
            switch type {
            case is String.Type: tree.text
            case is Bool.Type: tree.boolean
            case is Int.Type: tree.integer(as: Int.self)
            case is Double.Type: tree.real
            default: nil
            }
        if let known, let value = known as? Value { return value }
        return try Value(from: self)
    }

    func child(_ tree: Tree, _ key: any CodingKey) -> TreeDecoder {
        TreeDecoder(tree: tree, codingPath: codingPath + [key])
    }

    func mismatch(_ type: Any.Type, _ wanted: String) -> DecodingError {
        .typeMismatch(
            type,
            DecodingError.Context(
                codingPath: codingPath, debugDescription: "is \(tree.found), which is no \(wanted)."
            ))
    }

    // MARK: Scalars

    func boolean() throws -> Bool {
        guard let value = tree.boolean else { throw mismatch(Bool.self, "truth value") }
        return value
    }

    func text() throws -> String {
        guard let value = tree.text else { throw mismatch(String.self, "text") }
        return value
    }

    func real() throws -> Double {
        guard let value = tree.real else { throw mismatch(Double.self, "number") }
        return value
    }

    func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        guard let value = tree.integer(as: type) else { throw mismatch(type, "\(type)") }
        return value
    }
}

/// One value.
private struct SingleContainer<Tree: DecodableTree>: SingleValueDecodingContainer {
    let decoder: TreeDecoder<Tree>
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.tree.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.boolean() }
    func decode(_ type: String.Type) throws -> String { try decoder.text() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.real() }
    func decode(_ type: Float.Type) throws -> Float { Float(try decoder.real()) }
    func decode(_ type: Int.Type) throws -> Int { try decoder.integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decoder.value(as: type)
    }
}

/// The members of an object.
private struct MemberContainer<Tree: DecodableTree, Key: CodingKey>: KeyedDecodingContainerProtocol
{
    let decoder: TreeDecoder<Tree>
    let names: [String]
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { names.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { decoder.tree.member(key.stringValue) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key).tree.isNull }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        guard let tree = decoder.tree.member(key.stringValue) else {
            if let value = decoder.tree.missingMember(as: type) { return value }
            throw missing(key)
        }
        return try decoder.child(tree, key).value(as: type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        guard let tree = decoder.tree.member("super") else { return decoder }
        return decoder.child(tree, TreeKey(stringValue: "super"))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }

    private func member(_ key: Key) throws -> TreeDecoder<Tree> {
        guard let tree = decoder.tree.member(key.stringValue) else { throw missing(key) }
        return decoder.child(tree, key)
    }

    private func missing(_ key: Key) -> DecodingError {
        .keyNotFound(
            key,
            DecodingError.Context(codingPath: codingPath + [key], debugDescription: "is missing."))
    }
}

/// The elements of a list.
private struct ElementContainer<Tree: DecodableTree>: UnkeyedDecodingContainer {
    let decoder: TreeDecoder<Tree>
    let elements: [Tree]
    var currentIndex = 0
    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try current().tree.isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try current().value(as: type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let container = try current().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try current().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let next = try current()
        currentIndex += 1
        return next
    }

    private func current() throws -> TreeDecoder<Tree> {
        let key = TreeKey(currentIndex)
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Tree.self,
                DecodingError.Context(
                    codingPath: codingPath + [key], debugDescription: "is missing."))
        }
        return decoder.child(elements[currentIndex], key)
    }
}
