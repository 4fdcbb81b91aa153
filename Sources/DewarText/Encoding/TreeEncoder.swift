/// Makes JSON of `Encodable` types.
struct TreeEncoder: Encoder {
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    private let node: EncodedNode

    /// Makes JSON of a value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - path: Where it stands.
    /// - Returns: The JSON.
    /// - Throws: What the type's own `encode(to:)` throws; `EncodingError` for what nests too deep.
    static func json(of value: some Encodable, path: [any CodingKey]) throws -> JSON {
        let node = EncodedNode()
        try encode(value, into: node, path: path)
        return node.json
    }

    fileprivate static func encode(
        _ value: some Encodable, into node: EncodedNode, path: [any CodingKey]
    ) throws {
        guard path.count <= JSONReader.maximalDepth else {
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(
                    codingPath: path,
                    debugDescription: "it nests deeper than \(JSONReader.maximalDepth)."))
        }
        if let convertible = value as? any JSONConvertible {
            node.content = .value(convertible.json)
            return
        }
        try value.encode(to: TreeEncoder(codingPath: path, node: node))
        if let hiding = value as? any MemberHiding { try node.hideMembers(of: type(of: hiding)) }
        // Swift's dictionaries have no order: the keys' own is as good as any, and does not change.
        if value is any TextKeyed { node.sort() }
    }

    private init(codingPath: [any CodingKey], node: EncodedNode) {
        self.codingPath = codingPath
        self.node = node
    }

    fileprivate init(at path: [any CodingKey], into node: EncodedNode) {
        self.init(codingPath: path, node: node)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeObject()
        return KeyedEncodingContainer(EncodedMembers(codingPath: codingPath, node: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeArray()
        return EncodedElements(codingPath: codingPath, node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        EncodedValue(codingPath: codingPath, node: node)
    }
}

/// Dictionaries whose keys are text.
private protocol TextKeyed {}
extension Dictionary: TextKeyed where Key == String {}

/// A value that is being encoded: the last that is written counts.
private final class EncodedNode {
    enum Content {
        case value(JSON)
        case object([(name: String, node: EncodedNode)], places: [ByteKey: Int])
        case array([EncodedNode])
    }

    var content = Content.value(.object([:]))

    var json: JSON {
        switch content {
        case .value(let json): json
        case .object(let members, _): .object(JSONObject(members.map { ($0.name, $0.node.json) }))
        case .array(let nodes): .array(nodes.map(\.json))
        }
    }

    func becomeObject() {
        if case .object = content { return }
        content = .object([], places: [:])
    }

    func becomeArray() {
        if case .array = content { return }
        content = .array([])
    }

    /// The node of a member, which takes the place of an earlier one of its name.
    func member(_ name: String) -> EncodedNode {
        guard case .object(var members, var places) = content else { return EncodedNode() }
        content = .array([])  // so that the members are not copied
        let node = EncodedNode()
        if let place = places[ByteKey(name)] {
            members[place].node = node
        } else {
            places[ByteKey(name)] = members.count
            members.append((name, node))
        }
        content = .object(members, places: places)
        return node
    }

    /// The node of a further element.
    func element() -> EncodedNode {
        guard case .array(var nodes) = content else { return EncodedNode() }
        content = .value(.null)  // so that the elements are not copied
        let node = EncodedNode()
        nodes.append(node)
        content = .array(nodes)
        return node
    }

    var count: Int { if case .array(let nodes) = content { nodes.count } else { 0 } }

    func hideMembers(of type: any MemberHiding.Type) throws {
        guard case .object(let members, _) = content else { return }
        let hidden = try type.hiddenMembers(among: members.map(\.name))
        guard !hidden.isEmpty else { return }
        setMembers(members.filter { !hidden.contains($0.name) })
    }

    func sort() {
        guard case .object(let members, _) = content else { return }
        setMembers(members.sorted { $0.name.precedesByCodePoint($1.name) })
    }

    private func setMembers(_ members: [(name: String, node: EncodedNode)]) {
        let places = members.enumerated().map { (ByteKey($1.name), $0) }
        content = .object(members, places: Dictionary(places) { first, _ in first })
    }
}

/// Takes one value.
private struct EncodedValue: SingleValueEncodingContainer {
    let codingPath: [any CodingKey]
    let node: EncodedNode

    func encodeNil() { node.content = .value(.null) }
    func encode(_ value: Bool) { node.content = .value(.bool(value)) }
    func encode(_ value: String) { node.content = .value(.string(value)) }
    func encode(_ value: Double) { node.content = .value(.double(value)) }
    // The shortest text, as Swift itself writes it: 0.1 stays 0.1.
    func encode(_ value: Float) { node.content = .value(.double(Double("\(value)") ?? .nan)) }
    func encode(_ value: Int) { node.content = .value(.int(value)) }
    func encode(_ value: Int8) { node.content = .value(.int(Int(value))) }
    func encode(_ value: Int16) { node.content = .value(.int(Int(value))) }
    func encode(_ value: Int32) { node.content = .value(.int(Int(value))) }
    func encode(_ value: Int64) { encode(wide: value) }
    func encode(_ value: Int128) { encode(wide: value) }
    func encode(_ value: UInt) { encode(wide: value) }
    func encode(_ value: UInt8) { node.content = .value(.int(Int(value))) }
    func encode(_ value: UInt16) { node.content = .value(.int(Int(value))) }
    func encode(_ value: UInt32) { encode(wide: value) }
    func encode(_ value: UInt64) { encode(wide: value) }
    func encode(_ value: UInt128) { encode(wide: value) }

    func encode<Value: Encodable>(_ value: Value) throws {
        try TreeEncoder.encode(value, into: node, path: codingPath)
    }

    private func encode(wide value: some FixedWidthInteger) {
        node.content = .value(Int(exactly: value).map { .int($0) } ?? .integer("\(value)"))
    }
}

/// Takes members.
private struct EncodedMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let codingPath: [any CodingKey]
    let node: EncodedNode

    // Without these the library's own would refuse them.
    func encode(_ value: Int128, forKey key: Key) throws { try encode(wide: value, key) }
    func encode(_ value: UInt128, forKey key: Key) throws { try encode(wide: value, key) }

    private func encode(wide value: some Encodable, _ key: Key) throws {
        try TreeEncoder.encode(
            value, into: node.member(key.stringValue), path: codingPath + [key])
    }

    func encodeNil(forKey key: Key) { node.member(key.stringValue).content = .value(.null) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try TreeEncoder.encode(
            value, into: node.member(key.stringValue), path: codingPath + [key])
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        child(key).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        child(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        let key = TreeKey(stringValue: "super")
        return TreeEncoder(at: codingPath + [key], into: node.member("super"))
    }

    func superEncoder(forKey key: Key) -> any Encoder { child(key) }

    private func child(_ key: Key) -> TreeEncoder {
        TreeEncoder(at: codingPath + [key], into: node.member(key.stringValue))
    }
}

/// Takes elements.
private struct EncodedElements: UnkeyedEncodingContainer {
    let codingPath: [any CodingKey]
    let node: EncodedNode

    var count: Int { node.count }

    func encode(_ value: Int128) throws { try encode(wide: value) }
    func encode(_ value: UInt128) throws { try encode(wide: value) }

    private func encode(wide value: some Encodable) throws {
        let path = codingPath + [TreeKey(count)]
        try TreeEncoder.encode(value, into: node.element(), path: path)
    }

    func encodeNil() { node.element().content = .value(.null) }

    func encode<Value: Encodable>(_ value: Value) throws {
        let path = codingPath + [TreeKey(count)]
        try TreeEncoder.encode(value, into: node.element(), path: path)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        child().container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }

    func superEncoder() -> any Encoder { child() }

    private func child() -> TreeEncoder {
        TreeEncoder(at: codingPath + [TreeKey(count)], into: node.element())
    }
}
