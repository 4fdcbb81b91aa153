internal import DewarORM
private import Synchronization

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// The thread that listens, and those who want to hear.
final class ListenerWorker: Sendable {
    typealias Event = PostgreSQLListener.Event

    private struct State {
        var readers: [Int: AsyncStream<Event>.Continuation] = [:]
        var nextReader = 0
        var isListening = false
        var isClosed = false
    }

    private let driver: PostgreSQLDriver
    private let channels: [String]
    private let bufferLimit: Int
    private let state = Mutex(State())
    /// A byte in it wakes the thread.
    private let wake: (reading: Int32, writing: Int32)
    /// Between two attempts to connect: it doubles from the first to the last.
    private static let pauses = 100...5_000

    /// Starts the thread.
    init(_ driver: PostgreSQLDriver, _ channels: [String], bufferLimit: Int) throws {
        self.driver = driver
        self.channels = channels
        self.bufferLimit = bufferLimit
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw DatabaseError.unavailable(
                driver.address, "the system gives no pipe", message: "\(errno)")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wake = (ends[0], ends[1])
        // The thread keeps this alive until it is closed.
        guard startThread({ self.run() }) else {
            throw DatabaseError.unavailable(
                driver.address, "the system gives no thread", message: "")
        }
    }

    deinit {
        Self.close(wake.reading)
        Self.close(wake.writing)
    }

    private static func close(_ file: Int32) {
        #if canImport(Glibc)
            _ = Glibc.close(file)
        #elseif canImport(Darwin)
            _ = Darwin.close(file)
        #endif
    }

    // MARK: Readers

    /// A stream of the events from now on.
    func makeStream() -> AsyncStream<Event> {
        let (stream, reader) = AsyncStream.makeStream(
            of: Event.self, bufferingPolicy: .bufferingNewest(bufferLimit))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            let number = state.nextReader
            state.nextReader += 1
            state.readers[number] = reader
            if state.isListening { reader.yield(.listening) }
            return number
        }
        guard let number else {
            reader.finish()
            return stream
        }
        reader.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.readers.removeValue(forKey: number) }
        }
        return stream
    }

    /// Ends the thread and all streams.
    func close() {
        let readers = state.withLock { state in
            guard !state.isClosed else { return [AsyncStream<Event>.Continuation]() }
            state.isClosed = true
            defer { state.readers = [:] }
            var byte: UInt8 = 1
            write(wake.writing, &byte, 1)
            return Array(state.readers.values)
        }
        // Outside the lock, which their ends take.
        for reader in readers { reader.finish() }
    }

    private var isClosed: Bool { state.withLock(\.isClosed) }

    private func tell(_ event: Event) {
        let readers = state.withLock { state in
            if event == .listening { state.isListening = true }
            return Array(state.readers.values)
        }
        for reader in readers {
            // What is lost lies before this event: whoever looks when it comes has missed nothing.
            if case .dropped = reader.yield(event) { reader.yield(.listening) }
        }
    }

    // MARK: The thread

    private func run() {
        var pause = Self.pauses.lowerBound
        while !isClosed {
            if let connection = try? connect() {
                pause = Self.pauses.lowerBound
                tell(.listening)
                listen(connection)
                connection.close()
                state.withLock { $0.isListening = false }
            }
            // Half of it at least, so that many do not come at once.
            if !isClosed { _ = isWoken(within: Int.random(in: pause / 2...pause), nil) }
            pause = min(pause * 2, Self.pauses.upperBound)
        }
    }

    private func connect() throws -> PostgreSQLConnection {
        let connection = try PostgreSQLConnection(
            driver.options, address: driver.address,
            patience: driver.configuration.connectTimeout)
        connection.onNotification = { [weak self] notification in
            self?.tell(.notification(notification))
        }
        let script = channels.map { channel in
            let parts = channel.split(separator: "\"", omittingEmptySubsequences: false)
            return "LISTEN \"\(parts.joined(separator: "\"\""))\""
        }
        connection.deadline = ContinuousClock.now + connection.patience
        try connection.execute(script.joined(separator: "; "))
        return connection
    }

    /// Hears until the connection is lost or the listener is closed.
    private func listen(_ connection: PostgreSQLConnection) {
        while !isClosed, connection.takeNotifications() {
            _ = isWoken(within: nil, connection.socket)
        }
    }

    /// Waits for the socket, for the end, or for a time in milliseconds.
    private func isWoken(within milliseconds: Int?, _ socket: Int32?) -> Bool {
        var places = [pollfd(fd: wake.reading, events: Int16(POLLIN), revents: 0)]
        if let socket { places.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        return poll(&places, nfds_t(places.count), Int32(clamping: milliseconds ?? -1)) > 0
    }
}
