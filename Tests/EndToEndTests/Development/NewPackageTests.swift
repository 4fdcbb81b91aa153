import Dewar
import DewarTesting
import Glibc
import Testing

extension DevelopmentTests {
    /// A new package, tried as its README says: its tests, its checks, and served as in production.
    ///
    /// In the suite of the others, because they share what is built: one after the other.
    @Test(.timeLimit(.minutes(20))) func aNewPackageIsTestedAndServed() throws {
        let application = try NewApplication()
        defer { application.folder.remove() }
        let tested = try run([application.root + "/deploy/test"], within: .seconds(900))
        #expect(tested.ending == .exit(0), "\(tested.output)")
        #expect(tested.output.contains("Test run with 2 tests"), "\(tested.output)")

        let server = application.root + "/.build/debug/ShopServer"
        let checked = try run([server, "check"])
        #expect(checked.ending == .exit(0), "\(checked.output)")
        let configured = try application.folder.write(
            "nginx.conf", try application.text(of: "nginx.conf"))
        let told = try run([SpawnedProgram.path(of: "dewar"), "doctor", "--nginx", configured])
        #expect(told.ending == .exit(0), "\(told.output)")

        let start = ContinuousClock.now
        let served = try RunningProgram(in: application.folder, within: .seconds(1200)) {
            [application.root + "/deploy/serve", "--port", "\($0)"]
        }
        defer { served.process.terminate() }
        print("deploy/serve of a new package: \(ContinuousClock.now - start)")
        let connection = try HTTPConnection("127.0.0.1", port: served.port)
        #expect(try connection.send("GET", "/").text.contains("<h1>Shop</h1>"))
        #expect(try connection.send("GET", "/hello/kim").text == "<h1>Hello kim!</h1>")
        #expect(try connection.send("GET", "/static/site.css").status == 200)
        // As in production: no script, and nothing of the inside.
        #expect(try !connection.send("GET", "/").text.contains("_dewar"))
        #expect(try connection.send("GET", "/_dewar/live.js").status == 404)
        // SwiftPM leaves its own files in the folder for temporary ones.
        served.process.send(SIGTERM)
        #expect(served.process.wait(within: .seconds(20)) == .exit(0))
        #expect(throws: HTTPConnection.Failure.self) {
            _ = try HTTPConnection("127.0.0.1", port: served.port)
        }
    }
}
