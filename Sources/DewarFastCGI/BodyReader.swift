import DewarHTTP
import Glibc
import HTTPTypes
import Synchronization

/// Reads the body of one request, for as long as the request is being answered.
final class BodyReader: RequestBodySource {
    private struct State: Sendable {
        /// Nil when the request is over: whoever still has its body reads no other request's.
        var library: LibraryRequest?
        /// How many bytes are still to come; nil when the end is where the web server ends.
        var remaining: Int?
        /// Whether fewer bytes came than were announced.
        var isCutOff = false
    }

    private let state: Mutex<State>
    /// The number of bytes that were announced; nil when none was.
    let length: Int?

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - library: The request.
    ///   - length: The announced length: more than that is never given, less is an error.
    init(_ library: LibraryRequest, length: Int?) {
        self.length = length
        state = Mutex(State(library: library, remaining: length))
    }

    func nextChunk() throws -> [UInt8] {
        try state.withLock { state in
            guard let library = state.library else { throw RequestBodyError.cutOff }
            let wanted = min(state.remaining ?? Self.chunkSize, Self.chunkSize)
            guard wanted > 0 else { return [] }
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                count = library.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if let remaining = state.remaining { state.remaining = remaining - chunk.count }
            if chunk.count < wanted {
                state.isCutOff = state.remaining != nil
                switch library.readError {
                case 0 where !state.isCutOff: break
                case EAGAIN: throw RequestBodyError.timedOut
                default: throw RequestBodyError.cutOff
                }
            }
            return chunk
        }
    }

    /// Whether the web server may be about to send a body.
    func isExpected(of request: Request) -> Bool {
        if let length { return length > 0 }
        return request.method != .get && request.method != .head
            || request.parameters.hasValue("HTTP_TRANSFER_ENCODING")
    }

    /// Ends the reading: later reads fail.
    ///
    /// - Returns: Whether the body was found to be shorter than announced.
    func close() -> Bool {
        state.withLock { state in
            state.library = nil
            return state.isCutOff
        }
    }

    private static let chunkSize = 65_536
}
