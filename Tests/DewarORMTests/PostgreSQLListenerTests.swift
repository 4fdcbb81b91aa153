import DewarORM
import DewarPostgreSQL
import DewarSQLite
import PostgreSQLFixture
import Testing

@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed"))
struct PostgreSQLListenerTests {
    @Test func whatIsCommittedIsHeardByAll() async throws {
        let url = try PostgreSQLServer.shared.get().url()
        let database = try Database(url, using: .postgresql)
        defer { database.close() }
        let listener = try PostgreSQLListener(url, channels: "Posts", "a \"b\"")
        defer { listener.close() }
        var first = listener.makeAsyncIterator()
        var second = listener.makeAsyncIterator()
        #expect(await first.next() == .listening)
        #expect(await second.next() == .listening)
        struct Failure: Error {}
        try? database.transaction {
            try database.notify("Posts", "never")
            throw Failure()
        }
        try database.transaction {
            try database.notify("Posts", "7'\\한")
            try database.notify("other", "not heard")
            try database.notify("a \"b\"")
        }
        for wanted in [("Posts", "7'\\한"), ("a \"b\"", "")] {
            let heard = await [first.next(), second.next()]
            for event in heard {
                guard case .notification(let notification) = event else {
                    Issue.record("\(String(describing: event))")
                    continue
                }
                #expect(notification.channel == wanted.0)
                #expect(notification.payload == wanted.1)
                #expect(notification.processID > 0)
            }
        }
        listener.close()
        #expect(await first.next() == nil)
        var late = listener.makeAsyncIterator()
        #expect(await late.next() == nil)
    }

    @Test func aLostConnectionIsMadeAgain() async throws {
        let url = try PostgreSQLServer.shared.get().url("application_name=heard")
        let database = try Database(url, using: .postgresql)
        defer { database.close() }
        let listener = try PostgreSQLListener(
            url + "_lost", channels: "again", configuration: DatabaseConfiguration())
        defer { listener.close() }
        var events = listener.makeAsyncIterator()
        #expect(await events.next() == .listening)
        let ended = try database.sql(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
            WHERE application_name = 'heard_lost'
            """
        ).all(Bool.self)
        #expect(ended == [true])
        #expect(await events.next() == .listening)
        try database.notify("again", "x")
        guard case .notification(let notification) = await events.next() else {
            Issue.record("nothing is heard")
            return
        }
        #expect(notification.payload == "x")
    }

    @Test func whoIsTooSlowIsToldSo() async throws {
        let url = try PostgreSQLServer.shared.get().url()
        let database = try Database(url, using: .postgresql)
        defer { database.close() }
        let listener = try PostgreSQLListener(url, channels: "much", bufferLimit: 10)
        defer { listener.close() }
        var slow = listener.makeAsyncIterator(), quick = listener.makeAsyncIterator()
        #expect(await slow.next() == .listening)
        #expect(await quick.next() == .listening)
        try database.transaction {
            for number in 1...5 { try database.notify("much", "\(number)") }
        }
        for _ in 1...5 { _ = await quick.next() }
        try database.transaction {
            for number in 6...30 { try database.notify("much", "\(number)") }
        }
        try database.notify("much", "last")
        func isLast(_ event: PostgreSQLListener.Event?) -> Bool {
            if case .notification(let notification) = event {
                notification.payload == "last"
            } else {
                false
            }
        }
        var heard: [PostgreSQLListener.Event] = []
        while let event = await quick.next(), !isLast(event) {}
        while let event = await slow.next() {
            heard.append(event)
            if isLast(event) { break }
        }
        #expect(heard.count <= 10)
        #expect(heard.contains(.listening))
    }

    @Test func iterationsEndWithTheirTask() async throws {
        let listener = try PostgreSQLListener(
            try PostgreSQLServer.shared.get().url(), channels: "quiet")
        defer { listener.close() }
        let task = Task {
            var count = 0
            for await _ in listener { count += 1 }
            return count
        }
        var events = listener.makeAsyncIterator()
        _ = await events.next()
        task.cancel()
        #expect(await task.value <= 1)
    }

    @Test func uselessListenersAreRefused() throws {
        for (url, channel) in [
            ("sqlite:///board.db", "a"), ("postgresql://h/b", ""), ("postgresql://h/b", "\0"),
            ("postgresql://h/b", String(repeating: "x", count: 64)),
            ("postgresql://h/b?client_encoding=LATIN1", "a"),
        ] {
            let error = #expect(throws: DatabaseError.self) {
                try PostgreSQLListener(url, channels: channel)
            }
            #expect(error?.kind == .invalidConfiguration)
        }
        let error = #expect(throws: DatabaseError.self) {
            try Database("sqlite://", using: .sqlite).notify("a")
        }
        #expect(error?.kind == .invalidQuery)
    }
}
