import DewarHTTP
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
    private let link: any Link
    /// Is told when a view begins and ends to wait; nil when nobody asks.
    private let isWaiting: (@Sendable (Bool) -> Void)?
    /// The number of bytes that were announced; nil when none was.
    let length: Int?

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - library: The request.
    ///   - link: What its body comes through.
    ///   - length: The announced length: more than that is never given, less is an error.
    ///   - isWaiting: Is told when a view begins and ends to wait for more.
    init(
        _ library: LibraryRequest, over link: any Link, length: Int?,
        isWaiting: (@Sendable (Bool) -> Void)? = nil
    ) {
        self.length = length
        self.isWaiting = isWaiting
        self.link = link
        state = Mutex(State(library: library, remaining: length))
    }

    func nextChunk() throws -> [UInt8] {
        // One reader at a time, the wait included: a request does not end under it.
        try state.withLock { state in
            while true {
                if let chunk = try take(&state) { return chunk }
                isWaiting?(true)
                defer { isWaiting?(false) }
                try link.waitForBody()
            }
        }
    }

    func receiveChunk() async throws -> [UInt8] {
        while true {
            if let chunk = try state.withLock({ try take(&$0) }) { return chunk }
            isWaiting?(true)
            try await link.bodyArrives()
            // Not when the request is over: the number may be another one's.
            state.withLock { if $0.library != nil { isWaiting?(false) } }
        }
    }

    /// Takes what is there; nil when that is nothing yet.
    private func take(_ state: inout State) throws(RequestBodyError) -> [UInt8]? {
        guard let library = state.library else { throw .cutOff }
        let wanted = min(state.remaining ?? Self.chunkSize, Self.chunkSize)
        guard wanted > 0 else { return [] }
        // What a link fails over it knows itself when the request has ended: a request that was
        // given up leaves its connection in order.
        guard let chunk = try link.readBody(upTo: wanted, of: library) else { return nil }
        if let remaining = state.remaining {
            if chunk.isEmpty {
                state.isCutOff = true
                throw .cutOff
            }
            state.remaining = remaining - chunk.count
        }
        return chunk
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
