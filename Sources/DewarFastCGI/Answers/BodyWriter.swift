import DewarHTTP
import Synchronization

/// Takes the pieces of a streamed body, for as long as its request is being answered.
final class BodyWriter: ResponseBodyWriter {
    private struct State: Sendable {
        /// Nil when the answer is complete: whoever still has the writer writes into no other.
        var library: LibraryRequest?
        /// The head, until the first piece sends it along.
        var head: [UInt8]?
        /// How many bytes may still go out; nil for any number.
        var remaining: Int?
        var isBroken = false
    }

    /// How a stream stands.
    struct Progress {
        /// Whether the head has gone out, and the status can be changed no more.
        let hasBegun: Bool
        /// Whether fewer bytes went out than the head announced.
        let isShort: Bool
        /// Whether the web server took no more bytes.
        let isBroken: Bool
    }

    private let state: Mutex<State>
    private let link: any Link

    init(_ library: LibraryRequest, over link: any Link, head: ResponseHead) {
        self.link = link
        state = Mutex(
            State(library: library, head: head.bytes, remaining: head.announcedLength))
    }

    func write(_ bytes: [UInt8]) async throws {
        if bytes.isEmpty { return }
        try state.withLock { try write(bytes, &$0) }
        guard await link.flush() else {
            state.withLock { $0.isBroken = true }
            throw FastCGIError.clientGone
        }
    }

    /// Ends the writing: later pieces are refused.
    ///
    /// - Parameter sendsHead: Whether a head that no piece has sent goes out now.
    /// - Returns: What has gone out.
    func close(sendsHead: Bool) -> Progress {
        state.withLock { state in
            if sendsHead { try? write([], &state) }
            state.library = nil
            return Progress(
                hasBegun: state.head == nil, isShort: (state.remaining ?? 0) > 0,
                isBroken: state.isBroken)
        }
    }

    /// Gives bytes to libfcgi, the head first.
    private func write(
        _ bytes: [UInt8], _ state: inout State
    ) throws(FastCGIError) {
        guard let library = state.library else { throw FastCGIError.answered }
        if state.isBroken { throw FastCGIError.clientGone }
        var isTaken = true
        if let head = state.head {
            state.head = nil
            isTaken = head.withUnsafeBytes { library.write($0) }
        }
        let count = min(bytes.count, state.remaining ?? bytes.count)
        if let remaining = state.remaining { state.remaining = remaining - count }
        if isTaken, count > 0 {
            isTaken = link.write(.bytes(bytes), count: count, to: library) && library.flush()
        }
        guard isTaken else {
            state.isBroken = true
            throw FastCGIError.clientGone
        }
    }
}
