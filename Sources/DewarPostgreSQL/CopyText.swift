internal import DewarORM
private import FoundationEssentials

/// Rows as `COPY … FROM STDIN` takes them: a line each, with tabs between the values.
///
/// - SeeAlso: PostgreSQL, "COPY", "Text Format".
struct CopyText {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// Appends a row.
    ///
    /// - Parameter values: A value per column.
    /// - Throws: ``DatabaseError`` of kind `invalidValue`.
    mutating func append(_ values: [DatabaseValue]) throws {
        for index in values.indices {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            try append(values[index])
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ value: DatabaseValue) throws {
        switch value {
        case .null: append(plain: "\\N")
        case .bool(let value): bytes.append(UInt8(ascii: value ? "t" : "f"))
        case .integer(let value): append(value)
        case .double(let value): append(plain: value.description)
        case .text(let text), .json(let text): append(text: text)
        case .bytes(let value): append(value)
        case .decimal(let value): append(plain: value.description)
        case .timestamp(let date):
            guard let text = InstantText.text(of: date) else {
                throw DatabaseError.unstorable("a date is outside the years 1 to 9999")
            }
            append(plain: text)
            append(plain: "+00")
        case .localTimestamp(let value): append(plain: value.description)
        case .date(let value): append(plain: value.description)
        case .time(let value): append(plain: value.description)
        case .uuid(let value): append(plain: value.uuidString)
        case .invalid(let reason): throw DatabaseError.unstorable(reason)
        }
    }

    /// Appends what holds nothing that means something else.
    private mutating func append(plain text: String) {
        bytes += text.utf8
    }

    private mutating func append(_ number: Int64) {
        var rest = number.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(truncatingIfNeeded: 48 + rest % 10))
            rest /= 10
        } while rest > 0
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes[start...].reverse()
    }

    /// Appends text, with `\` before what would end a value or a line.
    private mutating func append(text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                bytes.append(UInt8(ascii: "\\"))
                // The letters of C, so that no line is taken for two.
                bytes.append(
                    byte == 9
                        ? UInt8(ascii: "t")
                        : byte == 10 ? UInt8(ascii: "n") : byte == 13 ? UInt8(ascii: "r") : byte)
            default: bytes.append(byte)
            }
        }
    }

    /// Appends bytes as `\\x00ff`.
    private mutating func append(_ value: [UInt8]) {
        append(plain: "\\\\x")
        for byte in value {
            for digit in [byte >> 4, byte & 15] {
                bytes.append(digit < 10 ? 48 + digit : 87 + digit)
            }
        }
    }
}
