import Dewar
import Synchronization

/// The streams of events.
enum Listeners {
    private static let begun = Atomic(0)
    private static let cancelled = Atomic(0)
    private static let ended = Atomic(0)

    /// `BEGUN CANCELLED ENDED`, decimal; the cancelled ones have ended too.
    static var counts: String {
        [
            begun.load(ordering: .relaxed), cancelled.load(ordering: .relaxed),
            ended.load(ordering: .relaxed),
        ]
        .map(String.init).joined(separator: " ")
    }

    /// Sends events until there were enough or the client is gone.
    static func send(
        _ count: Int, _ milliseconds: Int, _ writer: any ResponseBodyWriter
    ) async throws {
        begun.add(1, ordering: .relaxed)
        defer {
            if Task.isCancelled { cancelled.add(1, ordering: .relaxed) }
            ended.add(1, ordering: .relaxed)
        }
        for number in 0..<max(0, count) {
            if number > 0 { try await Task.sleep(for: .milliseconds(milliseconds)) }
            try await writer.write("data: \(number)\n\n")
        }
    }
}
