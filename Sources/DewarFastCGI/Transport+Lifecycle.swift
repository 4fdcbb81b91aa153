import DewarHTTP

extension Transport {
    /// Begins to serve.
    ///
    /// - Throws: ``FastCGIError``: started before, or the system is out of something.
    func start() throws(FastCGIError) {
        guard lifecycle.start() else { throw FastCGIError.startedTwice }
        let code = Library.prepare()
        guard code == 0 else { throw FastCGIError.systemCall("FCGX_Init", errno: code) }
        background.open(on: pool) { [weak self] in self?.endIfDrained() }
        responder.willServe(with: background)
        try pool.start(handler: self)
        try acceptor.open()
        if acceptor.hasUnseenNews { accept() }
    }

    /// Takes the connections that wait, and the request that may have come over the first one.
    func accept() {
        var accepted: [Connection] = []
        let pauseEnd = acceptor.accept(
            while: { !table.isFull }, upTo: 1 + pool.idleThreads,
            pausing: configuration.acceptPause
        ) { descriptor, isTCP in
            accepted.append(take(descriptor, isTCP: isTCP))
        }
        if let pauseEnd { alarm.ring(at: pauseEnd) }
        // Several at once are too many for one worker: their events bring others.
        for connection in accepted.dropFirst() { settle(connection, .idle) }
        if let first = accepted.first { receive(first, [], busy: table.counts.busy) }
    }

    /// Takes one connection in, which the caller has then.
    private func take(_ descriptor: Int32, isTCP: Bool) -> Connection {
        monitor?.noteConnection()
        return table.insert { token in
            Connection(
                token: token,
                link: links.make(descriptor: descriptor, isTCP: isTCP, token: token),
                lingerBytes: configuration.lingerBytes)
        }
    }

    /// Does what is due.
    func ring() {
        alarm.acknowledge()
        let now = ContinuousClock.now
        if let pauseEnd = acceptor.resume(at: now) { alarm.ring(at: pauseEnd) }
        if acceptor.hasUnseenNews { accept() }
        if let (graceEnd, deadline) = lifecycle.stopping {
            if now >= graceEnd {
                for connection in table.takeIdle() { close(connection) }
            } else {
                alarm.ring(at: graceEnd)
            }
            if now >= deadline {
                let unfinished = background.close()
                if unfinished > 0 { reporter.reportUnfinished(unfinished) }
                lifecycle.end(unanswered: table.counts.busy)
            } else {
                alarm.ring(at: deadline)
            }
        }
        if crowd.look(at: table.counts.busy) { alarm.ring(at: now + Crowd.pause) }
        let expiry = table.expire(at: now)
        for (connection, phase) in expiry.waiting { expire(connection, phase) }
        for task in expiry.answering { task.cancel() }
        for connection in expiry.busy {
            if let next = connection.link.expire(at: now) { alarm.ring(at: next) }
        }
        if let next = expiry.next { alarm.ring(at: next) }
    }

    /// Ends a connection, or what it does, that has waited too long.
    private func expire(_ connection: Connection, _ phase: ConnectionTable.Phase) {
        switch phase {
        // A request that came at the last moment, or while the process was stopped, is answered.
        case .idle where connection.hasInput:
            receive(connection, .input, busy: table.counts.busy)
        case .idle, .lingering: close(connection)
        case .draining: settle(connection, .lingering)
        case .receiving where connection.link.beginLate():
            begin(connection, busy: 0, .lateBody)
        case .receiving:
            reporter.reportRefusal("connection closed: its request did not come in time.")
            close(connection)
        case .sending:
            reporter.reportRefusal("connection closed: the web server took no bytes in time.")
            close(connection)
        }
    }

    /// Stops: takes what waits, answers it and what is being answered, ends what would never end by
    /// itself, and closes the rest.
    ///
    /// - Parameter timeout: How long at most; then ``Lifecycle/waitUntilEnded()`` returns, and
    ///   what is being answered goes on.
    func stop(within timeout: Duration) {
        let now = ContinuousClock.now
        lifecycle.stop(graceEnd: now + configuration.idleGrace, deadline: now + timeout)
        var accepted: [Connection] = []
        acceptor.close(taking: { !table.isFull }) { descriptor, isTCP in
            accepted.append(take(descriptor, isTCP: isTCP))
        }
        for connection in accepted { settle(connection, .idle) }
        for task in table.openEnded { task.cancel() }
        alarm.ring(at: now)
        endIfDrained()
    }

    /// Ends the workers when there is no connection left and none will come, and nothing goes on in
    /// the background.
    func endIfDrained() {
        guard lifecycle.isStopping, acceptor.isClosed, table.counts.open == 0,
            background.closeIfIdle()
        else { return }
        pool.stop()
        lifecycle.end(unanswered: 0)
    }
}
