private import DewarText
private import FoundationEssentials

/// A place in an order as text for a URL: the values of its terms, as JSON in Base64.
enum KeysetPlace {
    /// The longest text that is read, in bytes.
    static let longest = 8192

    static func text(of values: [DatabaseValue], _ types: [any ColumnValue.Type]) -> String {
        let elements = zip(values, types).map { value, type in
            // SQLite gives text for a UUID: it is to be the same place on both.
            json(of: type.init(databaseValue: value)?.databaseValue ?? value)
        }
        var bytes: [UInt8] = []
        JSONWriter().append(.array(elements), to: &bytes)
        return URLSafeBase64.encode(bytes)
    }

    /// The values; nil for what is no place of an order of these types.
    static func values(
        of text: String, _ types: [any ColumnValue.Type]
    ) -> [DatabaseValue]? {
        guard text.utf8.count <= longest, let bytes = URLSafeBase64.decode(text),
            case .array(let elements)? = try? JSONReader.read(bytes),
            elements.count == types.count
        else { return nil }
        var values: [DatabaseValue] = []
        for (element, type) in zip(elements, types) {
            guard let raw = raw(element, type), let value = type.init(databaseValue: raw),
                !value.databaseValue.isInvalid
            else { return nil }
            values.append(value.databaseValue)
        }
        return values
    }

    private static func json(of value: DatabaseValue) -> JSON {
        switch value {
        case .null, .invalid: .null
        case .bool(let value): .bool(value)
        case .integer(let value): .int(Int(value))
        case .double(let value): .string("\(value)")
        case .text(let text), .json(let text): .string(text)
        case .bytes(let bytes): .string(URLSafeBase64.encode(bytes))
        case .decimal(let value): .string(value.description)
        case .timestamp(let date): .int(Int(InstantText.microseconds(of: date) ?? 0))
        case .localTimestamp(let value): .string(value.description)
        case .date(let value): .string(value.description)
        case .time(let value): .string(value.description)
        case .uuid(let value): .string(value.uuidString)
        }
    }

    /// What a driver would give for a column of a type.
    private static func raw(_ json: JSON, _ type: any ColumnValue.Type) -> DatabaseValue? {
        switch (json, type.columnType) {
        case (.null, _): type.isNullable ? .null : nil
        case (.bool(let value), .bool): .bool(value)
        case (.int(let value), .integer): .integer(Int64(value))
        case (.string(let text), .double): Double(text).map { .double($0) }
        case (.string(let text), .bytes): URLSafeBase64.decode(text).map { .bytes($0) }
        case (.int(let value), .timestamp): instant(Int64(value))
        case (.string(let text), .json): .json(text)
        case (.string(let text), .text): text.utf8.contains(0) ? nil : .text(text)
        case (.string(let text), .decimal), (.string(let text), .localTimestamp),
            (.string(let text), .date), (.string(let text), .time), (.string(let text), .uuid):
            .text(text)
        default: nil
        }
    }

    /// An instant within the years that databases keep.
    private static func instant(_ microseconds: Int64) -> DatabaseValue? {
        LocalDateTime(microseconds: microseconds).map { _ in
            .timestamp(InstantText.date(microseconds: microseconds))
        }
    }
}

extension DatabaseValue {
    fileprivate var isInvalid: Bool { if case .invalid = self { true } else { false } }
}
