import DewarTemplates
import Synchronization

/// A template that is rendered while somebody takes the pieces.
///
/// A rendering cannot pause, so it has a thread of its own, which waits when it is one piece ahead.
/// Of these threads there are ``limit``: a stream beyond them is rendered at once and then sent.
final class TemplateStream: Sendable {
    private struct State: Sendable {
        /// A piece that nobody has taken.
        var piece: String?
        /// Who waits for a piece.
        var reader: CheckedContinuation<String?, any Error>?
        /// Who waits for the end.
        var ender: CheckedContinuation<Void, Never>?
        /// How the rendering ended; nil while it goes on.
        var result: Result<Void, any Error>?
        var isCancelled = false
    }

    /// How many renderings have a thread at the same time, in the whole process.
    static let limit = 64
    /// About how many bytes a piece has: a head of a page goes out before its rows are made.
    private static let pieceSize = 1024
    private static let count = Atomic(0)

    private let state = Mutex(State())
    /// Tells the rendering that its piece was taken.
    private let taken = Signpost()

    /// Begins to render.
    ///
    /// - Parameters:
    ///   - rendering: The template and its variables.
    ///   - context: What `request` and `session` are meanwhile.
    init(_ rendering: TemplateRendering, in context: Context) {
        let (_, count) = Self.count.add(1, ordering: .relaxed)
        if count <= Self.limit, Thread.start({ self.render(rendering, context) }) { return }
        Self.count.subtract(1, ordering: .relaxed)
        renderWhole(rendering, context)
    }

    /// The next piece; nil at the end.
    ///
    /// - Throws: What stopped the rendering.
    func next() async throws -> String? {
        try await withCheckedThrowingContinuation { reader in
            let answer: Result<String?, any Error>? = state.withLock { state in
                if let piece = state.piece {
                    state.piece = nil
                    return .success(piece)
                }
                if let result = state.result { return result.map { nil } }
                state.reader = reader
                return nil
            }
            taken.set()
            if let answer { reader.resume(with: answer) }
        }
    }

    /// Ends the rendering before its time, and waits until it has ended.
    func cancel() async {
        await withCheckedContinuation { ender in
            let isOver = state.withLock { state in
                state.isCancelled = true
                if state.result == nil { state.ender = ender }
                return state.result != nil
            }
            taken.set()
            if isOver { ender.resume() }
        }
    }

    // MARK: The rendering's side

    private func render(_ rendering: TemplateRendering, _ context: Context) {
        let result = Result {
            try Context.$current.withValue(context) {
                try rendering.template.stream(
                    rendering.context, pieceSize: Self.pieceSize, put)
            }
        }
        Self.count.subtract(1, ordering: .relaxed)
        finish(result)
    }

    private func renderWhole(_ rendering: TemplateRendering, _ context: Context) {
        let result = Result {
            let text = try Context.$current.withValue(context) {
                try rendering.template.render(rendering.context)
            }
            state.withLock { $0.piece = text }
        }
        finish(result)
    }

    /// Hands a piece to who waits for it, or keeps it and waits until it was taken.
    private func put(_ piece: String) throws {
        let reader = try state.withLock { state in
            if state.isCancelled { throw CancellationError() }
            defer { state.reader = nil }
            if state.reader == nil { state.piece = piece }
            return state.reader
        }
        if let reader { return reader.resume(returning: piece) }
        while state.withLock({ $0.piece != nil && !$0.isCancelled }) { taken.wait() }
    }

    private func finish(_ result: Result<Void, any Error>) {
        let (reader, ender) = state.withLock { state in
            state.result = result
            defer { (state.reader, state.ender) = (nil, nil) }
            return (state.reader, state.ender)
        }
        reader?.resume(with: result.map { nil })
        ender?.resume()
    }
}
