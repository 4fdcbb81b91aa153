internal import DewarORM
private import FoundationEssentials

/// Values as the server sends them in binary form: big-endian, dates counted from 2000.
///
/// - SeeAlso: PostgreSQL's functions `…send` in `src/backend/utils/adt`.
enum BinaryForm {
    /// Reads a value.
    ///
    /// - Parameters:
    ///   - type: A type with a known binary form.
    ///   - bytes: The value, which is not `NULL`.
    /// - Returns: The value; `.text` for what the case of its type cannot hold.
    @inline(__always)
    static func value(_ type: PostgreSQLType, _ bytes: UnsafeRawBufferPointer) -> DatabaseValue {
        switch type {
        case .int8: integer(bytes, Int64.self).map { .integer($0) } ?? .null
        case .text: .text(String(decoding: bytes, as: UTF8.self))
        case .int4: integer(bytes, Int32.self).map { .integer(Int64($0)) } ?? .null
        case .bool: .bool(bytes.first == 1)
        case .float8:
            integer(bytes, UInt64.self).map { .double(Double(bitPattern: $0)) } ?? .null
        default: other(type, bytes)
        }
    }

    /// Reads an integer.
    ///
    /// - Returns: nil for another type.
    @inline(__always)
    static func integer(_ type: PostgreSQLType, _ bytes: UnsafeRawBufferPointer) -> Int64? {
        switch type {
        case .int8: integer(bytes, Int64.self)
        case .int4: integer(bytes, Int32.self).map { Int64($0) }
        case .int2: integer(bytes, Int16.self).map { Int64($0) }
        case .oid: integer(bytes, UInt32.self).map { Int64($0) }
        default: nil
        }
    }

    private static func other(
        _ type: PostgreSQLType, _ bytes: UnsafeRawBufferPointer
    ) -> DatabaseValue {
        switch type {
        case .int2: integer(bytes, Int16.self).map { .integer(Int64($0)) } ?? .null
        case .oid: integer(bytes, UInt32.self).map { .integer(Int64($0)) } ?? .null
        case .float4:
            // By its shortest digits, as the text has them: 0.1 is no 0.10000000149.
            integer(bytes, UInt32.self).map {
                .double(Double(Float(bitPattern: $0).description) ?? .nan)
            } ?? .null
        case .bytes: .bytes([UInt8](bytes))
        case .numeric: numeric(bytes)
        case .timestamp: moment(bytes, isLocal: false)
        case .localTimestamp: moment(bytes, isLocal: true)
        case .date: date(bytes)
        case .time:
            integer(bytes, Int64.self).map {
                LocalTime(microseconds: $0).map { .time($0) } ?? .text("24:00:00")
            } ?? .null
        case .uuid: uuid(bytes)
        case .json: .json(String(decoding: bytes, as: UTF8.self))
        // The first byte is the version, 1.
        case .jsonb: .json(String(decoding: bytes.dropFirst(), as: UTF8.self))
        default: .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// An integer of exactly so many bytes.
    @inline(__always)
    private static func integer<Number: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _ type: Number.Type
    ) -> Number? {
        guard bytes.count == MemoryLayout<Number>.size else { return nil }
        return Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    private static func uuid(_ bytes: UnsafeRawBufferPointer) -> DatabaseValue {
        guard bytes.count == 16 else { return .null }
        return .uuid(UUID(uuid: bytes.loadUnaligned(as: uuid_t.self)))
    }

    private static func date(_ bytes: UnsafeRawBufferPointer) -> DatabaseValue {
        guard let days = integer(bytes, Int32.self) else { return .null }
        switch days {
        case .max: return .text("infinity")
        case .min: return .text("-infinity")
        default:
            let day = Int(days) + Epoch.days
            return LocalDate(days: day).map { .date($0) } ?? .text(FarDate.text(day: day))
        }
    }

    private static func moment(
        _ bytes: UnsafeRawBufferPointer, isLocal: Bool
    ) -> DatabaseValue {
        guard let value = integer(bytes, Int64.self) else { return .null }
        switch value {
        case .max: return .text("infinity")
        case .min: return .text("-infinity")
        default:
            // The greatest that the server has is in the year 294276, far from an overflow.
            let (microseconds, overflow) = value.addingReportingOverflow(Epoch.microseconds)
            guard !overflow, let local = LocalDateTime(microseconds: microseconds) else {
                return .text(FarDate.text(microseconds: value, isLocal: isLocal))
            }
            return isLocal
                ? .localTimestamp(local) : .timestamp(InstantText.date(microseconds: microseconds))
        }
    }

    /// Groups of four decimal digits: their number, the first one's place before the point, the
    /// sign, the digits behind the point, the groups.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> DatabaseValue {
        func field(_ index: Int) -> Int {
            let start = index * 2
            guard start >= 0, start + 2 <= bytes.count else { return 0 }
            return Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int16.self)))
        }
        let count = field(0), weight = field(1), scale = field(3)
        switch UInt16(truncatingIfNeeded: field(2)) {
        case 0x0000, 0x4000: break
        case 0xD000: return .text("Infinity")
        case 0xF000: return .text("-Infinity")
        default: return .text("NaN")
        }
        var text: [UInt8] = field(2) == 0x4000 ? [UInt8(ascii: "-")] : []
        func append(group place: Int) {
            // Of the group that stands `place` groups before the point's.
            let index = weight - place
            let group = (0..<count).contains(index) ? field(4 + index) : 0
            for unit in [1000, 100, 10, 1] {
                text.append(UInt8(truncatingIfNeeded: 48 + group / unit % 10))
            }
        }
        if weight < 0 { text.append(48) }
        for place in stride(from: weight, through: 0, by: -1) { append(group: place) }
        if scale > 0 {
            text.append(UInt8(ascii: "."))
            let end = text.count + scale
            var place = -1
            while text.count < end {
                append(group: place)
                place -= 1
            }
            text.removeLast(text.count - end)
        }
        return TextForm.decimal(String(decoding: withoutLeadingZeros(text), as: UTF8.self))
    }

    /// A number as the server would write it: `-0001.5` as `-1.5`.
    private static func withoutLeadingZeros(_ text: [UInt8]) -> ArraySlice<UInt8> {
        let start = text.first == UInt8(ascii: "-") ? 1 : 0
        let zeros = text[start...].prefix { $0 == 48 }.count
        let whole = text[start...].prefix { $0 != UInt8(ascii: ".") }.count
        // One digit stays.
        return text[..<start] + text[(start + min(zeros, whole - 1))...]
    }
}
