import CFastCGI
import DewarHTTP
import Glibc
import Synchronization

extension BufferedLink {
    func write(_ source: OutputContent.Source, count: Int, to library: LibraryRequest) -> Bool {
        guard count > 0 else { return true }
        let content = OutputContent(source, count: count, requestID: library.id)
        if count < Self.smallestContent, !content.isFile { return content.write(to: library) }
        // libfcgi's own buffer goes first; after that it knows nothing of what lies between.
        guard library.flush() else { return false }
        state.withLock { $0.output.append(content) }
        return true
    }

    func flush() async -> Bool {
        while true {
            let progress = state.withLock { send(&$0) }
            switch progress {
            case .sent: return true
            case .gone, .cutOff: return false
            case .full:
                let deadline = sendingEnd ?? .now + setting.writeDeadline
                await wait(for: .room, until: deadline) { state in
                    // Whoever wants to send before it reads is let. What is there makes no event.
                    state.receive(from: self.descriptor, self.setting, waitsForRoom: true)
                    return self.send(&state) == .full
                }
                if Task.isCancelled { return false }
            }
        }
    }

    /// Sends what the socket takes.
    private func send(_ state: inout State) -> OutputQueue.Progress {
        if state.isGone || !state.isOpen { return .gone }
        let before = state.output.progress
        let progress = state.output.send(over: descriptor)
        switch progress {
        case .sent: state.sendingEnd = nil
        case .full:
            // A peer that only sends takes nothing: its time goes on.
            if state.sendingEnd == nil || state.output.progress != before {
                state.sendingEnd = .now + setting.writeDeadline
            }
        case .gone, .cutOff: state.isGone = true
        }
        return progress
    }

    var sendingEnd: ContinuousClock.Instant? { state.withLock { $0.sendingEnd } }

    // MARK: Events meanwhile

    func watchMeanwhile() {
        // Without watches the request is answered all the same.
        try? watch()
    }

    func notice(_ readiness: Poller.Readiness) -> Bool {
        let (isUnwanted, waiters) = state.withLock { state in
            // The table keeps it for who has the connection. Whoever is late must not read what
            // is another's now: the poller tells nobody of bytes that are gone.
            // Nor write there: the number of a closed descriptor may be another connection's.
            guard state.stage == .answering, state.isOpen else {
                return (false, [UnsafeContinuation<Void, Never>]())
            }
            state.note(readiness)
            if !state.hasReader { state.receive(from: descriptor, setting) }
            // What was left for another turn makes no event; asking for one cannot fail for want
            // of memory, because the socket is watched already.
            if state.input.isTurnOver { try? watch(&state) }
            if state.input.bodyByteCount >= setting.backlogBytes, !state.roomWaiters.isEmpty {
                // The peer sends for ever and takes nothing: its body is given up, not the answer.
                state.bodyError = .cutOff
            }
            let isAborted = state.input.request?.isAborted == true
            let isGone = !readiness.isDisjoint(with: .gone)
            if isTCP, !isGone, readiness.contains(.peerClosed) {
                // Over TCP the end of what a peer sends looks the same whether it still reads or
                // not. One that does not answers any byte with a reset, which is an event.
                state.output.sendAhead(over: descriptor)
            }
            let isUnwanted = isAborted || isGone
            return (isUnwanted, state.takeWaiters())
        }
        // Each looks itself at what it waits for.
        for waiter in waiters { waiter.resume() }
        return isUnwanted
    }

    func expire(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        let (next, waiters) = state.withLock { state in
            guard let end = state.waitEnd, end <= now else {
                return (state.waitEnd, [UnsafeContinuation<Void, Never>]())
            }
            if !state.bodyWaiters.isEmpty { state.bodyError = .timedOut }
            if !state.roomWaiters.isEmpty { state.isGone = true }
            return (nil, state.takeWaiters())
        }
        for waiter in waiters { waiter.resume() }
        return next
    }

    // MARK: After the answer

    func end(
        _ library: LibraryRequest, isWhole: Bool, keepsConnection: Bool, expectsBody: Bool
    ) -> Rest {
        var isWhole = isWhole
        if isWhole {
            isWhole = library.finish()
        } else {
            _ = library.flush()
            library.abandon()
        }
        let (rest, waiters) = state.withLock { state in
            state.stage = isWhole ? .answered : .cutOff
            state.keepsConnection = keepsConnection && state.input.refusal == nil
            // What is there of a body that nobody has read makes no event.
            if !state.input.isBodyOver { state.receive(from: descriptor, setting) }
            _ = send(&state)
            return (settle(&state), state.takeWaiters())
        }
        for waiter in waiters { waiter.resume() }
        return rest
    }

    func proceed(_ readiness: Poller.Readiness) -> Rest {
        state.withLock { state in
            state.note(readiness)
            state.receive(from: descriptor, setting)
            if !state.output.isEmpty { _ = send(&state) }
            return settle(&state)
        }
    }

    /// Finds out what is next, when an answer is made.
    ///
    /// The next request can begin behind the end of this one's body, and nowhere else: what a
    /// client sent as a body must never be read as the web server's records.
    func settle(_ state: inout State) -> Rest {
        if state.isGone || !state.isOpen { return .closed }
        guard state.output.isEmpty else {
            do throws(FastCGIError) { try watch(&state) } catch { return .closed }
            return .sending
        }
        if state.stage == .cutOff || state.input.violation != nil || state.input.hasEnded {
            return .closed
        }
        let isBodyOver = state.input.isBodyOver
        if !isBodyOver, state.keepsConnection {
            return state.input.droppedByteCount > setting.drainBytes ? .lingering : .draining
        }
        guard state.keepsConnection, !state.input.isOver else {
            // To close a socket that has bytes unread, or gets some, destroys what it has sent.
            return isBodyOver && state.input.isQuiet ? .closed : .lingering
        }
        state.input.finishRequest()
        state.stage = .receiving
        state.bodyError = nil
        if state.watchesRoom {
            do throws(FastCGIError) { try watch(&state) } catch { return .closed }
        }
        if !state.input.isQuiet { return .again }
        state.releaseMemory()
        return .idle
    }

    /// From how many bytes on a content is sent as it lies there, without a copy.
    private static let smallestContent = 65_536
}
