import DewarProcesses
import Glibc
import Testing

@Suite struct ScoreboardTests {
    @Test func aRequestIsSeenFromTheOtherMapping() throws {
        let board = try Scoreboard(places: 2, requests: 8)
        let other = try #require(Scoreboard.shared(descriptor: dup(board.descriptor)))
        #expect(other.placeCount == 2 && other.requestCount == 8)
        let place = board.place(1)
        place.occupy(seat: 7)
        place.note(process: 123)
        #expect(place.begin(3, method: "GET", path: "/user/홍길동") == 1)
        place.note(.sending, of: 3)
        let seen = try #require(other.occupiedPlaces.first)
        #expect(seen.process == 123 && seen.seat == 7 && seen.requests == 1 && seen.busy == 1)
        let running = try #require(seen.runningRequests().first)
        #expect(running.method == "GET" && running.path == "/user/홍길동")
        #expect(running.phase == .sending && running.age >= .zero)
        let ended = try #require(place.end(3))
        #expect(ended.start == running.start)
        #expect(seen.runningRequests().isEmpty && seen.busy == 0 && seen.requests == 1)
    }

    @Test(arguments: [
        ("GET", "/", "GET", "/"), ("PROPFIND", "/a", "PROPFIND", "/a"),
        ("PROPPATCHES", "/a", "PROPPATC", "/a"),
        ("GET", String(repeating: "x", count: 104), "GET", String(repeating: "x", count: 104)),
        (
            "GET", String(repeating: "x", count: 105), "GET",
            String(repeating: "x", count: 104) + "…"
        ),
    ])
    func textsAreCutToTheRoomThereIs(
        method: String, path: String, shownMethod: String, shownPath: String
    ) throws {
        let place = try Scoreboard(places: 1, requests: 1).place(0)
        _ = place.begin(0, method: method, path: path)
        let request = try #require(place.runningRequests().first)
        #expect(request.method == shownMethod && request.path == shownPath)
    }

    @Test func requestsBeyondTheRoomAreCountedOnly() throws {
        let place = try Scoreboard(places: 1, requests: 2).place(0)
        #expect(place.begin(2, method: "GET", path: "/") == 1)
        #expect(place.begin(-1, method: "GET", path: "/") == 2)
        place.note(.sending, of: 2)
        #expect(place.busy == 2 && place.runningRequests().isEmpty)
        #expect(place.end(2) == nil)
        #expect(place.busy == 1)
    }

    @Test func connectionsAreCounted() throws {
        let place = try Scoreboard(places: 1, requests: 1).place(0)
        for _ in 0..<3 { place.noteConnection() }
        place.noteClosedConnection()
        #expect(place.connections == (3, 2))
    }

    @Test func memoryOfAnotherArrangementIsNoScoreboard() throws {
        var template = Array("/tmp/dewar-board-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        _ = unlink(template)
        #expect(Scoreboard.shared(descriptor: descriptor) == nil)
        _ = ftruncate(descriptor, 65_536)
        #expect(Scoreboard.shared(descriptor: descriptor) == nil)
        _ = close(descriptor)
        #expect(Scoreboard.shared(descriptor: -1) == nil)
    }

    @Test func wordsStandForARequest() {
        let request = RunningRequest(
            method: "GET", path: "/a\nb", phase: .readingBody, age: .milliseconds(12_345), start: 1)
        #expect(request.description == #"GET /a\nb for 12.3 s, waiting for its body"#)
    }
}
