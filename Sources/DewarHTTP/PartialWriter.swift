import Synchronization

/// Passes on those bytes of a stream that lie in a range.
final class PartialWriter: ResponseBodyWriter {
    private let writer: any ResponseBodyWriter
    private let range: Range<Int>
    private let position = Mutex(0)

    init(writer: any ResponseBodyWriter, range: Range<Int>) {
        self.writer = writer
        self.range = range
    }

    func write(_ bytes: [UInt8]) async throws {
        let start = position.withLock { position in
            defer { position += bytes.count }
            return position
        }
        let part = range.clamped(to: start..<(start + bytes.count))
        guard !part.isEmpty else { return }
        try await writer.write(Array(bytes[(part.lowerBound - start)..<(part.upperBound - start)]))
    }
}
