import DewarHTTP
import Glibc
import Synchronization

/// Takes the pieces of a CGI answer's body; the head goes out with the first.
final class CGIWriter: ResponseBodyWriter {
    private struct State: Sendable {
        /// Nil when it is out.
        var head: [UInt8]?
        /// How many bytes may still go out; nil for any number.
        var remaining: Int?
    }

    private let descriptor: Int32
    private let state: Mutex<State>

    init(descriptor: Int32, head: ResponseHead) {
        self.descriptor = descriptor
        state = Mutex(State(head: head.bytes, remaining: head.announcedLength))
    }

    /// Whether something of the answer is out.
    var hasBegun: Bool { state.withLock { $0.head == nil } }

    func write(_ bytes: [UInt8]) async throws {
        if bytes.isEmpty { return }
        guard send(bytes) else { throw FastCGIError.clientGone }
    }

    /// Sends the head, if no piece has.
    ///
    /// - Returns: Whether the web server took it.
    func finish() -> Bool { send([]) }

    private func send(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            if let head = state.head {
                state.head = nil
                guard Self.writeAll(head[...], to: descriptor) else { return false }
            }
            let count = min(bytes.count, state.remaining ?? bytes.count)
            if let remaining = state.remaining { state.remaining = remaining - count }
            return Self.writeAll(bytes[..<count], to: descriptor)
        }
    }

    private static func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = retryingInterrupts {
                rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
