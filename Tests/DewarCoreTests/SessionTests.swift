import DewarCore
import DewarSigning
import Synchronization
import Testing

@Suite struct SessionTests {
    // What Flask's `SecureCookieSession` says of itself after the same steps.
    @Test(arguments: [
        Step("nothing", modifies: false, accesses: false) { _ in },
        Step("get", modifies: false) { _ = $0["a"] },
        Step("contains", modifies: false) { _ = $0.contains("a") },
        Step("set", modifies: true) { $0["a"] = 2 },
        Step("set the same", modifies: true) { $0["a"] = 1 },
        Step("remove", modifies: true) { $0["a"] = nil },
        Step("remove what is not there", modifies: false) { $0["z"] = nil },
        Step("pop", modifies: true) { $0.pop("a") },
        Step("pop what is not there", modifies: false) { $0.pop("z") },
        Step("setDefault", modifies: true) { $0.setDefault("z", 1) },
        Step("setDefault of what is there", modifies: false) { $0.setDefault("a", 9) },
        Step("update", modifies: true) { $0.update([:]) },
        Step("clear", modifies: true) { $0.clear() },
        Step("permanent", modifies: true) { $0.isPermanent = true },
        Step("modified", modifies: true) { $0.isModified = true },
        Step("not modified", modifies: false) {
            $0["a"] = 2
            $0.isModified = false
        },
    ])
    func sessionsKnowWhatWasDoneToThem(step: Step) throws {
        let session = Session(["a": 1])
        step.body(session)
        #expect(session.isAccessed == step.accesses)
        let outcome = try session.outcome()
        #expect(outcome.isModified == step.modifies)
        #expect(outcome.isAccessed == step.accesses)
    }

    /// Something that is done to a session, and what the session says of it.
    struct Step: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let modifies: Bool
        let accesses: Bool
        let body: @Sendable (Session) -> Void

        init(
            _ name: String, modifies: Bool, accesses: Bool = true,
            _ body: @escaping @Sendable (Session) -> Void
        ) {
            testDescription = name
            self.modifies = modifies
            self.accesses = accesses
            self.body = body
        }
    }

    @Test func valuesAreThoseOfADictionary() {
        let session = Session(["a": 1])
        session["name"] = "kim"
        let id = 7
        session["id"] = id
        session["cart"] = ["apples": 2]
        session["cart"]?["apples"] = 3
        #expect(session["id"] == 7)
        #expect(session["cart"]?["apples"]?.int == 3)
        let read: Int? = session["id"]
        #expect(read == 7)
        let text: String? = session["id"]
        #expect(text == nil)
        #expect(session.pop("name") == "kim")
        #expect(session.pop("name") == nil)
        #expect(session.setDefault("n", 5) == 5)
        #expect(session.setDefault("n", 6) == 5)
        session.update(["n": 7, "m": 8])
        #expect(session.values == ["a": 1, "id": 7, "cart": ["apples": 3], "n": 7, "m": 8])
        session.clear()
        #expect(session.isEmpty)
    }

    @Test(
        arguments: [
            ([:], false), (["_permanent": true], true), (["_permanent": false], false),
            (["_permanent": 1], true), (["_permanent": 0], false), (["_permanent": ""], false),
            (["_permanent": .null], false), (["_permanent": "no"], true),
        ] as [(SessionDictionary, Bool)])
    func permanentIsAValueLikeAnyOther(values: SessionDictionary, isPermanent: Bool) throws {
        #expect(Session(values).isPermanent == isPermanent)
        #expect(try Session(values).outcome().isPermanent == isPermanent)
    }

    @Test func aSessionIsReadWhenSomebodyLooks() throws {
        let counter = Counter()
        let session = Session { () throws(SigningError) in
            counter.count()
            return ["a": 1]
        }
        #expect(counter.value == 0)
        #expect(session["a"] == 1)
        #expect(!session.isNew)
        _ = try session.outcome()
        #expect(counter.value == 1)
    }

    @Test func aSessionThatIsNotAcceptedIsNewAndEmpty() throws {
        let session = Session { () throws(SigningError) in nil }
        #expect(session.isNew && session.isEmpty)
        #expect(Session().isNew)
    }

    @Test func aNullSessionCanBeReadAndNotChanged() throws {
        let session = Session.null()
        #expect(session["a"] == nil && session.isEmpty && !session.isPermanent)
        #expect(try session.outcome().isNull)
        session["a"] = 1
        #expect(session["a"] == nil)
        #expect(throws: SessionError.self) { try session.outcome() }
    }

    @Test func severalTasksMayChangeOneSession() async throws {
        let session = Session()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 { group.addTask { session["\(number)"] = number } }
        }
        #expect(session.values.count == 200)
    }
}

private final class Counter: Sendable {
    private let number = Mutex(0)
    var value: Int { number.withLock { $0 } }
    func count() { number.withLock { $0 += 1 } }
}
