import CFastCGI
import DewarHTTP
import Glibc
import Synchronization

extension BufferedLink {
    func waitForBody() throws(RequestBodyError) {
        defer { state.withLock { $0.hasReader = false } }
        let begin = ContinuousClock.now
        let deadline = begin + state.withLock { bodyPatience($0) }
        defer { noteWait(since: begin) }
        while true {
            let isReadable = try state.withLock { state throws(RequestBodyError) in
                // The thread reads the socket itself: no other may be free to take its events.
                state.hasReader = true
                state.receive(from: descriptor, setting)
                return try state.isBodyReadable()
            }
            if isReadable { return }
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let rest = deadline - .now
            // Also asked when something comes all the time: it need not be of the body.
            if rest <= .zero || poll(&entry, 1, rest.milliseconds) == 0 {
                state.withLock { $0.bodyError = .timedOut }
                throw RequestBodyError.timedOut
            }
            state.withLock { $0.input.mayHaveMore = true }
        }
    }

    func bodyArrives() async throws {
        if try isBodyReadable() { return }
        let begin = ContinuousClock.now
        let deadline = begin + state.withLock { bodyPatience($0) }
        defer { noteWait(since: begin) }
        repeat {
            // Asked here too: whoever looks when the time is over finds nobody waiting while
            // something comes all the time that is not of the body.
            guard ContinuousClock.now < deadline else {
                state.withLock { $0.bodyError = .timedOut }
                throw RequestBodyError.timedOut
            }
            await wait(for: .body, until: deadline) { state in
                // What has come since then has made its event already.
                state.receive(from: self.descriptor, self.setting)
                return (try? state.isBodyReadable()) == false
            }
            try Task.checkCancellation()
        } while try !isBodyReadable()
    }

    private func isBodyReadable() throws(RequestBodyError) -> Bool {
        try state.withLock { state throws(RequestBodyError) in
            state.receive(from: descriptor, setting)
            return try state.isBodyReadable()
        }
    }

    func readBody(
        upTo count: Int, of library: LibraryRequest
    ) throws(RequestBodyError) -> [UInt8]? {
        let available = try state.withLock { state throws(RequestBodyError) -> Int? in
            guard try state.isBodyReadable() else { return nil }
            let available = min(count, state.input.bodyByteCount)
            state.input.takeBodyBytes(available)
            return available
        }
        guard let available else { return nil }
        guard available > 0 else { return [] }
        let chunk = [UInt8](unsafeUninitializedCapacity: available) { buffer, count in
            // What is there is read without a wait, and whole: but for another thread's events.
            count = library.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        guard chunk.count == available else { throw .cutOff }
        return chunk
    }

    /// How long the next bytes of the body may be waited for.
    ///
    /// So long at a time, and so long as a whole as a peer needs that is not slower than is
    /// allowed: one that sends a byte now and then must not hold a view for ever.
    private func bodyPatience(_ state: borrowing State) -> Duration {
        let received = state.input.request?.bodyByteCount ?? 0
        let whole = setting.readDeadline + setting.allowance(for: received)
        return max(.zero, min(setting.readDeadline, whole - state.bodyWait))
    }

    private func noteWait(since begin: ContinuousClock.Instant) {
        state.withLock { $0.bodyWait += ContinuousClock.now - begin }
    }

    /// What is waited for.
    enum Wish { case body, room }

    /// Waits for an event, without a thread.
    ///
    /// - Parameters:
    ///   - what: What to wait for.
    ///   - deadline: How long at most.
    ///   - isNeeded: Whether to wait at all, asked when no event can be missed any more.
    func wait(
        for what: Wish, until deadline: ContinuousClock.Instant,
        if isNeeded: @escaping @Sendable (inout State) -> Bool
    ) async {
        await withTaskCancellationHandler {
            // Unsafe: nobody checks that it is resumed once. Here it is, or whoever takes it out of
            // the state does, under the lock. At every piece of a body the check would cost.
            await withUnsafeContinuation { continuation in
                let waits = state.withLock { state in
                    guard !Task.isCancelled, isNeeded(&state) else { return false }
                    do throws(FastCGIError) {
                        try watch(&state)
                    } catch {
                        // No event will come: to look again and again would be to spin.
                        (state.bodyError, state.isGone) = (.cutOff, true)
                        return false
                    }
                    switch what {
                    case .body: state.bodyWaiters.append(continuation)
                    case .room: state.roomWaiters.append(continuation)
                    }
                    state.waitEnd = min(state.waitEnd ?? deadline, deadline)
                    return true
                }
                if waits { setting.alarm.ring(at: deadline) } else { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
    }

    /// Lets everybody look again who waits for an event.
    func wake() {
        let waiters = state.withLock { $0.takeWaiters() }
        for waiter in waiters { waiter.resume() }
    }
}

extension BufferedLink.State {
    /// Whether there is something of the body to read, or its end.
    ///
    /// - Throws: ``RequestBodyError`` when it will never come.
    func isBodyReadable() throws(RequestBodyError) -> Bool {
        if input.bodyByteCount > 0 { return true }
        if let bodyError { throw bodyError }
        guard input.isBodyOver else { return false }
        guard stage == .answering, let request = input.request, request.hasBody, !request.isAborted
        else { throw RequestBodyError.cutOff }
        return true
    }

    mutating func takeWaiters() -> [UnsafeContinuation<Void, Never>] {
        defer { (bodyWaiters, roomWaiters, waitEnd) = ([], [], nil) }
        return bodyWaiters + roomWaiters
    }
}
