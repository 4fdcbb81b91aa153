// An application whose views do to their process what views should not.
import ArgumentParser
import Dewar
import Glibc
import Synchronization

/// Memory that a view keeps for ever.
let kept = Mutex<[[UInt8]]>([])

if let status = getenv("PROCESS_SERVER_FAILS").flatMap({ Int32(String(cString: $0)) }) {
    // In workers only: what the master finds wrong itself is another matter.
    if getenv("DEWAR_WORKER") != nil { exit(status) }
}

struct StartFailure: Error {}

/// Prints a line at once, also into a pipe.
func say(_ line: String) {
    print(line)
    fflush(nil)
}

struct Nobody: Error, CustomStringConvertible {
    var description: String { "There is nobody." }
}

struct Greet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Greet somebody.")

    @Argument(help: "Who is greeted.") var name: String
    @Flag(help: "In capitals.") var loud = false

    func run() async throws {
        if name == "nobody" { throw Nobody() }
        let text = "hello \(name) from \(currentApp.config["PLACE"]?.string ?? "nowhere")"
        say(loud ? text.uppercased() : text)
    }
}

struct Count: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Count the administrators.")

    func run() { say("two") }
}

let admin = Blueprint("admin") { admin in admin.command(Count.self) }

let app = Application { app in
    app.config["PLACE"] = "bench"
    app.command(Greet.self)
    app.addCheck("Bench") {
        [.fault("The \(currentApp.config["PLACE"]?.string ?? "") has no chair.")]
    }
    app.register(admin)
    if let lifecycle = getenv("PROCESS_SERVER_LIFECYCLE").map({ String(cString: $0) }) {
        app.onStart {
            if lifecycle == "fails" { throw StartFailure() }
            // What a view awaits must be there before the first one, also of the main actor.
            await MainActor.run { say("started \(getpid())") }
        }
        app.onStop {
            if lifecycle == "hangs" { try await Task.sleep(for: .seconds(600)) }
            say("stopped \(getpid())")
        }
    }
    app.get("/") { "hello" }
    app.get("/pid") { "\(getpid())" }
    app.get("/wait/<int:ms>") { (milliseconds: Int) in
        try await Task.sleep(for: .milliseconds(milliseconds))
        return "waited"
    }
    app.get("/block/<int:ms>") { (milliseconds: Int) in
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        // Again and again: a signal ends a sleep.
        while ContinuousClock.now < end { usleep(10_000) }
        return "blocked"
    }
    app.get("/print/<word>") { (word: String) in
        print("said \(word)")
        return "printed"
    }
    app.get("/keep/<int:mib>") { (mebibytes: Int) in
        kept.withLock { $0.append([UInt8](repeating: 1, count: mebibytes << 20)) }
        return "kept"
    }
    app.get("/end") { () -> Response in
        // As a trap does, without what the runtime writes about it.
        kill(getpid(), SIGKILL)
        return ""
    }
    app.post("/echo") { (request: Request) in
        try makeResponse(String(decoding: request.body.bytes(), as: UTF8.self))
    }
}
app.run()
