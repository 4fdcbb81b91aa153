internal import DewarORM

/// What kind of value a column holds, by the number of its type in `pg_type`.
enum PostgreSQLType: Sendable {
    case bool, int2, int4, int8, oid, float4, float8, text, bytes, numeric, timestamp
    case localTimestamp, date, time, uuid, json, jsonb
    /// Read as text, in the form that the server writes.
    case other

    init(_ number: UInt32) {
        self =
            switch number {
            case 16: .bool
            case 17: .bytes
            case 20: .int8
            case 21: .int2
            case 23: .int4
            case 26: .oid
            // name, text, unknown, bpchar, varchar
            case 19, 25, 705, 1042, 1043: .text
            case 114: .json
            case 700: .float4
            case 701: .float8
            case 1082: .date
            case 1083: .time
            case 1114: .localTimestamp
            case 1184: .timestamp
            case 1700: .numeric
            case 2950: .uuid
            case 3802: .jsonb
            default: .other
            }
    }

    /// Whether its binary form is known here.
    var hasBinaryForm: Bool {
        if case .other = self { false } else { true }
    }
}

extension DatabaseValue {
    /// The number of the type that a value is sent as; 0 where the server is to find out: text may
    /// be meant for a column of an enumeration, and `NULL` for any.
    var postgresqlType: UInt32 {
        switch self {
        case .null, .text, .json, .invalid: 0
        case .bool: 16
        case .bytes: 17
        case .integer: 20
        case .double: 701
        case .date: 1082
        case .time: 1083
        case .localTimestamp: 1114
        case .timestamp: 1184
        case .decimal: 1700
        case .uuid: 2950
        }
    }
}

/// PostgreSQL counts from 2000-01-01, Dewar from 1970-01-01.
enum Epoch {
    /// In days.
    static let days = 10_957
    /// In microseconds.
    static let microseconds: Int64 = 946_684_800_000_000
}
