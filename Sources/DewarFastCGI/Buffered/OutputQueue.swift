import CFastCGI
import Glibc

/// What is still to be sent over a connection: records, and large contents between them.
///
/// A large content is not copied: the queue has the application's own bytes, or its file, until
/// they are out.
struct OutputQueue: Sendable {
    /// How sending ended.
    enum Progress: Sendable, Hashable {
        /// Everything is out.
        case sent
        /// The socket takes no more for now.
        case full
        /// The peer takes nothing any more.
        case gone
        /// A file has become shorter: what was announced cannot be sent.
        case cutOff
    }

    /// Whole records, the first to go.
    private var records: [UInt8]
    private var sentCount = 0
    /// What comes after them, and the records behind each.
    private var contents: [(content: OutputContent, records: [UInt8])] = []
    /// Whether the first byte of what is appended next has gone out already.
    private var isAhead = false

    /// Makes an empty queue.
    ///
    /// - Parameter memory: Memory that was used before.
    init(reusing memory: [UInt8] = []) {
        records = memory
        records.removeAll(keepingCapacity: true)
    }

    /// How many bytes have gone out; only a change of it tells something.
    private(set) var progress: UInt64 = 0

    var isEmpty: Bool { records.count == sentCount && contents.isEmpty }

    /// The number of bytes that are still to be sent, and that the queue has in memory of its own.
    var recordByteCount: Int {
        contents.reduce(records.count - sentCount) { $0 + $1.records.count }
    }

    /// Appends whole records.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let bytes = isAhead ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) : bytes
        isAhead = false
        if contents.isEmpty {
            records.append(contentsOf: bytes)
        } else {
            contents[contents.count - 1].records.append(contentsOf: bytes)
        }
    }

    /// Appends a content, which is made into records as it is sent.
    mutating func append(_ content: OutputContent) {
        contents.append((content, []))
        if isAhead { contents[contents.count - 1].content.advance(by: 1) }
        isAhead = false
    }

    /// Sends the first byte of the record that will come next, whichever that is.
    ///
    /// - Parameter descriptor: The socket, which does not block.
    mutating func sendAhead(over descriptor: Int32) {
        guard isEmpty, !isAhead else { return }
        var version: UInt8 = 1
        isAhead = Glibc.send(descriptor, &version, 1, Int32(MSG_NOSIGNAL)) == 1
    }

    /// Gives the memory away, and everything in it.
    mutating func takeMemory() -> [UInt8] {
        defer { self = OutputQueue() }
        return records
    }

    /// Sends as much as the socket takes.
    ///
    /// - Parameter descriptor: The socket, which does not block.
    /// - Returns: How far that went.
    mutating func send(over descriptor: Int32) -> Progress {
        while !isEmpty {
            let (sent, wanted) = sendOnce(over: descriptor)
            guard sent > 0 else {
                if sent == 0 { return .cutOff }
                switch errno {
                case EINTR: continue
                case EAGAIN: return .full
                default: return .gone
                }
            }
            progress &+= UInt64(sent)
            advance(by: sent)
            // A socket that takes a part is full; asking once more would cost a call.
            if sent < wanted { return .full }
        }
        return .sent
    }

    /// Makes one call.
    ///
    /// - Returns: Its result, and how much it was to send.
    private func sendOnce(over descriptor: Int32) -> (Int, Int) {
        let rest = records.count - sentCount
        guard let content = contents.first?.content else {
            let flags = Int32(MSG_NOSIGNAL)
            let sent = records.withUnsafeBytes { bytes in
                Glibc.send(descriptor, bytes.baseAddress?.advanced(by: sentCount), rest, flags)
            }
            return (sent, rest)
        }
        if case .file(let file) = content.source {
            if rest == 0, content.remaining > 0 {
                // How much of a record a file gives in one call is the kernel's choice.
                return (content.sendPiece(of: file, over: descriptor), 0)
            }
            let flags = Int32(MSG_NOSIGNAL | MSG_MORE)
            let sent = records.withUnsafeBytes { bytes in
                Glibc.send(descriptor, bytes.baseAddress?.advanced(by: sentCount), rest, flags)
            }
            return (sent, rest)
        }
        return content.withBytes { body in
            OutputVectors.withRoom { vectors in
                records.withUnsafeBytes { records in
                    contents[0].records.withUnsafeBytes { behind in
                        vectors.append(
                            UnsafeRawBufferPointer(rebasing: records.dropFirst(sentCount)))
                        content.gather(body, into: &vectors)
                        if vectors.byteCount == rest + content.remaining { vectors.append(behind) }
                        return (vectors.send(over: descriptor), vectors.byteCount)
                    }
                }
            }
        } ?? (0, 0)
    }

    /// Forgets what has gone out.
    private mutating func advance(by count: Int) {
        var count = count
        while true {
            let step = min(count, records.count - sentCount)
            sentCount += step
            count -= step
            guard sentCount == records.count else { return }
            sentCount = 0
            guard let content = contents.first?.content else {
                return records.removeAll(keepingCapacity: true)
            }
            records.removeAll(keepingCapacity: true)
            let part = min(count, content.remaining)
            contents[0].content.advance(by: part)
            count -= part
            guard contents[0].content.remaining == 0 else { return }
            let behind = contents.removeFirst().records
            if records.capacity >= behind.count { records += behind } else { records = behind }
        }
    }
}
