import Dewar
import Synchronization

/// The streams of events.
enum Listeners {
    private static let begun = Atomic(0)
    private static let told = Atomic(0)
    private static let ended = Atomic(0)

    /// `BEGUN TOLD ENDED`, decimal: of those that ended, some were told that the client is gone, by
    /// their cancellation or by a write that failed.
    static var counts: String {
        [
            begun.load(ordering: .relaxed), told.load(ordering: .relaxed),
            ended.load(ordering: .relaxed),
        ]
        .map(String.init).joined(separator: " ")
    }

    /// Sends events until there were enough or the client is gone.
    static func send(
        _ count: Int, _ milliseconds: Int, _ writer: any ResponseBodyWriter
    ) async throws {
        begun.add(1, ordering: .relaxed)
        defer { ended.add(1, ordering: .relaxed) }
        do {
            for number in 0..<max(0, count) {
                if number > 0 { try await Task.sleep(for: .milliseconds(milliseconds)) }
                try await writer.write("data: \(number)\n\n")
            }
        } catch {
            told.add(1, ordering: .relaxed)
            throw error
        }
    }
}
