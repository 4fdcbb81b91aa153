internal import DewarORM

/// PostgreSQL's error codes: what they are and what they are called.
///
/// - SeeAlso: PostgreSQL, "Appendix A. PostgreSQL Error Codes".
enum SQLState {
    /// A prepared statement of this name is not there.
    static let unknownStatement = "26000"
    /// Something that the server does not do.
    static let unsupported = "0A000"
    /// The number of values is not that of the placeholders, or another fault of the protocol.
    static let protocolViolation = "08P01"
    /// A statement was cancelled.
    static let cancelled = "57014"

    /// What a code is to those who use models.
    static func kind(of code: String) -> DatabaseError.Kind {
        switch code {
        case "23505": .constraint(.unique)
        case "23503", "23001": .constraint(.foreignKey)
        // Text too long for its column is a check on SQLite.
        case "23514", "22001": .constraint(.check)
        case "23502": .constraint(.notNull)
        case "40001", unknownStatement: .conflict(.serialization)
        case "40P01": .conflict(.deadlock)
        case "55P03": .conflict(.busy)
        case cancelled: .cancelled
        case "25P02", "25006", "25001": .invalidTransaction
        case protocolViolation: .invalidQuery
        // Division by zero is no value's fault.
        case "22012": .statement
        default:
            switch code.prefix(2) {
            case "22": .invalidValue
            case "23": .constraint(.other)
            case "08", "53", "57", "58": .unavailable
            default: .statement
            }
        }
    }

    /// What a code is called, in few words and without values.
    static func name(of code: String) -> String {
        names[code] ?? classes[String(code.prefix(2))] ?? "error"
    }

    private static let names = [
        "0A000": "feature not supported", "22001": "text too long",
        "22003": "numeric value out of range", "22007": "invalid date format",
        "22008": "date out of range", "22012": "division by zero",
        "22021": "character not in repertoire", "22P02": "invalid text representation",
        "22P03": "invalid binary representation", "22P05": "untranslatable character",
        "23502": "not null violation", "23503": "foreign key violation",
        "23505": "unique violation", "23514": "check violation", "23P01": "exclusion violation",
        "25001": "active transaction", "25006": "read only transaction",
        "25P02": "in failed transaction", "26000": "unknown prepared statement",
        "2BP01": "dependent objects still exist", "3D000": "undefined database",
        "3F000": "undefined schema", "40001": "serialization failure", "40P01": "deadlock",
        "42501": "insufficient privilege", "42601": "syntax error", "42602": "invalid name",
        "42622": "name too long", "42701": "duplicate column", "42702": "ambiguous column",
        "42703": "undefined column", "42704": "undefined object", "42710": "duplicate object",
        "42725": "ambiguous function", "42803": "grouping error", "42804": "datatype mismatch",
        "42883": "undefined function", "42P01": "undefined table", "42P02": "undefined parameter",
        "42P06": "duplicate schema", "42P07": "duplicate table",
        "42P10": "invalid column reference",
        "42P18": "indeterminate datatype", "53100": "disk full", "53200": "out of memory",
        "53300": "too many connections", "54001": "statement too complex",
        "55006": "object in use", "55P03": "lock not available", "57014": "query canceled",
        "57P01": "admin shutdown", "57P02": "crash shutdown", "57P03": "cannot connect now",
    ]

    private static let classes = [
        "08": "connection exception", "0A": "feature not supported", "21": "cardinality violation",
        "22": "data exception", "23": "constraint violation", "24": "invalid cursor state",
        "25": "invalid transaction state", "28": "invalid authorization",
        "2B": "dependent objects still exist", "2D": "invalid transaction termination",
        "34": "invalid cursor name", "3B": "savepoint exception", "40": "transaction rollback",
        "42": "syntax error or access rule violation", "44": "with check option violation",
        "53": "insufficient resources", "54": "program limit exceeded",
        "55": "object not in prerequisite state", "57": "operator intervention",
        "58": "system error", "P0": "error of a function", "XX": "internal error",
    ]
}
