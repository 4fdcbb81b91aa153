import DewarORM
import FoundationEssentials

extension DefaultState {
    /// The value as one of a column's type, as text or a number in a file becomes it.
    ///
    /// - Throws: ``MigrationError`` when it is none.
    func typed(_ type: ColumnType) throws(MigrationError) -> DefaultState {
        guard case .value(let value) = self else { return self }
        let result: DatabaseValue? =
            switch (value, type) {
            case (.null, _): value
            case (.text(let text), _): Self.value(of: text, type)
            case (.integer(let number), .double): .double(Double(number))
            case (.integer(let number), .decimal): .decimal(Decimal(number))
            case (.integer(let number), .integer(let bytes)):
                Self.range(bytes).contains(number) ? value : nil
            case (.double, .double), (.bool, .bool), (.bytes, .bytes), (.decimal, .decimal): value
            case (.double(let number), .decimal):
                DecimalText.decimal("\(number)").map { .decimal($0) }
            case (.json, .json), (.uuid, .uuid), (.date, .date), (.time, .time): value
            case (.timestamp, .timestamp), (.localTimestamp, .localTimestamp): value
            default: nil
            }
        guard let result else { throw .untyped(type) }
        return .value(result)
    }

    private static func range(_ bytes: Int) -> ClosedRange<Int64> {
        switch bytes {
        case ...2: Int64(Int16.min)...Int64(Int16.max)
        case ...4: Int64(Int32.min)...Int64(Int32.max)
        default: Int64.min...Int64.max
        }
    }

    private static func value(of text: String, _ type: ColumnType) -> DatabaseValue? {
        switch type {
        case .text: .text(text)
        case .json: .json(text)
        case .decimal: DecimalText.decimal(text).map { .decimal($0) }
        case .double: Double(text).map { .double($0) }
        case .timestamp: InstantText.date(of: text).map { .timestamp($0) }
        case .localTimestamp: LocalDateTime(text).map { .localTimestamp($0) }
        case .date: LocalDate(text).map { .date($0) }
        case .time: LocalTime(text).map { .time($0) }
        case .uuid: UUID(uuidString: text).map { .uuid($0) }
        case .integer, .bool, .bytes: nil
        }
    }
}
