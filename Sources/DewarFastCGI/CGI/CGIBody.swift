import DewarHTTP
import Glibc
import Synchronization

/// The body of a CGI request: as many bytes of standard input as were announced.
final class CGIBody: RequestBodySource {
    private let descriptor: Int32
    private let remaining: Mutex<Int>

    init(descriptor: Int32, length: Int) {
        self.descriptor = descriptor
        remaining = Mutex(length)
    }

    func nextChunk() throws -> [UInt8] {
        try remaining.withLock { remaining in
            guard remaining > 0 else { return [] }
            let wanted = min(remaining, 65_536)
            var code: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                let read = retryingInterrupts { Glibc.read(descriptor, buffer.baseAddress, wanted) }
                if read < 0 { code = errno }
                count = max(0, read)
            }
            guard !chunk.isEmpty else {
                throw code == EAGAIN ? RequestBodyError.timedOut : RequestBodyError.cutOff
            }
            remaining -= chunk.count
            return chunk
        }
    }
}
