import Dewar
import DewarTesting
import Synchronization
import Testing

/// Sessions that an application keeps elsewhere than in a cookie.
@Suite struct CustomSessionTests {
    /// Keeps sessions in memory, and a number in the cookie.
    private final class MemorySessions: SessionInterface {
        private let kept = Mutex<[String: SessionDictionary]>([:])
        let opened = Mutex(0)

        func open(_ request: Request) -> Session? {
            opened.withLock { $0 += 1 }
            // What a real one does: it looks at the context, and has something done later.
            g.note = "opened for \(request.endpoint ?? "none")"
            afterThisRequest { response in response.headers["X-Note"] = g.note }
            guard let number = request.cookies["sid"] else { return Session() }
            return Session(kept.withLock { $0[number] ?? [:] })
        }

        func save(_ session: Session, of request: Request, into response: inout Response) throws {
            let outcome = try session.outcome()
            guard outcome.isModified else { return }
            let number = kept.withLock { kept in
                let number = request.cookies["sid"] ?? "\(kept.count + 1)"
                kept[number] = outcome.values
                return number
            }
            try response.setCookie("sid", number)
        }
    }

    private static func app(_ sessions: any SessionInterface) -> Application {
        Application { app in
            app.sessionInterface = sessions
            app.get("/count", name: "count") { () -> String in
                let count: Int = session["count"] ?? 0
                session["count"] = count + 1
                return "\(count + 1)"
            }
            app.get("/template", name: "template") {
                try renderString("{{ session.count }} {{ g.note }}")
            }
            app.get("/nothing") { "nothing" }
        }
    }

    @Test func theInterfaceKeepsThem() async throws {
        let sessions = MemorySessions()
        let (one, other) = (
            try TestClient(Self.app(sessions)), try TestClient(Self.app(sessions))
        )
        #expect(try await one.get("/count").text == "1")
        #expect(try await other.get("/count").text == "1")
        let answer = try await one.get("/count")
        #expect(answer.text == "2" && answer.cookie("sid")?.value == "1")
        #expect(answer.headers["X-Note"] == "opened for count")
        #expect(try await one.get("/template").text == "2 opened for template")
        try await one.sessionTransaction { session in session["count"] = 40 }
        #expect(try await one.get("/count").text == "41")
    }

    /// It says by itself that it wants to save what nobody looked at; without a word it does.
    @Test func whatNobodyLookedAtIsOffered() async throws {
        let sessions = MemorySessions()
        #expect(try await TestClient(Self.app(sessions)).get("/nothing").text == "nothing")
        #expect(sessions.opened.withLock { $0 } == 1)
    }

    /// Tasks of one request have one session, however many ask for it first.
    @Test func tasksShareTheSession() async throws {
        let app = Application { app in
            app.sessionInterface = MemorySessions()
            app.get("/") { () async -> String in
                await withTaskGroup { group in
                    for number in 0..<50 {
                        group.addTask { session["n\(number)"] = .int(number) }
                    }
                }
                return "\(session.values.count)"
            }
        }
        for _ in 0..<20 { #expect(try await TestClient(app).get("/").text == "50") }
    }

    @Test func anInterfaceMayFailOrRefuse() async throws {
        struct Broken: SessionInterface {
            struct Failure: Error {}
            func open(_ request: Request) throws -> Session? { throw Failure() }
            func save(_ session: Session, of request: Request, into response: inout Response) {}
        }
        struct Refusing: SessionInterface {
            func open(_ request: Request) -> Session? { nil }
            func save(_ session: Session, of request: Request, into response: inout Response) throws
            {
                _ = try session.outcome()
            }
        }
        let broken = try await TestClient(Self.app(Broken())).get("/count")
        #expect(broken.status == .internalServerError && broken.error is Broken.Failure)
        let refused = try await TestClient(Self.app(Refusing())).get("/count")
        #expect(refused.status == .internalServerError && refused.error is SessionError)
        #expect(try await TestClient(Self.app(Refusing())).get("/nothing").text == "nothing")
    }
}

extension Globals {
    fileprivate var note: String? {
        get { self[NoteKey.self] }
        set { self[NoteKey.self] = newValue }
    }
    private enum NoteKey: GlobalsKey { typealias Value = String }
}
