import Dewar
import Glibc
import Synchronization

/// The example's executable, as the build left it beside the tests.
enum HelloServerProgram {
    /// Its absolute path.
    static var path: String { path(of: "HelloServer") }

    /// The absolute path of an executable of this package.
    static func path(of name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let tests = String(
            decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return tests.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/\(name)"
    }
}

/// What a program has written, to be shown when a test fails.
final class OutputLog: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    func append(_ line: String) {
        lines.withLock { $0.append(line) }
    }
}

/// Asks again until it is so.
///
/// - Parameters:
///   - child: A program whose end is the end of all hope.
///   - limit: How long to ask.
///   - condition: What shall become true.
/// - Returns: Whether it became true.
func waitUntil(
    _ child: ChildProcess, within limit: Duration = .seconds(20), _ condition: () throws -> Bool
) rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        if child.wait(within: .milliseconds(5)) != nil { return try condition() }
    }
    return false
}
