import Dewar
import Synchronization

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
