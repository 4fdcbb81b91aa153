public import FoundationEssentials

extension Date: ColumnValue {
    /// An instant.
    public static var columnType: ColumnType { .timestamp }
    /// The instant, to the microsecond.
    public var databaseValue: DatabaseValue { .timestamp(self) }
    /// Makes an instant of one, or of its text in UTC or with an offset.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .timestamp(let value): self = value
        case .text(let text):
            guard let value = InstantText.date(of: text) else { return nil }
            self = value
        default: return nil
        }
    }
}

extension LocalDateTime: ColumnValue {
    /// A date and a time.
    public static var columnType: ColumnType { .localTimestamp }
    /// The date and the time.
    public var databaseValue: DatabaseValue { .localTimestamp(self) }
    /// Makes a date and time of one, or of its text.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .localTimestamp(let value): self = value
        case .text(let text): self.init(text)
        default: return nil
        }
    }
}

extension LocalDate: ColumnValue {
    /// A date.
    public static var columnType: ColumnType { .date }
    /// The date.
    public var databaseValue: DatabaseValue { .date(self) }
    /// Makes a date of one, or of its text.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .date(let value): self = value
        case .text(let text): self.init(text)
        default: return nil
        }
    }
}

extension LocalTime: ColumnValue {
    /// A time of day.
    public static var columnType: ColumnType { .time }
    /// The time of day.
    public var databaseValue: DatabaseValue { .time(self) }
    /// Makes a time of day of one, or of its text.
    public init?(databaseValue: DatabaseValue) {
        switch databaseValue {
        case .time(let value): self = value
        case .text(let text): self.init(text)
        default: return nil
        }
    }
}

// In JSON they are their text.

extension LocalDateTime {
    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Reads the text.
    public init(from decoder: any Decoder) throws {
        self = try decodeText(of: decoder) { LocalDateTime($0) }
    }
}

extension LocalDate {
    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Reads the text.
    public init(from decoder: any Decoder) throws {
        self = try decodeText(of: decoder) { LocalDate($0) }
    }
}

extension LocalTime {
    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Reads the text.
    public init(from decoder: any Decoder) throws {
        self = try decodeText(of: decoder) { LocalTime($0) }
    }
}

private func decodeText<Value>(
    of decoder: any Decoder, _ read: (String) -> Value?
) throws -> Value {
    let container = try decoder.singleValueContainer()
    guard let value = read(try container.decode(String.self)) else {
        throw DecodingError.dataCorruptedError(
            in: container, debugDescription: "this is no \(Value.self)")
    }
    return value
}
