import Dewar
import DewarTesting
import Glibc
import Testing

/// A package that `dewar new` has made, with this checkout as its dependency.
///
/// It is built once for all tests: that takes a minute or two.
struct NewApplication {
    let folder: PrivateFolder
    /// The package's folder.
    var root: String { folder.path + "/shop" }

    /// Makes the package and builds it.
    init() throws {
        folder = try PrivateFolder()
        let made = try run([SpawnedProgram.path(of: "dewar"), "new", "shop", "--in", folder.path])
        try #require(made.ending == .exit(0), "\(made.output)")
        let built = try run(
            ["swift", "build", "--package-path", root], within: .seconds(900))
        try #require(built.ending == .exit(0), "\(built.output)")
    }

    /// The program in front of which nginx is put.
    var server: String { root + "/.build/debug/ShopServer" }

    /// Saves a file of the package.
    func save(_ path: String, _ text: String) throws {
        _ = try PrivateFolder(path: root).write(path, text)
    }

    /// A file of the package.
    func text(of path: String) throws -> String {
        let stream = try #require(fopen(root + "/" + path, "r"))
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Changes a piece of a file of the package.
    func replace(_ old: String, with new: String, in path: String) throws {
        let text = try text(of: path)
        try #require(text.contains(old), "\(path) has no '\(old)'")
        try save(path, text.replacing(old, with: new))
    }
}

/// Runs a program to its end.
///
/// - Returns: How it ended, and what it printed.
func run(
    _ command: [String], environment: [String: String] = [:], within limit: Duration = .seconds(60)
) throws -> (ending: ChildProcess.Ending?, output: String) {
    let output = OutputLog()
    let process = try ChildProcess(command, environment: environment, onLine: output.append)
    defer { process.terminate() }
    let ending = process.wait(within: limit)
    return (ending, output.text)
}
