import DewarHTTP

extension Transport {
    /// Begins to serve.
    ///
    /// - Throws: ``FastCGIError``: started before, or the system is out of something.
    func start() throws(FastCGIError) {
        guard lifecycle.start() else { throw FastCGIError.startedTwice }
        let code = Library.prepare()
        guard code == 0 else { throw FastCGIError.systemCall("FCGX_Init", errno: code) }
        try pool.start(handler: self)
        try acceptor.open()
        if acceptor.hasUnseenNews { accept() }
    }

    /// Takes the connections that wait.
    func accept() {
        let pauseEnd = acceptor.accept(
            while: { !table.isFull }, pausing: configuration.acceptPause, take)
        if let pauseEnd { alarm.ring(at: pauseEnd) }
    }

    /// Takes one connection in, and waits for its first request.
    private func take(_ descriptor: Int32, isTCP: Bool) {
        let link = PlainLink(descriptor: descriptor, isTCP: isTCP, configuration: configuration)
        let connection = table.insert { token in
            Connection(token: token, link: link, lingerBytes: configuration.lingerBytes)
        }
        park(connection, as: .idle, rearms: false)
    }

    /// Does what is due.
    func ring() {
        alarm.acknowledge()
        let now = ContinuousClock.now
        if let pauseEnd = acceptor.resume(at: now) { alarm.ring(at: pauseEnd) }
        if acceptor.hasUnseenNews { accept() }
        if let (graceEnd, deadline) = lifecycle.stopping {
            if now >= graceEnd { table.expireIdle() } else { alarm.ring(at: graceEnd) }
            if now >= deadline {
                lifecycle.end(unanswered: table.counts.busy)
            } else {
                alarm.ring(at: deadline)
            }
        }
        if let next = table.expire(at: now) { alarm.ring(at: next) }
    }

    /// Stops: takes what waits, answers it and what is being answered, and closes the rest.
    ///
    /// - Parameter timeout: How long at most; then ``Lifecycle/waitUntilEnded()`` returns, and
    ///   what is being answered goes on.
    func stop(within timeout: Duration) {
        let now = ContinuousClock.now
        lifecycle.stop(graceEnd: now + configuration.idleGrace, deadline: now + timeout)
        acceptor.close(taking: { !table.isFull }, take)
        alarm.ring(at: now)
        endIfDrained()
    }

    /// Ends the workers when there is no connection left and none will come.
    func endIfDrained() {
        guard lifecycle.isStopping, acceptor.isClosed, table.counts.open == 0 else { return }
        pool.stop()
        lifecycle.end(unanswered: 0)
    }
}
