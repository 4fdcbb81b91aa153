import Glibc

/// One connection of a web server, which carries one request at a time.
final class Connection: @unchecked Sendable {
    // `@unchecked`: the table gives a connection to one worker at a time, and what is not `let`
    // is touched by that worker alone.

    let token: Token
    let link: any Link
    /// libfcgi's side of the request that is under way.
    let library = LibraryRequest()
    /// How many bytes may still come before a connection that lingers is closed.
    private var remainingLinger: Int
    /// When a connection that lingers is closed at the latest.
    var lingerEnd: ContinuousClock.Instant?

    init(token: Token, link: any Link, lingerBytes: Int) {
        self.token = token
        self.link = link
        remainingLinger = lingerBytes
    }

    /// Tells the peer that nothing more will come, and leaves it the time to read the answer.
    func shutDownWriting() { _ = shutdown(link.descriptor, Int32(SHUT_WR)) }

    /// Ends the connection without giving its number away, so that its owner finds the end.
    func shutDown() { _ = shutdown(link.descriptor, Int32(SHUT_RDWR)) }

    /// Whether something has come that nobody has read.
    var hasInput: Bool {
        var byte: UInt8 = 0
        let flags = Int32(MSG_PEEK | MSG_DONTWAIT)
        return recv(link.descriptor, &byte, 1, flags) > 0
    }

    /// Drops what has come, without waiting.
    ///
    /// - Returns: Whether more may come: false at the end, and over the limit.
    func discardInput() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
            while remainingLinger > 0 {
                let count = retryingInterrupts {
                    recv(
                        link.descriptor, buffer.baseAddress, buffer.count,
                        Int32(MSG_DONTWAIT))
                }
                if count < 0 { return errno == EAGAIN }
                if count == 0 { return false }
                remainingLinger -= count
            }
            return false
        }
    }
}
