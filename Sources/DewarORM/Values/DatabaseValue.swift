public import FoundationEssentials

/// A value as it goes into a database and comes out of it.
///
/// SQLite knows five kinds of values and PostgreSQL many: a driver turns each case into what its
/// database keeps, and what it reads into the nearest case. ``ColumnValue`` turns cases into types.
public enum DatabaseValue: Sendable, Hashable {
    /// SQL's `NULL`.
    case null
    /// A truth value; SQLite keeps 0 or 1.
    case bool(Bool)
    /// An integer of 64 bits.
    case integer(Int64)
    /// A number with a fraction.
    case double(Double)
    /// Text, without U+0000.
    case text(String)
    /// Bytes.
    case bytes([UInt8])
    /// An exact decimal number; SQLite keeps its text, compared by number.
    case decimal(Decimal)
    /// An instant; SQLite keeps `2026-11-22 16:43:46.000000`, in UTC.
    case timestamp(Date)
    /// A date and a time in no time zone; SQLite keeps the same text.
    case localTimestamp(LocalDateTime)
    /// A date of the calendar; SQLite keeps `2026-11-22`.
    case date(LocalDate)
    /// A time of day; SQLite keeps `16:43:46.000000`.
    case time(LocalTime)
    /// A UUID; SQLite keeps its text in lower case.
    case uuid(UUID)
    /// The text of a JSON value.
    case json(String)
    /// Something that became no value: why, in words. A statement with it is refused.
    case invalid(String)
}

extension DatabaseValue {
    /// What kind of value this is, for messages: never the value itself.
    package var kindName: String {
        switch self {
        case .null: "NULL"
        case .bool: "a truth value"
        case .integer: "an integer"
        case .double: "a number"
        case .text: "text"
        case .bytes: "bytes"
        case .decimal: "a decimal number"
        case .timestamp: "a time stamp"
        case .localTimestamp: "a time stamp without time zone"
        case .date: "a date"
        case .time: "a time of day"
        case .uuid: "a UUID"
        case .json: "JSON"
        case .invalid: "an invalid value"
        }
    }

    /// Whether this is SQL's `NULL`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
