public import HTTPTypes
import Synchronization

/// Where the bytes of a request's body come from: the transport.
public protocol RequestBodySource: Sendable {
    /// Gives the next bytes, waiting for them if need be.
    ///
    /// - Returns: At least one byte, or none at the end of the body.
    /// - Throws: ``RequestBodyError`` when the body ends too early or stops coming.
    func nextChunk() throws -> [UInt8]

    /// Gives the next bytes, as ``nextChunk()`` does, but waits for them without a thread.
    ///
    /// - Returns: At least one byte, or none at the end of the body.
    /// - Throws: ``RequestBodyError``, or `CancellationError` when the task was cancelled.
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

    private enum State {
        case unread(any RequestBodySource)
        /// Being read piece by piece.
        case partlyRead(any RequestBodySource)
        case collected([UInt8])
        case consumed
        /// What is left of it is not the body: nobody gets it.
        case failed(any Error)
    }

    /// Makes a body of bytes that are there already.
    ///
    /// - Parameter bytes: The whole body.
    public init(_ bytes: [UInt8] = []) {
        announcedLength = bytes.count
        state = Mutex(.collected(bytes))
    }

    /// Makes a body that comes from a transport.
    ///
    /// - Parameters:
    ///   - source: Gives the bytes.
    ///   - announcedLength: `CONTENT_LENGTH`, if there is one.
    public init(source: any RequestBodySource, announcedLength: Int?) {
        self.announcedLength = announcedLength
        state = Mutex(.unread(source))
    }

    /// Reads the whole body and keeps it: the next call gives the same bytes.
    ///
    /// Waits for the bytes that are still on their way, on the calling thread.
    ///
    /// - Parameter limit: The largest number of bytes to keep.
    /// - Returns: The body; empty when it was read piece by piece before.
    /// - Throws: ``RequestBodyError``: larger than `limit`, or cut off.
    public func bytes(upTo limit: Int = .max) throws -> [UInt8] {
        try state.withLock { state in
            switch state {
            case .consumed, .partlyRead: return []
            case .failed(let error): throw error
            case .collected(let bytes):
                guard bytes.count <= limit else { throw RequestBodyError.tooLarge(limit: limit) }
                return bytes
            case .unread(let source):
                do {
                    let bytes = try collect(from: source, upTo: limit)
                    state = .collected(bytes)
                    return bytes
                } catch {
                    state = .failed(error)
                    throw error
                }
            }
        }
    }

    private func collect(
        from source: any RequestBodySource, upTo limit: Int
    ) throws -> [UInt8] {
        if let announcedLength, announcedLength > limit {
            throw RequestBodyError.tooLarge(limit: limit)
        }
        var bytes: [UInt8] = []
        while case let chunk = try source.nextChunk(), !chunk.isEmpty {
            guard bytes.count + chunk.count <= limit else {
                throw RequestBodyError.tooLarge(limit: limit)
            }
            bytes += chunk
        }
        return bytes
    }

    /// Takes the next piece of the body, which is not kept.
    ///
    /// Waits for the bytes that are still on their way, on the calling thread.
    ///
    /// - Returns: At least one byte; nil at the end of the body.
    /// - Throws: ``RequestBodyError``: cut off.
    public func nextChunk() throws -> [UInt8]? {
        try state.withLock { state in
            switch state {
            case .consumed: return nil
            case .failed(let error): throw error
            case .collected(let bytes):
                state = .consumed
                return bytes.isEmpty ? nil : bytes
            case .unread(let source), .partlyRead(let source):
                do {
                    let chunk = try source.nextChunk()
                    state = chunk.isEmpty ? .consumed : .partlyRead(source)
                    return chunk.isEmpty ? nil : chunk
                } catch {
                    state = .failed(error)
                    throw error
                }
            }
        }
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
            switch state {
            case .unread(let source), .partlyRead(let source): source
            case .collected, .consumed, .failed: nil
            }
        }
        guard let unread else { return try nextChunk() }
        do {
            let chunk = try await unread.receiveChunk()
            state.withLock { $0 = chunk.isEmpty ? .consumed : .partlyRead(unread) }
            return chunk.isEmpty ? nil : chunk
        } catch {
            state.withLock { $0 = .failed(error) }
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

    /// The status to answer with: 413, 400 or 408.
    public var status: HTTPResponse.Status {
        switch self {
        case .tooLarge: .contentTooLarge
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
        }
    }
}
