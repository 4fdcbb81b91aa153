import DewarORM

/// Types as migrations write them.
enum TypeText {
    /// Words that stand for a type by themselves.
    static let plain: [String: ColumnType] = [
        "smallint": .integer(bytes: 2), "integer": .integer(bytes: 4),
        "bigint": .integer(bytes: 8), "double": .double, "bool": .bool, "bytes": .bytes,
        "timestamp": .timestamp, "localtimestamp": .localTimestamp, "date": .date, "time": .time,
        "uuid": .uuid, "json": .json,
    ]

    /// The type as text.
    static func text(_ type: ColumnType) -> String {
        switch type {
        case .integer(let bytes): bytes <= 2 ? "smallint" : bytes <= 4 ? "integer" : "bigint"
        case .double: "double"
        case .bool: "bool"
        case .text(let length): length.map { "text(\($0))" } ?? "text"
        case .bytes: "bytes"
        case .decimal(let size):
            size.map { "decimal(\($0.precision), \($0.scale))" } ?? "decimal"
        case .timestamp: "timestamp"
        case .localTimestamp: "localtimestamp"
        case .date: "date"
        case .time: "time"
        case .uuid: "uuid"
        case .json: "json"
        }
    }
}
