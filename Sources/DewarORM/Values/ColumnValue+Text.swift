public import FoundationEssentials

extension String: ColumnValue {
    /// Text of any length.
    public static var columnType: ColumnType { .text(length: nil) }
    /// The text.
    public var databaseValue: DatabaseValue { .text(self) }
    /// Makes text of text, or of JSON's.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .text(let text), .json(let text): self = text
        default: return nil
        }
    }
}

extension UUID: ColumnValue {
    /// A UUID.
    public static var columnType: ColumnType { .uuid }
    /// The UUID.
    public var databaseValue: DatabaseValue { .uuid(self) }
    /// Makes a UUID of one, or of its text.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .uuid(let value): self = value
        case .text(let text):
            guard let value = UUID(uuidString: text) else { return nil }
            self = value
        default: return nil
        }
    }
}

extension Data: ColumnValue {
    /// Bytes.
    public static var columnType: ColumnType { .bytes }
    /// The bytes.
    public var databaseValue: DatabaseValue { .bytes([UInt8](self)) }
    /// Makes data of bytes.
    public init?(databaseValue: DatabaseValue) {
        guard case .bytes(let bytes) = databaseValue else { return nil }
        self.init(bytes)
    }
}
