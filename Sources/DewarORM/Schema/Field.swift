/// A property of a model: how it is read from a value and written into one.
///
/// A stored property lies at a fixed offset of the value's memory, where it is read and written
/// without the key path.
struct Field<M: Model>: Sendable {
    /// The property.
    ///
    /// Unchecked, because a key path without captured values is immutable.
    nonisolated(unsafe) let path: PartialKeyPath<M>
    /// The property's name.
    let property: String
    /// The column's name.
    let column: String
    /// Where it lies in the value, in bytes; nil for a computed property.
    let offset: Int?
    /// The property's type.
    let type: any ColumnValue.Type
    /// Whether the column may be `NULL`: a key that the database counts up may not, though the
    /// property is nil until then.
    var isNullable: Bool
    let access: FieldAccess
    let accessor: any FieldAccessor
    /// For a computed property.
    let set: @Sendable (inout M, DatabaseValue) -> Bool
    let get: @Sendable (M) -> DatabaseValue
    /// The property itself.
    let read: @Sendable (M) -> any ColumnValue

    init<Value: ColumnValue>(_ path: WritableKeyPath<M, Value>, property: String, column: String) {
        self.path = path
        self.property = property
        self.column = column
        offset = MemoryLayout<M>.offset(of: path)
        type = Value.self
        isNullable = Value.isNullable
        access = FieldAccess.of(Value.self)
        accessor = TypedAccessor<Value>()
        nonisolated(unsafe) let path = path
        set = { model, value in
            guard let value = Value(databaseValue: value) else { return false }
            model[keyPath: path] = value
            return true
        }
        get = { $0[keyPath: path].databaseValue }
        read = { $0[keyPath: path] }
    }
}

/// How a property's memory is read and written: the usual types without a call through a table.
enum FieldAccess: Sendable {
    case int, optionalInt, string, optionalString, bool, double, other

    static func of<Value: ColumnValue>(_ type: Value.Type) -> FieldAccess {
        if type == Int.self { return .int }
        if type == Int?.self { return .optionalInt }
        if type == String.self { return .string }
        if type == String?.self { return .optionalString }
        if type == Bool.self { return .bool }
        if type == Double.self { return .double }
        return .other
    }

    /// Writes a value of the usual kind.
    ///
    /// - Parameters:
    ///   - row: What the database gave.
    ///   - column: The value's place in it.
    ///   - place: The memory of a property of this type, which holds a value.
    /// - Returns: false if that is for the type's accessor to do.
    @inline(__always)
    func write(_ row: any DriverRow, _ column: Int, to place: UnsafeMutableRawPointer) -> Bool {
        switch self {
        case .int:
            guard let value = row.integer(at: column).flatMap(Int.init(exactly:)) else {
                return false
            }
            place.assumingMemoryBound(to: Int.self).pointee = value
        case .optionalInt:
            let value = row.integer(at: column).flatMap(Int.init(exactly:))
            guard value != nil || row.isNull(at: column) else { return false }
            place.assumingMemoryBound(to: Int?.self).pointee = value
        case .string:
            guard let value = row.text(at: column) else { return false }
            place.assumingMemoryBound(to: String.self).pointee = value
        case .optionalString:
            let value = row.text(at: column)
            guard value != nil || row.isNull(at: column) else { return false }
            place.assumingMemoryBound(to: String?.self).pointee = value
        case .double:
            guard let value = row.double(at: column) else { return false }
            place.assumingMemoryBound(to: Double.self).pointee = value
        case .bool, .other: return false
        }
        return true
    }

    /// Reads a value.
    ///
    /// - Parameter place: The memory of a property of this type.
    /// - Returns: The value for the database; nil if that is for the type's accessor to do.
    @inline(__always)
    func read(from place: UnsafeRawPointer) -> DatabaseValue? {
        switch self {
        case .int: .integer(Int64(place.assumingMemoryBound(to: Int.self).pointee))
        case .optionalInt:
            place.assumingMemoryBound(to: Int?.self).pointee.map { .integer(Int64($0)) } ?? .null
        case .string: .text(place.assumingMemoryBound(to: String.self).pointee)
        case .optionalString:
            place.assumingMemoryBound(to: String?.self).pointee.map { .text($0) } ?? .null
        case .bool: .bool(place.assumingMemoryBound(to: Bool.self).pointee)
        // NaN is for the accessor.
        case .double, .other: nil
        }
    }
}

/// Reads and writes the memory of a property.
protocol FieldAccessor: Sendable {
    func write(_ value: DatabaseValue, to place: UnsafeMutableRawPointer) -> Bool
    func read(from place: UnsafeRawPointer) -> DatabaseValue
}

struct TypedAccessor<Value: ColumnValue>: FieldAccessor {
    func write(_ value: DatabaseValue, to place: UnsafeMutableRawPointer) -> Bool {
        guard let value = Value(databaseValue: value) else { return false }
        place.assumingMemoryBound(to: Value.self).pointee = value
        return true
    }

    func read(from place: UnsafeRawPointer) -> DatabaseValue {
        place.assumingMemoryBound(to: Value.self).pointee.databaseValue
    }
}
