public import DewarORM
public import DewarTemplates
import DewarText
public import FoundationEssentials

/// What templates see of a column's value.
enum ColumnTemplates {
    /// A type that templates have a form for has that; another is what it is in the database.
    static func value(of value: any ColumnValue) throws -> TemplateValue {
        if let value = value as? any TemplateConvertible { return try value.templateValue }
        return try self.value(of: value.databaseValue)
    }

    private static func value(of value: DatabaseValue) throws -> TemplateValue {
        switch value {
        case .null: return .none
        case .bool(let truth): return .bool(truth)
        case .integer(let number): return .int(Int(number))
        case .double(let number): return .float(number)
        case .text(let text): return .string(text)
        case .bytes(let bytes): return .bytes(bytes)
        case .decimal(let number): return try number.templateValue
        case .timestamp(let date): return date.templateValue
        case .localTimestamp(let value): return value.templateValue
        case .date(let date): return date.templateValue
        case .time(let time): return time.templateValue
        case .uuid(let id): return id.templateValue
        case .json(let text): return try JSONReader.read(Array(text.utf8)).templateValue
        case .invalid(let reason): throw TemplateError(.valueError, reason)
        }
    }
}

extension Date: TemplateConvertible {
    /// A moment in UTC, with the members of Python's `datetime`: `{{ post.created.year }}`,
    /// `{{ post.created.strftime('%Y-%m-%d') }}`.
    public var templateValue: TemplateValue {
        // What lies outside the years that a calendar has is shown as the nearest moment in them.
        DateTimeObject(LocalDateTime(nearest: self), isUTC: true).templateValue
    }
}

extension LocalDateTime: TemplateConvertible {
    /// The date and time, with the members of Python's `datetime`.
    public var templateValue: TemplateValue { DateTimeObject(self, isUTC: false).templateValue }
}

extension LocalDate: TemplateConvertible {
    /// The date, with the members of Python's `date`.
    public var templateValue: TemplateValue { DateObject(self).templateValue }
}

extension LocalTime: TemplateConvertible {
    /// The time, with the members of Python's `time`.
    public var templateValue: TemplateValue { TimeObject(self).templateValue }
}

extension UUID: TemplateConvertible {
    /// Its text, in lower case.
    public var templateValue: TemplateValue { .string(uuidString.lowercased()) }
}

extension Data: TemplateConvertible {
    /// The bytes.
    public var templateValue: TemplateValue { .bytes(Array(self)) }
}

extension Decimal: TemplateConvertible {
    /// The nearest number with a fraction, which prints the same up to 15 digits.
    public var templateValue: TemplateValue {
        get throws {
            guard let number = Double(description) else {
                throw TemplateError(.valueError, "a decimal number is none")
            }
            return .float(number)
        }
    }
}
