import Glibc

/// A connection to a FastCGI server, as a web server has one.
///
/// Every wait has a deadline.
public final class FastCGIConnection {
    private let descriptor: Int32
    private let patience: Duration
    private var received: [UInt8] = []

    init(descriptor: Int32, patience: Duration) {
        self.descriptor = descriptor
        self.patience = patience
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    }

    deinit { _ = close(descriptor) }

    /// Sends bytes, reading what comes meanwhile, so that neither side waits for the other.
    ///
    /// - Parameters:
    ///   - bytes: Anything.
    ///   - size: The largest number of bytes in one write.
    /// - Throws: ``FastCGIHarnessError`` when the server has closed the connection, or takes
    ///   nothing in time.
    public func send(_ bytes: [UInt8], inPiecesOf size: Int = .max) throws {
        let deadline = ContinuousClock.now + patience
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.prefix(size).withUnsafeBytes { piece in
                Glibc.send(descriptor, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN {
                let events = try wait(for: POLLIN | POLLOUT, until: deadline)
                if events & Int16(POLLIN) != 0 { _ = try readOnce() }
            } else {
                throw FastCGIHarnessError.connectionClosed(whileSending: rest.count)
            }
        }
    }

    /// Sends records.
    ///
    /// - Parameters:
    ///   - records: Any records, in order.
    ///   - size: The largest number of bytes in one write.
    /// - Throws: ``FastCGIHarnessError``, as for bytes.
    public func send(_ records: [FastCGIRecord], inPiecesOf size: Int = .max) throws {
        try send(records.flatMap(\.bytes), inPiecesOf: size)
    }

    /// Sends bytes, reading nothing meanwhile, as Caddy does.
    ///
    /// - Parameter bytes: Anything.
    /// - Throws: ``FastCGIHarnessError``, as ``send(_:inPiecesOf:)-([UInt8],_)``.
    public func sendBeforeReading(_ bytes: [UInt8]) throws {
        let deadline = ContinuousClock.now + patience
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { piece in
                Glibc.send(descriptor, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN {
                _ = try wait(for: POLLOUT, until: deadline)
            } else {
                throw FastCGIHarnessError.connectionClosed(whileSending: rest.count)
            }
        }
    }

    /// Sends bytes one by one, until something comes.
    ///
    /// - Parameters:
    ///   - bytes: Anything.
    ///   - pause: The time after each.
    /// - Returns: Whether something came, the end of the connection among it.
    /// - Throws: ``FastCGIHarnessError``, as ``send(_:inPiecesOf:)-([UInt8],_)``.
    public func dribble(_ bytes: [UInt8], pause: Duration) throws -> Bool {
        let before = received.count
        for byte in bytes {
            try send([byte])
            // Sending reads when it has to wait.
            if received.count > before { return true }
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let milliseconds = pause.components.attoseconds / 1_000_000_000_000_000
            if poll(&entry, 1, Int32(clamping: milliseconds)) > 0 { return true }
        }
        return false
    }

    /// Tells the server that nothing more will come, and goes on listening.
    public func closeWriting() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Waits for the next record.
    ///
    /// - Returns: The record; nil when the server has closed the connection.
    /// - Throws: ``FastCGIHarnessError`` when none comes in time.
    public func receiveRecord() throws -> FastCGIRecord? {
        let deadline = ContinuousClock.now + patience
        while true {
            if let record = FastCGIRecord.next(in: &received) { return record }
            _ = try wait(for: POLLIN, until: deadline)
            guard try readOnce() else { return nil }
        }
    }

    /// Waits for an answer: for its last record, or for the end of the connection.
    ///
    /// - Returns: The answer, complete or not.
    /// - Throws: ``FastCGIHarnessError`` when neither comes in time.
    public func receive() throws -> FastCGIAnswer {
        var answer = FastCGIAnswer()
        while let record = try receiveRecord() {
            answer.records.append(record)
            if record.kind == FastCGIRecord.Kind.endRequest.rawValue { break }
        }
        return answer
    }

    /// Sends a request and waits for its answer.
    ///
    /// - Parameter request: The request.
    /// - Returns: The answer, complete or not.
    /// - Throws: ``FastCGIHarnessError``.
    public func exchange(_ request: FastCGIRequest) throws -> FastCGIAnswer {
        try send(request.bytes)
        return try receive()
    }

    /// Waits for the server to close the connection.
    ///
    /// - Returns: The number of bytes that came before the end, and that nobody received.
    /// - Throws: ``FastCGIHarnessError`` when the connection is still open at the deadline.
    @discardableResult
    public func waitForEnd() throws -> Int {
        let deadline = ContinuousClock.now + patience
        while true {
            _ = try wait(for: POLLIN, until: deadline)
            guard try readOnce() else { return received.count }
        }
    }

    /// Reads what is there; false at the end of the connection.
    private func readOnce() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { received += buffer[..<count] }
        // A reset is an end too: the server closed while bytes of ours were unread.
        return count > 0 || count < 0 && errno == EAGAIN
    }

    private func wait(
        for events: Int32, until deadline: ContinuousClock.Instant
    ) throws -> Int16 {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        let remaining = max(.zero, deadline - .now).components
        let milliseconds =
            remaining.seconds * 1000 + remaining.attoseconds / 1_000_000_000_000_000
        guard poll(&entry, 1, Int32(clamping: milliseconds)) > 0 else {
            throw FastCGIHarnessError.timedOut(patience)
        }
        return entry.revents
    }
}

/// What keeps a test from speaking to a server.
public struct FastCGIHarnessError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence.
    public let description: String

    static func connectionClosed(whileSending count: Int) -> FastCGIHarnessError {
        FastCGIHarnessError(
            description: "connection closed by the server, with \(count) bytes still to send.")
    }

    static func timedOut(_ patience: Duration) -> FastCGIHarnessError {
        FastCGIHarnessError(description: "nothing came from the server within \(patience).")
    }

    static func systemCall(_ name: String, errno code: Int32) -> FastCGIHarnessError {
        FastCGIHarnessError(
            description: "cannot test: \(name) failed: \(String(cString: strerror(code))).")
    }
}
