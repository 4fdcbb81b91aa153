import CZlib
import Synchronization

/// zlib's format, as Python's `zlib.compress` writes it and `zlib.decompress` reads it.
///
/// - SeeAlso: RFC 1950.
enum Compression {
    /// What unpacking cannot do.
    enum Failure: Error {
        /// The bytes are not packed, or not all of them are there.
        case malformed
        /// There would be more bytes than the limit.
        case tooLarge
    }

    /// Packs bytes when that makes them shorter than they are by two bytes at least, which is when
    /// itsdangerous packs them.
    ///
    /// - Parameter bytes: Any bytes.
    /// - Returns: The packed bytes; nil when they are not shorter.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        // The shortest packed text, that of nothing, is eight bytes.
        guard bytes.count > 9, bytes.count <= UInt32.max, !PackingEstimate.isFutile(bytes),
            let stream = Stream.packing.take()
        else { return nil }
        defer { Stream.packing.give(back: stream) }
        var isWhole = false
        let packed = [UInt8](unsafeUninitializedCapacity: bytes.count - 2) { packed, count in
            bytes.withUnsafeBufferPointer { stream.set(input: $0, output: packed) }
            isWhole = deflate(stream.pointer, Z_FINISH) == Z_STREAM_END
            count = packed.count - Int(stream.pointer.pointee.avail_out)
        }
        return isWhole ? packed : nil
    }

    /// Unpacks bytes; what follows them is not looked at.
    ///
    /// - Parameters:
    ///   - bytes: Packed bytes.
    ///   - limit: The greatest number of bytes that may come out of them, above zero; memory is
    ///     taken as they come.
    /// - Returns: The bytes.
    /// - Throws: ``Failure``.
    static func decompressed(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        guard !bytes.isEmpty, bytes.count <= UInt32.max, let stream = Stream.unpacking.take()
        else { throw .malformed }
        defer { Stream.unpacking.give(back: stream) }
        let result: Result<[UInt8], Failure> = bytes.withUnsafeBufferPointer { bytes in
            stream.set(input: bytes, output: UnsafeMutableBufferPointer(start: nil, count: 0))
            return unpack(stream, firstRoom: min(max(bytes.count, 64) * 4, limit), limit: limit)
        }
        return try result.get()
    }

    private static func unpack(
        _ stream: Stream, firstRoom: Int, limit: Int
    ) -> Result<[UInt8], Failure> {
        var unpacked: [UInt8] = []
        var room = firstRoom
        while true {
            var status = Z_OK
            let piece = [UInt8](unsafeUninitializedCapacity: room) { piece, count in
                stream.set(output: piece)
                status = inflate(stream.pointer, Z_NO_FLUSH)
                count = piece.count - Int(stream.pointer.pointee.avail_out)
            }
            unpacked = unpacked.isEmpty ? piece : unpacked + piece
            if status == Z_STREAM_END { return .success(unpacked) }
            // With the output full there is more to come; with room left the input is at its end.
            guard status == Z_OK || status == Z_BUF_ERROR, stream.pointer.pointee.avail_out == 0
            else { return .failure(.malformed) }
            guard unpacked.count < limit else {
                return endsHere(stream) ? .success(unpacked) : .failure(.tooLarge)
            }
            room = min(unpacked.count, limit - unpacked.count)
        }
    }

    /// Tells whether nothing but the end of the packed bytes is left.
    private static func endsHere(_ stream: Stream) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { byte in
            stream.set(output: byte)
            return inflate(stream.pointer, Z_NO_FLUSH) == Z_STREAM_END
                && stream.pointer.pointee.avail_out == 1
        }
    }
}

extension Compression {
    /// A stream of zlib, which is used again: making one costs as much as packing a session.
    private final class Stream {
        /// At one place for good: zlib remembers where it is.
        let pointer = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        private let isPacking: Bool

        static let packing = Pool { Stream(isPacking: true) }
        static let unpacking = Pool { Stream(isPacking: false) }

        private init?(isPacking: Bool) {
            self.isPacking = isPacking
            pointer.initialize(to: z_stream())
            let size = Int32(MemoryLayout<z_stream>.size)
            let status =
                isPacking
                ? deflateInit_(pointer, Z_DEFAULT_COMPRESSION, ZLIB_VERSION, size)
                : inflateInit_(pointer, ZLIB_VERSION, size)
            guard status == Z_OK else { return nil }
        }

        deinit {
            // Either does nothing to a stream that was not made.
            if isPacking { deflateEnd(pointer) } else { inflateEnd(pointer) }
            pointer.deallocate()
        }

        /// Begins anew.
        func reset() {
            if isPacking { deflateReset(pointer) } else { inflateReset(pointer) }
            pointer.pointee.next_in = nil
            pointer.pointee.next_out = nil
        }

        func set(
            input: UnsafeBufferPointer<UInt8>, output: UnsafeMutableBufferPointer<UInt8>
        ) {
            // zlib only reads: its declaration is older than `const`.
            pointer.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            pointer.pointee.avail_in = UInt32(clamping: input.count)
            set(output: output)
        }

        func set(output: UnsafeMutableBufferPointer<UInt8>) {
            pointer.pointee.next_out = output.baseAddress
            pointer.pointee.avail_out = UInt32(clamping: output.count)
        }
    }

    /// Streams that nobody uses now.
    private final class Pool: Sendable {
        /// A packing stream takes 268 KB.
        private static let mostKept = 8
        private let streams = Mutex<[Kept]>([])
        private let make: @Sendable () -> Stream?

        /// `@unchecked`: a stream that is kept here is nowhere else.
        private struct Kept: @unchecked Sendable {
            let stream: Stream
        }

        init(_ make: @escaping @Sendable () -> Stream?) {
            self.make = make
        }

        /// Gives a stream, which is then the caller's alone; nil when there is no memory.
        func take() -> Stream? {
            streams.withLock { $0.popLast() }?.stream ?? make()
        }

        func give(back stream: Stream) {
            stream.reset()
            let kept = Kept(stream: stream)
            streams.withLock { if $0.count < Self.mostKept { $0.append(kept) } }
        }
    }
}
