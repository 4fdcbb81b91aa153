import Dewar
import Testing

@Suite struct BuildOutputTests {
    private func report(_ text: String) -> BuildOutput {
        var output = BuildOutput()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            output.take(String(line))
        }
        return output
    }

    /// As Swift 6.3.1 prints it.
    private let failure = """
        Building for debugging...
        [0/2] Write swift-version-6A52383ED409C6A7.txt
        error: emit-module command failed with exit code 1 (use -v to see invocation)
        [3/5] Emitting module Hello
        /shop/Sources/Shop/App.swift:6:50: error: expected expression after operator
         4 | public let app = Application { app in
         6 |     app.route("/") { "Hello" + }
           |                              `- error: expected expression after operator
         7 |
        [4/5] Compiling Hello App.swift
        /shop/Sources/Shop/App.swift:6:50: error: expected expression after operator
         6 |     app.route("/") { "Hello" + }
        """

    @Test func errorsHavePlacesAndAreToldOnce() {
        let errors = report(failure).errors
        #expect(errors.count == 1)
        #expect(errors.first?.file == "/shop/Sources/Shop/App.swift")
        #expect(errors.first?.line == 6)
        #expect(errors.first?.column == 50)
        #expect(errors.first?.text == "expected expression after operator")
        #expect(errors.first?.details.count == 4)
    }

    @Test func theLastStepIsKept() {
        #expect(report(failure).progress == "[4/5] Compiling Hello App.swift")
    }

    @Test func withoutAnyPlaceTheSentenceIsAll() {
        let errors = report("error: no such module 'Shop'").errors
        #expect(errors.map(\.text) == ["no such module 'Shop'"])
    }

    @Test func warningsAreNoErrors() {
        #expect(report("/shop/A.swift:1:1: warning: unused").errors.isEmpty)
    }

    @Test(arguments: [
        "/a:b:c: error: x", ": error: ", "/: error: ", "[x/y] a", "[", "/a:1: error: x",
    ])
    func oddLinesAreNoTrap(line: String) {
        #expect(report(line).lines == [line])
    }

    @Test func onlySoManyLinesAreKept() {
        #expect(report(String(repeating: "x\n", count: 9_000)).lines.count <= 2_000)
    }
}

@Suite struct SwiftPackageTests {
    @Test func theProgramTellsItsPackage() throws {
        let folder = try PrivateFolder()
        defer { folder.remove() }
        _ = try folder.write("Package.swift", "")
        let program = folder.path + "/.build/x86_64-unknown-linux-gnu/debug/ShopServer"
        let package = try #require(SwiftPackage(program: program, workingFolder: "/"))
        #expect(package.root == folder.path)
        #expect(
            package.buildCommand == [
                "swift", "build", "--package-path", folder.path, "--product", "ShopServer",
                "--scratch-path", folder.path + "/.build", "--configuration", "debug",
            ])
    }

    @Test func withoutAPackageThereIsNone() {
        #expect(SwiftPackage(program: "/opt/shop/ShopServer", workingFolder: "/") == nil)
    }
}
