import CFastCGI
import Glibc

/// One request as libfcgi has it: its parameters, and its streams in and out.
///
/// libfcgi parses the records that come and makes those that go; what the bytes come through is
/// whatever libfcgi takes the handle for. Every other call belongs between
/// ``begin(handle:)`` and ``finish()`` or ``abandon()``.
///
/// - SeeAlso: fcgiapp.h.
final class LibraryRequest: @unchecked Sendable {
    // `@unchecked`: one worker or task has the connection, and with it its request, at a time;
    // what a view reads and writes goes through the locks of `BodyReader` and `BodyWriter`.

    /// How beginning a request ended.
    enum Beginning {
        /// There is a request.
        case begun
        /// There is none; libfcgi has closed the handle.
        case closed
        /// There is none: its parameters ended too early.
        case truncated
    }

    /// On the heap, because libfcgi's streams point back to it.
    private let request: UnsafeMutablePointer<FCGX_Request>

    /// Whether the web server wants the connection kept after this request.
    private(set) var wantsKeeping = false

    init() {
        request = .allocate(capacity: 1)
        request.initialize(to: FCGX_Request())
    }

    deinit { request.deallocate() }

    /// Reads the beginning of a request, up to and with its last parameter.
    ///
    /// - Parameter handle: What libfcgi reads and writes; not negative.
    /// - Returns: Whether there is a request, and who has the handle if not.
    func begin(handle: Int32) -> Beginning {
        // Without a listening socket libfcgi fails where it would wait for another connection;
        // afresh each time, because it leaves fields of the last request as they were.
        FCGX_InitRequest(request, -1, FCGI_FAIL_ACCEPT_ON_INTR)
        request.pointee.ipcFd = handle
        // Accept_r first finishes "the last request", which must not close the handle.
        request.pointee.keepConnection = 1
        // The handle is closed plainly, without two seconds of waiting for the peer.
        request.pointee.detached = 1
        guard FCGX_Accept_r(request) == 0 else { return .closed }
        // Parameters that were cut off, at the end of a pair, are no error to Accept_r.
        guard FCGX_GetError(request.pointee.in) == 0 else {
            abandon()
            return .truncated
        }
        wantsKeeping = request.pointee.keepConnection != 0
        return .begun
    }

    /// The number that the web server gave the request.
    var id: UInt16 { UInt16(truncatingIfNeeded: request.pointee.requestId) }

    /// Whether the web server asks for an answer to a request, and not for something else.
    var isForResponder: Bool { request.pointee.role == FCGI_RESPONDER }

    /// Calls a closure with every parameter that the web server sent, as `NAME=VALUE`.
    ///
    /// libfcgi's own is left out: it puts `FCGI_ROLE` before the first.
    ///
    /// - Parameter body: Takes the bytes, which are valid during the call only.
    /// - Throws: What the closure throws.
    func forEachParameter<Failure>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        guard var next = request.pointee.envp else { return }
        let role = "FCGI_ROLE="
        if let first = next.pointee, strncmp(first, role, role.utf8.count) == 0 { next += 1 }
        while let parameter = next.pointee {
            let bytes = UnsafeRawBufferPointer(start: parameter, count: strlen(parameter))
            try body(bytes.assumingMemoryBound(to: UInt8.self))
            next += 1
        }
    }

    // MARK: The body

    /// Reads bytes of the body, waiting for them.
    ///
    /// - Parameter buffer: Where they go.
    /// - Returns: The number of bytes; fewer than fit at the end only, and on an error.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = Int32(clamping: buffer.count)
        guard let start = buffer.baseAddress, count > 0 else { return 0 }
        let bytes = start.assumingMemoryBound(to: CChar.self)
        return Int(FCGX_GetStr(bytes, count, request.pointee.in))
    }

    /// Drops what is there of the body, waiting if nothing is.
    ///
    /// - Returns: The number of bytes; 0 at the end, and on an error.
    func skip() -> Int {
        guard let stream = request.pointee.in, FCGX_GetChar(stream) >= 0 else { return 0 }
        let (next, stop) = (stream.pointee.rdNext, stream.pointee.stop)
        guard let next, let stop else { return 1 }
        stream.pointee.rdNext = stop
        return 1 + (stop - next)
    }

    /// Whether the body was read to its end, or to an error.
    var isAtEnd: Bool { FCGX_HasSeenEOF(request.pointee.in) != 0 }

    /// What went wrong with the body: 0 for nothing, an error number, or libfcgi's, below 0.
    var readError: Int32 { FCGX_GetError(request.pointee.in) }

    // MARK: The answer

    /// Writes bytes of the answer, which may stay in libfcgi's buffer.
    ///
    /// - Returns: Whether the web server still takes bytes.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Int32(clamping: rest.count)
            let piece = start.assumingMemoryBound(to: CChar.self)
            guard FCGX_PutStr(piece, count, request.pointee.out) == count else { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(Int(count)))
        }
        return true
    }

    /// Sends what is in libfcgi's buffer.
    ///
    /// - Returns: Whether the web server still takes bytes.
    func flush() -> Bool {
        // FFlush of a stream that has failed before is no failure to libfcgi.
        FCGX_FFlush(request.pointee.out) == 0 && FCGX_GetError(request.pointee.out) == 0
    }

    /// Sends a line to the web server's error log.
    func writeError(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
            // A log that cannot be written to has nobody to tell.
            _ = FCGX_PutStr(start, Int32(clamping: bytes.count), request.pointee.err)
            _ = FCGX_FFlush(request.pointee.err)
        }
    }

    /// Ends the answer, and frees what libfcgi has of the request.
    ///
    /// - Returns: Whether the whole answer went out.
    func finish() -> Bool {
        let errors = FCGX_FClose(request.pointee.err)
        let output = FCGX_FClose(request.pointee.out)
        // Not `FCGX_Finish_r`, which is these three and may close the handle: that is ours to do.
        FCGX_Free(request, 0)
        return errors == 0 && output == 0
    }

    /// Frees what libfcgi has of the request, and leaves the answer without an end.
    func abandon() { FCGX_Free(request, 0) }
}

/// What libfcgi keeps for the process.
package enum Library {
    /// Prepares libfcgi, once, and takes back what it does to the process's signals.
    ///
    /// A write to a closed connection is an error from then on, not a signal, for the whole
    /// process.
    ///
    /// - Returns: 0, or libfcgi's error.
    static func prepare() -> Int32 { result }

    private static let result: Int32 = {
        // Closing a connection must not wait for its peer.
        setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "0", 1)
        let kept = [SIGTERM, SIGUSR1].map { signal in
            var action = sigaction()
            sigaction(signal, nil, &action)
            return (signal, action)
        }
        let result = FCGX_Init()
        for (signal, action) in kept {
            var action = action
            sigaction(signal, &action, nil)
        }
        signal(SIGPIPE, SIG_IGN)
        return result
    }()
}
