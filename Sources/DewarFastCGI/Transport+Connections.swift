extension Transport {
    /// Ends a request, and keeps its connection or not.
    func conclude(
        _ connection: Connection, _ outcome: ResponseWriter.Outcome, expectsBody: Bool,
        keeps: Bool = true
    ) {
        let library = connection.library
        switch outcome {
        case .complete:
            let keeps = keeps && library.wantsKeeping && !lifecycle.isStopping
            settle(
                connection,
                connection.link.end(
                    library, isWhole: true, keepsConnection: keeps, expectsBody: expectsBody))
        case .cutOff(let reason):
            reporter.report("response cut off: \(reason).", to: library)
            settle(
                connection,
                connection.link.end(
                    library, isWhole: false, keepsConnection: false, expectsBody: false))
        case .gone:
            library.abandon()
            close(connection)
        }
    }

    /// Does what there is to do with a connection after an answer.
    func settle(_ connection: Connection, _ rest: Rest) {
        switch rest {
        case .idle: park(connection, as: .idle)
        case .again:
            // By way of the workers' queue: many requests behind each other must not nest.
            park(connection, as: .idle, looksAgain: true)
        case .sending: park(connection, as: .sending)
        case .draining: park(connection, as: .draining)
        case .lingering:
            connection.shutDownWriting()
            connection.phaseEnd = nil
            // What is there already makes no event.
            connection.discardInput() ? park(connection, as: .lingering) : close(connection)
        case .closed: close(connection)
        }
    }

    /// Leaves a connection to the next event.
    func park(
        _ connection: Connection, as phase: ConnectionTable.Phase, looksAgain: Bool = false
    ) {
        let deadline = deadline(of: connection, in: phase)
        let (link, token) = (connection.link, connection.token)
        var readiness = table.park(connection, as: phase, until: deadline)
        // From here on the connection may be another worker's.
        alarm.ring(at: deadline)
        do throws(FastCGIError) {
            try link.watch()
        } catch {
            reporter.reportRefusal("connection closed: \(error)")
            // Its event finds no connection that can be read.
            readiness.insert(.gone)
        }
        if looksAgain { readiness.insert(.input) }
        if !readiness.isEmpty { post(Poller.Event(owner: token.owner, readiness: readiness)) }
        // Stopping may have looked for idle connections just before this one was.
        if lifecycle.isStopping { alarm.ring(at: .now) }
    }

    /// Finds out until when a connection may wait.
    private func deadline(
        of connection: Connection, in phase: ConnectionTable.Phase
    ) -> ContinuousClock.Instant {
        let now = ContinuousClock.now
        switch phase {
        case .idle:
            connection.phaseEnd = nil
            return now + configuration.idleTimeout
        case .sending: return connection.link.sendingEnd ?? now + configuration.writeDeadline
        // These are times for the whole of it: what comes meanwhile must not prolong them, but for
        // a body, which may be long.
        case .receiving:
            let end = connection.phaseEnd ?? now + configuration.readDeadline
            connection.phaseEnd = end
            return min(
                now + configuration.readDeadline, end + connection.link.bodyAllowance)
        case .draining:
            connection.phaseEnd = connection.phaseEnd ?? now + configuration.drainTimeout
        case .lingering:
            connection.phaseEnd = connection.phaseEnd ?? now + configuration.lingerTimeout
        }
        return connection.phaseEnd ?? now
    }

    /// Has a worker deal with an event that the poller does not tell.
    private func post(_ event: Poller.Event) {
        Task(executorPreference: pool) { self.handle(event) }
    }

    func close(_ connection: Connection) {
        let remaining = table.remove(connection)
        connection.link.close()
        monitor?.noteClosedConnection()
        if remaining == 0 { endIfDrained() }
    }
}
