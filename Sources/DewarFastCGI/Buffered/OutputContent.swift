import DewarHTTP
import Glibc

/// The content of an answer that goes out as it lies in the application's memory or file.
///
/// On the wire it is a row of records with 65,528 bytes each, the last one with fewer: a header
/// every 65,536 bytes. A place in that row is one number.
struct OutputContent: Sendable {
    enum Source: Sendable {
        case bytes([UInt8])
        case text(String)
        case file(OpenFile)
    }

    let source: Source
    /// The number of bytes, of which the source may have more.
    let count: Int
    let requestID: UInt16
    /// How many bytes have gone out, headers and padding included.
    private(set) var position = 0

    /// Takes a body to be sent, or its beginning.
    ///
    /// - Parameters:
    ///   - source: Has the bytes.
    ///   - count: How many of them are sent.
    ///   - requestID: The request that they answer.
    init(_ source: Source, count: Int, requestID: UInt16) {
        self.count = count
        self.requestID = requestID
        if case .text(var text) = source {
            // Once here, or it would happen with every piece.
            text.makeContiguousUTF8()
            self.source = .text(text)
        } else {
            self.source = source
        }
    }

    /// Whether the bytes are in no memory of ours.
    var isFile: Bool {
        if case .file = source { true } else { false }
    }

    /// The number of bytes that are still to go out.
    var remaining: Int {
        let (whole, rest) = count.quotientAndRemainder(dividingBy: RecordHeader.largestContent)
        let last = rest == 0 ? 0 : RecordHeader.size + (rest + 7) / 8 * 8
        return whole * Self.recordSize + last - position
    }

    /// Notes that bytes have gone out.
    mutating func advance(by count: Int) { position += count }

    /// The record that is being sent: its header, where its content lies, how far it has come.
    private var record: (header: RecordHeader, start: Int, length: Int, sent: Int) {
        let (index, sent) = position.quotientAndRemainder(dividingBy: Self.recordSize)
        let start = index * RecordHeader.largestContent
        let length = min(RecordHeader.largestContent, count - start)
        let header = RecordHeader(
            RecordHeader.Kind.output, requestID: requestID, contentLength: length)
        return (header, start, length, sent)
    }

    // MARK: From memory

    /// Appends the next records to what one call sends.
    ///
    /// - Parameters:
    ///   - body: The source's bytes.
    ///   - vectors: Takes the pieces.
    func gather(_ body: UnsafeRawBufferPointer, into vectors: inout OutputVectors) {
        var rest = self
        while rest.remaining > 0, vectors.hasRoom {
            let (header, start, length, sent) = rest.record
            if sent < RecordHeader.size { vectors.append(header, from: sent) }
            let begun = max(0, sent - RecordHeader.size)
            if begun < length {
                let piece = body[(start + begun)..<(start + length)]
                vectors.append(UnsafeRawBufferPointer(rebasing: piece))
            }
            let padding = header.paddingLength - max(0, begun - length)
            vectors.append(zeros: padding)
            rest.position += RecordHeader.size + length + header.paddingLength - sent
        }
    }

    /// Calls a closure with the bytes, if they are in memory.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result? {
        switch source {
        case .bytes(let bytes): return bytes.withUnsafeBytes(body)
        case .text(var text): return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
        case .file: return nil
        }
    }

    // MARK: Through libfcgi

    /// Has libfcgi make the records, from copies of the bytes.
    ///
    /// - Parameter library: The request.
    /// - Returns: Whether all of it was taken.
    func write(to library: LibraryRequest) -> Bool {
        let isTaken = withBytes { bytes in
            library.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(count)))
        }
        guard case .file(let file) = source else { return isTaken ?? false }
        var start = 0
        while start < count {
            guard let bytes = try? file.bytes(at: start, upTo: min(65_536, count - start)),
                !bytes.isEmpty, bytes.withUnsafeBytes({ library.write($0) })
            else { return false }
            start += bytes.count
        }
        return true
    }

    // MARK: From a file

    /// Sends the next piece of a file: a header, a content, or padding.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - descriptor: The connection.
    /// - Returns: The number of bytes that went out; 0 when the file has become shorter, -1 with
    ///   `errno` on a failure.
    func sendPiece(of file: OpenFile, over descriptor: Int32) -> Int {
        let (header, start, length, sent) = record
        if sent < RecordHeader.size {
            return withUnsafeBytes(of: header.wireBytes) { bytes in
                // More follows: over TCP the header does not travel alone.
                send(
                    descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL | MSG_MORE))
            }
        }
        let begun = sent - RecordHeader.size
        if begun < length {
            var offset = off_t(file.offset + start + begun)
            return sendfile(descriptor, file.descriptor, &offset, length - begun)
        }
        var zeros: UInt64 = 0
        return send(
            descriptor, &zeros, header.paddingLength - (begun - length),
            Int32(MSG_NOSIGNAL))
    }

    private static let recordSize = RecordHeader.size + RecordHeader.largestContent
}

/// The pieces of memory that one call sends.
struct OutputVectors: ~Copyable {
    private let vectors: UnsafeMutableBufferPointer<iovec>
    private let headers: UnsafeMutableBufferPointer<UInt64>
    private(set) var count = 0
    private(set) var byteCount = 0
    private var headerCount = 0

    /// How many records one call sends at most: a mebibyte, more than a socket takes at once.
    private static let recordsAtOnce = 16

    /// Calls a closure with room for the pieces.
    static func withRoom<Result>(_ body: (inout OutputVectors) -> Result) -> Result {
        let vectorsAtOnce = 3 * recordsAtOnce + 2
        return withUnsafeTemporaryAllocation(of: iovec.self, capacity: vectorsAtOnce) { vectors in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: recordsAtOnce + 1) {
                var room = OutputVectors(vectors: vectors, headers: $0)
                return body(&room)
            }
        }
    }

    private init(
        vectors: UnsafeMutableBufferPointer<iovec>, headers: UnsafeMutableBufferPointer<UInt64>
    ) {
        self.vectors = vectors
        self.headers = headers
        // What padding is made of.
        headers[Self.recordsAtOnce] = 0
    }

    /// Whether another record fits.
    var hasRoom: Bool { headerCount < Self.recordsAtOnce }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        // The kernel only reads.
        vectors[count] = iovec(
            iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
        count += 1
        byteCount += bytes.count
    }

    mutating func append(_ header: RecordHeader, from start: Int) {
        headers[headerCount] = header.wireBytes
        append(part(ofHeader: headerCount, from: start, count: RecordHeader.size - start))
        headerCount += 1
    }

    mutating func append(zeros count: Int) {
        append(part(ofHeader: Self.recordsAtOnce, from: 0, count: count))
    }

    private func part(
        ofHeader index: Int, from start: Int, count: Int
    ) -> UnsafeRawBufferPointer {
        let bytes = UnsafeRawBufferPointer(headers)
        let begin = index * RecordHeader.size + start
        return UnsafeRawBufferPointer(rebasing: bytes[begin..<(begin + count)])
    }

    /// Sends the pieces, in one call.
    func send(over descriptor: Int32) -> Int {
        var message = msghdr()
        message.msg_iov = vectors.baseAddress
        message.msg_iovlen = count
        return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
    }
}
