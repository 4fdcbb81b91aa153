import CFastCGI
import Glibc
import Synchronization

/// One connection of a web server, which carries one request at a time.
final class Connection: @unchecked Sendable {
    // `@unchecked`: the table gives a connection to one worker at a time, and what is not `let`
    // is touched by that worker alone.

    let token: Token
    let link: any Link
    /// libfcgi's side of the request that is under way.
    let library = LibraryRequest()
    /// Whether the request under way has taken too long.
    let isOverdue = Atomic(false)
    /// How many bytes may still come before a connection that lingers is closed.
    private var remainingLinger: Int
    /// When a request has taken long enough to come, or what follows an answer has.
    var phaseEnd: ContinuousClock.Instant?

    init(token: Token, link: any Link, lingerBytes: Int) {
        self.token = token
        self.link = link
        remainingLinger = lingerBytes
    }

    /// A number that no other open connection has, from 0 and seldom above how many are open.
    var number: Int {
        if case .connection(let slot, _) = token.owner { Int(slot) } else { 0 }
    }

    /// What tells a monitor that a view waits for the body of a request, or no longer does.
    func noteWaiting(for monitor: (any RequestMonitor)?) -> (@Sendable (Bool) -> Void)? {
        guard let monitor else { return nil }
        let number = number
        return { monitor.note($0 ? .readingBody : .answering, number: number) }
    }

    /// Tells the peer that nothing more will come, and leaves it the time to read the answer.
    func shutDownWriting() { _ = shutdown(link.descriptor, Int32(SHUT_WR)) }

    /// Whether something has come that nobody has read.
    var hasInput: Bool { DewarFastCGI.hasInput(link.descriptor) }

    /// Sends a record that libfcgi does not make, if the socket takes it as a whole.
    func sendWhole(_ record: [UInt8]) -> Bool {
        record.withUnsafeBytes { bytes in
            retryingInterrupts {
                send(link.descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            } == bytes.count
        }
    }

    /// Drops what has come, without waiting.
    ///
    /// - Returns: Whether more may come: false at the end, and over the limit.
    func discardInput() -> Bool {
        let buffer = ThreadMemory.current.input
        while remainingLinger > 0 {
            let count = retryingInterrupts {
                recv(link.descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            }
            if count < 0 { return errno == EAGAIN }
            if count == 0 { return false }
            remainingLinger -= count
        }
        return false
    }
}

/// Whether a socket has bytes that nobody has read.
func hasInput(_ descriptor: Int32) -> Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
}
