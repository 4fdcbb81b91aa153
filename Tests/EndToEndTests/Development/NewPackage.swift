import Dewar
import DewarTesting
import Glibc
import Testing

/// A package that `dewar new` has made, with this checkout as its dependency.
///
/// It lies beside the build, and what was built of Dewar stays for the next one: minutes the first
/// time, and seconds from then on. There is one at a time.
struct NewApplication {
    /// For temporary files; its path is short enough for sockets.
    let folder: PrivateFolder
    /// The package's folder.
    let root: String

    /// Makes the package anew.
    init() throws {
        let place = SpawnedProgram.path(of: "new-application")
        root = place + "/shop"
        mkdir(place, 0o755)
        let (build, kept) = (root + "/.build", place + "/kept")
        rename(build, kept)
        PrivateFolder(path: root).remove()
        let made = try run([SpawnedProgram.path(of: "dewar"), "new", "shop", "--in", place])
        rename(kept, build)
        try #require(made.ending == .exit(0), "\(made.output)")
        folder = try PrivateFolder()
    }

    /// Builds the package.
    func build() throws {
        let built = try run(["swift", "build", "--package-path", root], within: .seconds(900))
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
