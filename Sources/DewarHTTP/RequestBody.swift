public import HTTPTypes
import Synchronization

/// Where the bytes of a request's body come from: the transport.
public protocol RequestBodySource: Sendable {
    /// Gives the next bytes, waiting for them if need be.
    ///
    /// ```swift
    /// final class Greeting: RequestBodySource {
    ///     let chunks = Mutex([Array("hi".utf8)])
    ///
    ///     func nextChunk() -> [UInt8] { chunks.withLock { $0.popLast() ?? [] } }
    /// }
    /// ```
    ///
    /// - Returns: At least one byte, or none at the end of the body.
    /// - Throws: ``RequestBodyError`` when the body ends too early or stops coming.
    /// - SeeAlso: WSGI `wsgi.input`.
    func nextChunk() throws -> [UInt8]

    /// Gives the next bytes, as ``nextChunk()`` does, but waits for them without a thread.
    ///
    /// ```swift
    /// while case let chunk = try await source.receiveChunk(), !chunk.isEmpty {
    ///     try report.write(chunk)
    /// }
    /// ```
    ///
    /// - Returns: At least one byte, or none at the end of the body.
    /// - Throws: ``RequestBodyError``, or `CancellationError` when the task was cancelled.
    /// - SeeAlso: ASGI `receive`.
    func receiveChunk() async throws -> [UInt8]
}

extension RequestBodySource {
    /// Waits on the calling thread, for sources that know no other way.
    public func receiveChunk() async throws -> [UInt8] { try nextChunk() }
}

/// The body of a request: read once, from the transport, as it is needed.
///
/// ```swift
/// for try await chunk in request.body { try report.write(chunk) }
/// ```
public final class RequestBody: Sendable {
    /// The number of bytes that the client announced; nil when it announced none.
    public let announcedLength: Int?

    private let state: Mutex<State>

    private struct State {
        var stage: Stage
        /// The largest number of bytes that are taken.
        var limit: Int?
        var receivedCount = 0
    }

    private enum Stage {
        case unread(any RequestBodySource)
        /// Being read piece by piece.
        case partlyRead(any RequestBodySource)
        /// There as a whole, but nobody has asked for it yet.
        case whole([UInt8])
        /// Read as a whole, and kept.
        case kept([UInt8])
        case consumed
        /// What is left of it is not the body: nobody gets it.
        case failed(any Error)
    }

    /// Makes a body of bytes that are there already.
    ///
    /// - Parameter bytes: The whole body.
    public init(_ bytes: [UInt8] = []) {
        announcedLength = bytes.count
        state = Mutex(State(stage: .whole(bytes)))
    }

    /// Makes a body that comes from a transport.
    ///
    /// ```swift
    /// let body = RequestBody(source: source, announcedLength: 1_000_000)
    /// ```
    ///
    /// - Parameters:
    ///   - source: Gives the bytes.
    ///   - announcedLength: `CONTENT_LENGTH`, if there is one.
    /// - SeeAlso: Werkzeug `get_input_stream`.
    public init(source: any RequestBodySource, announcedLength: Int?) {
        self.announcedLength = announcedLength
        state = Mutex(State(stage: .unread(source)))
    }

    /// The largest body that is read, in bytes; nil for no limit.
    ///
    /// A body whose announced length is larger is not read at all. A body of unknown length is
    /// refused when it comes to the limit: nothing tells whether more would follow.
    package var limit: Int? {
        get { state.withLock { $0.limit } }
        set { state.withLock { $0.limit = newValue } }
    }

    /// The body if it was read by ``bytes(upTo:)`` before, else nil.
    package var keptBytes: [UInt8]? {
        state.withLock { if case .kept(let bytes) = $0.stage { bytes } else { nil } }
    }

    /// Reads the whole body and keeps it: the next call gives the same bytes.
    ///
    /// Waits for the bytes that are still on their way, on the calling thread.
    /// ```swift
    /// try RequestBody([1, 2, 3]).bytes()         // [1, 2, 3]
    /// try RequestBody([1, 2, 3]).bytes(upTo: 2)  // throws
    /// ```
    ///
    /// - Parameter limit: The largest number of bytes to keep.
    /// - Returns: The body; empty when it was read piece by piece before.
    /// - Throws: ``RequestBodyError``: larger than `limit` or the request's own limit, or cut off.
    /// - SeeAlso: Flask `request.get_data`.
    public func bytes(upTo limit: Int = .max) throws -> [UInt8] {
        try state.withLock { state in
            let bytes: [UInt8]
            switch state.stage {
            case .consumed, .partlyRead: return []
            case .failed(let error): throw error
            case .kept(let kept): bytes = kept
            case .whole, .unread: bytes = try collect(&state, upTo: limit)
            }
            guard bytes.count <= limit else { throw RequestBodyError.tooLarge(limit: limit) }
            state.stage = .kept(bytes)
            return bytes
        }
    }

