/// Makes the first value of a model, through its `Decodable`.
///
/// A key that is called as a column's property gets that column's value. One that is called
/// otherwise, by `CodingKeys`, gets a value of a column of its type: every column is written again
/// afterwards, so that it only has to be valid.
final class PrototypeDecoder<M: Model>: Decoder {
    let fields: [Field<M>]
    let row: [DatabaseValue]
    /// The keys that were asked for.
    var keys: Set<String> = []

    private init(_ fields: [Field<M>], _ row: [DatabaseValue]) {
        self.fields = fields
        self.row = row
    }

    /// Makes a value.
    ///
    /// - Parameters:
    ///   - type: The model.
    ///   - fields: Its columns.
    ///   - row: A value per column.
    /// - Returns: A value that is whole.
    /// - Throws: ``DatabaseError`` of kind `invalidValue` for a value that does not fit its
    ///   column, `invalidSchema` when properties and columns do not correspond.
    static func make(_ type: M.Type, _ fields: [Field<M>], _ row: [DatabaseValue]) throws -> M {
        let decoder = PrototypeDecoder(fields, row)
        do {
            let model = try M(from: decoder)
            let columns = fields.filter { $0.offset != nil }.count
            guard decoder.keys.count == columns else {
                throw decoder.mismatch()
            }
            return model
        } catch let error as DatabaseError {
            throw error
        } catch {
            throw DatabaseError.undecodable(model: "\(M.self)", error)
        }
    }

    private func mismatch() -> DatabaseError {
        let properties = Set(fields.map(\.property))
        let others = keys.subtracting(properties).sorted().joined(separator: "', '")
        let missing = properties.subtracting(keys).sorted().joined(separator: "', '")
        return .invalidSchema(
            "\(M.self)",
            others.isEmpty
                ? "its columns '\(missing)' are not among what it decodes"
                : "'\(others)' is no column: add it to the schema, or give it a default and leave it out of CodingKeys"
        )
    }

    /// The value for a key of a type; nil if no column has one.
    func value<Value: Decodable>(_ type: Value.Type, forKey key: String) throws -> Value? {
        keys.insert(key)
        guard let column = type as? any ColumnValue.Type else { return nil }
        if let index = fields.firstIndex(where: { $0.property == key && $0.type == type }) {
            guard let value = column.init(databaseValue: row[index]) as? Value else {
                throw DatabaseError.misfit(
                    model: "\(M.self)", property: key, type: "\(type)", found: row[index].kindName)
            }
            return value
        }
        let others = fields.indices.filter { fields[$0].type == type }
        return others.lazy.compactMap { column.init(databaseValue: self.row[$0]) as? Value }.first
    }

    var codingPath: [any CodingKey] { [] }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(PrototypeContainer<M, Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw DatabaseError.invalidSchema("\(M.self)", "it is no structure with properties")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        throw DatabaseError.invalidSchema("\(M.self)", "it is no structure with properties")
    }
}

/// The properties of the first value.
private struct PrototypeContainer<M: Model, Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: PrototypeDecoder<M>

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] { decoder.fields.compactMap { Key(stringValue: $0.property) } }

    func contains(_ key: Key) -> Bool { true }

    /// Only asked for optionals: nil will do, since the column is written afterwards.
    func decodeNil(forKey key: Key) -> Bool {
        decoder.keys.insert(key.stringValue)
        return true
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        guard let value = try decoder.value(type, forKey: key.stringValue) else {
            throw DatabaseError.invalidSchema(
                "\(M.self)", "'\(key.stringValue)' of type '\(type)' is no column")
        }
        return value
    }

    func decodeIfPresent<Value: Decodable>(
        _ type: Value.Type, forKey key: Key
    ) throws -> Value? {
        decoder.keys.insert(key.stringValue)
        return nil
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw nested(key)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw nested(key)
    }

    func superDecoder() throws -> any Decoder {
        throw DatabaseError.invalidSchema("\(M.self)", "a model has no super type")
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        throw nested(key)
    }

    private func nested(_ key: Key) -> DatabaseError {
        .invalidSchema(
            "\(M.self)", "'\(key.stringValue)' is more than one value: make its type a JSONColumn")
    }
}
