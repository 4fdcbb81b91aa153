/// Clean records on their way to libfcgi, which takes them in pieces of its own choice.
///
/// Contents that follow each other in one stream become one record as long as nobody has begun
/// to read it: what libfcgi sees does not depend on how the bytes came, and a body that comes
/// byte by byte takes no eight bytes of header for each.
package struct RecordBuffer: Sendable {
    private var bytes: [UInt8] = []
    private var readCount = 0
    /// Where the header of the last record stands, and what it says, if that may grow.
    private var last: (start: Int, kind: UInt8, requestID: UInt16, length: Int)?

    /// Makes an empty buffer.
    package init() {}

    /// Makes an empty buffer in memory that was used before.
    init(reusing memory: [UInt8]) {
        bytes = memory
        bytes.removeAll(keepingCapacity: true)
    }

    /// The number of bytes in memory, read ones among them.
    package var memoryCount: Int { bytes.count }

    /// The number of bytes that nobody has read.
    package var count: Int { bytes.count - readCount }

    /// Reads bytes, and forgets them.
    ///
    /// - Parameter buffer: Where they go.
    /// - Returns: The number of bytes, 0 when there is none.
    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let taken = min(buffer.count, count)
        guard taken > 0 else { return 0 }
        bytes.withUnsafeBytes { bytes in
            buffer.copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[readCount..<(readCount + taken)]))
        }
        readCount += taken
        if let start = last?.start, readCount > start { last = nil }
        if count == 0 { clear() }
        return taken
    }

    /// Forgets everything, but keeps the memory.
    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        readCount = 0
        last = nil
    }

    /// Gives the memory away, and everything in it.
    mutating func takeMemory() -> [UInt8] {
        clear()
        defer { bytes = [] }
        return bytes
    }

    /// Appends a record whose content may grow by what follows; an empty one ends a stream.
    ///
    /// - Parameters:
    ///   - kind: What the record is.
    ///   - requestID: The request that it belongs to.
    ///   - content: Any number of bytes.
    package mutating func append(
        _ kind: UInt8, requestID: UInt16, _ content: UnsafeRawBufferPointer
    ) {
        if readCount >= Self.largestGap { forgetRead() }
        guard !content.isEmpty else {
            last = nil
            return appendHeader(kind, requestID, 0)
        }
        var rest = content
        while !rest.isEmpty {
            if let last, last.kind == kind, last.requestID == requestID {
                let room = min(rest.count, RecordHeader.largestContent - last.length)
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: rest.prefix(room)))
                setLength(last.length + room)
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(room))
                if rest.isEmpty { return }
            }
            last = (bytes.count, kind, requestID, 0)
            appendHeader(kind, requestID, 0)
        }
    }

    /// Takes away what was read: a reader that is never done with all of it would make the buffer
    /// grow for ever.
    private mutating func forgetRead() {
        bytes.removeFirst(readCount)
        last?.start -= readCount
        readCount = 0
    }

    private mutating func setLength(_ length: Int) {
        guard let start = last?.start else { return }
        last?.length = length
        bytes[start + 4] = UInt8(truncatingIfNeeded: length >> 8)
        bytes[start + 5] = UInt8(truncatingIfNeeded: length)
    }

    private mutating func appendHeader(_ kind: UInt8, _ requestID: UInt16, _ length: UInt16) {
        RecordHeader(clean: kind, requestID: requestID, contentLength: length).append(to: &bytes)
    }

    /// Appends the record that begins a request for a responder.
    mutating func appendBeginning(requestID: UInt16, keepsConnection: Bool) {
        last = nil
        appendHeader(RecordHeader.Kind.beginRequest, requestID, 8)
        bytes += [0, 1, keepsConnection ? 1 : 0, 0, 0, 0, 0, 0]
    }

    /// How many bytes that were read stay in the buffer at most.
    private static let largestGap = 65_536
}
