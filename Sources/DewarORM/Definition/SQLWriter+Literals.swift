private import FoundationEssentials

extension SQLWriter {
    /// Appends a value as SQL writes it: where no placeholder can stand, in definitions.
    mutating func append(literal value: DatabaseValue) {
        switch value {
        case .null: append("NULL")
        case .bool(let value):
            if dialect == .sqlite {
                append(value ? "1" : "0")
            } else {
                append(value ? "TRUE" : "FALSE")
            }
        case .integer(let value): append(sql: String(value))
        case .double(let value): append(sql: "\(value)")
        case .decimal(let value):
            dialect == .sqlite ? append(quoted: value.description) : append(sql: value.description)
        case .text(let text), .json(let text): append(quoted: text)
        case .bytes(let bytes): append(bytes: bytes)
        case .timestamp(let date): append(instant: date)
        case .localTimestamp(let value): append(quoted: value.description)
        case .date(let value): append(quoted: value.description)
        case .time(let value): append(quoted: value.description)
        case .uuid(let value): append(quoted: value.uuidString.lowercased())
        case .invalid(let reason): fail(.unstorable(reason))
        }
    }

    private mutating func append(quoted text: String) {
        if text.utf8.contains(0) {
            fail(DatabaseError(.invalidText, "invalid text: it holds U+0000."))
        }
        append("'")
        append(
            sql: text.split(separator: "'", omittingEmptySubsequences: false).joined(
                separator: "''"))
        append("'")
    }

    private mutating func append(bytes: [UInt8]) {
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        append(sql: dialect == .sqlite ? "X'\(digits)'" : "'\\x\(digits)'")
    }

    private mutating func append(instant: Date) {
        guard let text = InstantText.text(of: instant) else {
            fail(.unstorable("a date is outside the years 1 to 9999"))
            return
        }
        append(quoted: dialect == .sqlite ? text : text + "+00")
    }
}
