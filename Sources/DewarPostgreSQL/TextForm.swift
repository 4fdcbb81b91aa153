internal import DewarORM
private import FoundationEssentials

/// Values as the server writes them in text form, with the settings of our connections.
enum TextForm {
    /// Reads a value.
    ///
    /// - Parameters:
    ///   - type: The column's type.
    ///   - bytes: The value's text, which is not `NULL`.
    /// - Returns: The value; `.text` of the text for what the case of its type cannot hold, and
    ///   for other types.
    static func value(_ type: PostgreSQLType, _ bytes: UnsafeRawBufferPointer) -> DatabaseValue {
        switch type {
        case .int2, .int4, .int8, .oid:
            if let number = integer(bytes) { return .integer(number) }
        case .bool: return .bool(bytes.first == UInt8(ascii: "t"))
        case .bytes:
            if let value = hexadecimal(bytes) { return .bytes(value) }
        default: break
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return other(type, text) ?? .text(text)
    }

    private static func other(_ type: PostgreSQLType, _ text: String) -> DatabaseValue? {
        switch type {
        case .float4, .float8: Double(text).map { .double($0) }
        case .numeric: decimal(text)
        case .timestamp: InstantText.date(of: text).map { .timestamp($0) }
        case .localTimestamp: LocalDateTime(text).map { .localTimestamp($0) }
        case .date: LocalDate(text).map { .date($0) }
        case .time: LocalTime(text).map { .time($0) }
        case .uuid: UUID(uuidString: text).map { .uuid($0) }
        case .json, .jsonb: .json(text)
        default: nil
        }
    }

    /// A decimal number, or its text if it has more digits than `Decimal` holds.
    static func decimal(_ text: String) -> DatabaseValue {
        DecimalText.decimal(text).map { .decimal($0) } ?? .text(text)
    }

    private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var rest = bytes[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        guard !rest.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in rest {
            guard byte >= 48, byte <= 57 else { return nil }
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            // Downwards, so that the least number fits too.
            let (sum, overflows) = tens.subtractingReportingOverflow(Int64(byte) - 48)
            guard !overflow, !overflows else { return nil }
            value = sum
        }
        guard !isNegative else { return value }
        return value == .min ? nil : -value
    }

    /// `\x00ff27`.
    private static func hexadecimal(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.count >= 2, text.count.isMultiple(of: 2), text[0] == UInt8(ascii: "\\"),
            text[1] == UInt8(ascii: "x")
        else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 97...102: byte - 87
        default: nil
        }
    }
}
