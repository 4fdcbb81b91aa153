private import CPostgreSQL
internal import DewarORM
private import FoundationEssentials

/// The values of a statement as libpq takes them, in memory that is used again.
struct ParameterBuffer: ~Copyable {
    private var memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: ParameterBuffer.firstCapacity, alignment: 1)
    /// How many bytes of it hold values.
    private var used = 0
    /// Where each value begins; -1 for `NULL`.
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    /// 0 for text, 1 for binary.
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []
    private static let firstCapacity = 1 << 10
    /// What is kept for the next statement, in bytes.
    private static let keptCapacity = 1 << 20

    deinit {
        memory.deallocate()
    }

    /// Takes the values of a statement.
    ///
    /// - Parameter binds: A value per placeholder.
    /// - Throws: ``DatabaseError`` of kind `unstorable`.
    mutating func fill(_ binds: [DatabaseValue]) throws {
        used = 0
        if memory.count > Self.keptCapacity { resize(Self.firstCapacity) }
        if starts.count != binds.count {
            starts = Array(repeating: -1, count: binds.count)
            lengths = Array(repeating: 0, count: binds.count)
            formats = lengths
            pointers = Array(repeating: nil, count: binds.count)
        }
        for index in binds.indices { try set(binds[index], at: index) }
    }

    private mutating func set(_ value: DatabaseValue, at index: Int) throws {
        let start = used
        var isBinary = true
        switch value {
        case .null:
            starts[index] = -1
            lengths[index] = 0
            formats[index] = 0
            return
        case .bool(let value): append(big: value ? 1 as UInt8 : 0)
        case .integer(let value): append(big: value)
        case .double(let value): append(big: value.bitPattern)
        case .bytes(let value): value.withUnsafeBytes { append($0) }
        case .timestamp(let date):
            guard let value = InstantText.microseconds(of: date) else {
                throw DatabaseError.unstorable("a date is outside the years 1 to 9999")
            }
            append(big: value - Epoch.microseconds)
        case .localTimestamp(let value): append(big: value.microseconds - Epoch.microseconds)
        case .date(let value): append(big: value.days - Int32(Epoch.days))
        case .time(let value): append(big: value.microseconds)
        case .uuid(let value): withUnsafeBytes(of: value.uuid) { append($0) }
        case .text(let text), .json(let text):
            append(text)
            isBinary = false
        case .decimal(let value):
            append(value.description)
            isBinary = false
        case .invalid(let reason): throw DatabaseError.unstorable(reason)
        }
        guard let length = Int32(exactly: used - start) else {
            throw DatabaseError.unstorable("a value is longer than 2 GiB")
        }
        starts[index] = start
        lengths[index] = length
        formats[index] = isBinary ? 1 : 0
        // The end of text; and no value is without a byte, which would have no address.
        append(big: 0 as UInt8)
    }

    private mutating func append(big value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { append($0) }
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if memory.count - used < bytes.count { resize(max(memory.count * 2, used + bytes.count)) }
        let rest = UnsafeMutableRawBufferPointer(rebasing: memory[used...])
        rest.copyMemory(from: bytes)
        used += bytes.count
    }

    /// Gives the memory another size, and keeps the values.
    private mutating func resize(_ size: Int) {
        let other = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        other.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
        memory.deallocate()
        memory = other
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
        let base = UnsafePointer(memory.baseAddress?.assumingMemoryBound(to: CChar.self))
        for index in starts.indices {
            pointers[index] = starts[index] < 0 ? nil : base.map { $0 + starts[index] }
        }
        return body(Int32(clamping: starts.count), pointers, lengths, formats)
    }
}