    private func collect(_ state: inout State, upTo limit: Int) throws -> [UInt8] {
        if let announcedLength, announcedLength > limit {
            // The bytes that are there stay readable for who takes more.
            let error = RequestBodyError.tooLarge(limit: limit)
            if case .unread = state.stage { state.stage = .failed(error) }
            throw error
        }
        var bytes: [UInt8] = []
        while let chunk = try take(&state) {
            guard bytes.count + chunk.count <= limit else {
                let error = RequestBodyError.tooLarge(limit: limit)
                state.stage = .failed(error)
                throw error
            }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
        }
        return bytes
    }

    /// Takes the next piece of the body, which is not kept.
    ///
    /// Waits for the bytes that are still on their way, on the calling thread.
    /// ```swift
    /// while let chunk = try request.body.nextChunk() { try report.write(chunk) }
    /// ```
    ///
    /// - Returns: At least one byte; nil at the end of the body.
    /// - Throws: ``RequestBodyError``: cut off, or larger than the request's limit.
    /// - SeeAlso: Flask `request.stream`.
    public func nextChunk() throws -> [UInt8]? {
        try state.withLock { try take(&$0) }
    }

    private func take(_ state: inout State) throws -> [UInt8]? {
        do {
            try checkAnnouncedLength(state)
            switch state.stage {
            case .consumed: return nil
            case .failed(let error): throw error
            case .whole(let bytes), .kept(let bytes):
                state.stage = .consumed
                return bytes.isEmpty ? nil : bytes
            case .unread(let source), .partlyRead(let source):
                return try accept(try source.nextChunk(), from: source, &state)
            }
        } catch {
            state.stage = .failed(error)
            throw error
        }
    }

    private func checkAnnouncedLength(_ state: State) throws(RequestBodyError) {
        guard let announcedLength, let limit = state.limit, announcedLength > limit else { return }
        throw .tooLarge(limit: limit)
    }

    /// Counts a piece that came.
    ///
    /// - Returns: The piece; nil for the end.
    private func accept(
        _ chunk: [UInt8], from source: any RequestBodySource, _ state: inout State
    ) throws(RequestBodyError) -> [UInt8]? {
        state.stage = chunk.isEmpty ? .consumed : .partlyRead(source)
        guard !chunk.isEmpty else { return nil }
        state.receivedCount += chunk.count
        if announcedLength == nil, let limit = state.limit, state.receivedCount >= limit {
            throw .tooLarge(limit: limit)
        }
        return chunk
    }
}

extension RequestBody: AsyncSequence {
    /// Gives the body piece by piece; none of it is kept.
    ///
    /// Waits without a thread, and no faster than the pieces are taken.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let body: RequestBody

        /// Takes the next piece of the body.
        ///
        /// - Returns: At least one byte; nil at the end of the body.
        /// - Throws: ``RequestBodyError``: cut off; `CancellationError`.
        public mutating func next() async throws -> [UInt8]? {
            try await body.receiveChunk()
        }
    }

    /// Begins to read, where reading has come to.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

    private func receiveChunk() async throws -> [UInt8]? {
        let unread = state.withLock { state -> (any RequestBodySource)? in
            switch state.stage {
            case .unread(let source), .partlyRead(let source): source
            case .whole, .kept, .consumed, .failed: nil
            }
        }
        guard let unread else { return try nextChunk() }
        do {
            try state.withLock { try checkAnnouncedLength($0) }
            let chunk = try await unread.receiveChunk()
            return try state.withLock { try accept(chunk, from: unread, &$0) }
        } catch {
            state.withLock { $0.stage = .failed(error) }
            throw error
        }
    }
}

/// A body that cannot be read to its end.
public enum RequestBodyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The body is larger than the reader allows, in bytes.
    case tooLarge(limit: Int)
    /// The client went away, or sent fewer bytes than it announced.
    case cutOff
    /// No byte came within the transport's time limit.
    case timedOut
    /// A field of a form, or what must be kept of the form at a time, is larger than
    /// `maxFormMemorySize`, in bytes.
    case formTooLarge(limit: Int)
    /// A form has more parts than `maxFormParts`.
    case tooManyParts(limit: Int)

    /// The status to answer with: 413, 400 or 408.
    public var status: HTTPResponse.Status {
        switch self {
        case .tooLarge, .formTooLarge, .tooManyParts: .contentTooLarge
        case .cutOff: .badRequest
        case .timedOut: .requestTimeout
        }
    }

    /// One sentence.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "request body too large: more than \(limit) bytes."
        case .cutOff: "request body cut off: it ended before its announced length."
        case .timedOut: "request body timed out: no byte came in time."
        case .formTooLarge(let limit):
            "form too large: a field has more than \(limit) bytes (maxFormMemorySize)."
        case .tooManyParts(let limit): "form too large: more than \(limit) parts (maxFormParts)."
        }
    }
}
