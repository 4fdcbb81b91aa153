private import CPostgreSQL
internal import DewarORM
private import FoundationEssentials

/// The values of a statement as libpq takes them, in memory that is used again.
struct ParameterBuffer {
    private var bytes: [UInt8] = []
    /// Where each value begins; -1 for `NULL`.
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    /// 0 for text, 1 for binary.
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []
    /// What is kept for the next statement, in bytes.
    private static let keptCapacity = 1 << 20

    /// Takes the values of a statement.
    ///
    /// - Parameter binds: A value per placeholder.
    /// - Throws: ``DatabaseError`` of kind `invalidValue`.
    mutating func fill(_ binds: [DatabaseValue]) throws {
        if bytes.capacity > Self.keptCapacity {
            bytes = []
        } else {
            bytes.removeAll(keepingCapacity: true)
        }
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for bind in binds { try append(bind) }
    }

    private mutating func append(_ value: DatabaseValue) throws {
        let start = bytes.count
        var isBinary = true
        switch value {
        case .null:
            starts.append(-1)
            lengths.append(0)
            formats.append(0)
            return
        case .bool(let value): bytes.append(value ? 1 : 0)
        case .integer(let value): append(big: value)
        case .double(let value): append(big: value.bitPattern)
        case .bytes(let value): bytes += value
        case .timestamp(let date):
            guard let value = InstantText.microseconds(of: date) else {
                throw DatabaseError.unstorable("a date is outside the years 1 to 9999")
            }
            append(big: value - Epoch.microseconds)
        case .localTimestamp(let value): append(big: value.microseconds - Epoch.microseconds)
        case .date(let value): append(big: value.days - Int32(Epoch.days))
        case .time(let value): append(big: value.microseconds)
        case .uuid(let value): withUnsafeBytes(of: value.uuid) { bytes += $0 }
        case .text(let text), .json(let text):
            bytes += text.utf8
            isBinary = false
        case .decimal(let value):
            bytes += value.description.utf8
            isBinary = false
        case .invalid(let reason): throw DatabaseError.unstorable(reason)
        }
        starts.append(start)
        guard let length = Int32(exactly: bytes.count - start) else {
            throw DatabaseError.unstorable("a value is longer than 2 GiB")
        }
        lengths.append(length)
        formats.append(isBinary ? 1 : 0)
        // The end of text; and no value is without a byte, which would have no address.
        bytes.append(0)
    }

    private mutating func append(big value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }

    /// Gives a function of libpq what it wants to know of the values.
    ///
    /// - Parameter body: Gets their number, their places, lengths and formats.
    /// - Returns: What the function returns.
    mutating func withPointers(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
            UnsafePointer<Int32>?
        ) -> Int32
    ) -> Int32 {
        var places = pointers
        pointers = []
        defer {
            places.removeAll(keepingCapacity: true)
            pointers = places
        }
        return bytes.withUnsafeBytes { memory in
            let base = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
            for start in starts { places.append(start < 0 ? nil : base.map { $0 + start }) }
            return body(Int32(clamping: starts.count), places, lengths, formats)
        }
    }
}
