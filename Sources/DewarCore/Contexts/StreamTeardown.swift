import DewarHTTP
import Synchronization

/// Tears a context down at the end of its stream: when that was written, when writing it failed,
/// and also when nobody ever wrote it.
final class StreamTeardown: Sendable {
    private let context: Context
    private let hooks: RequestHooks
    private let hasBegun = Atomic(false)

    init(_ context: Context, _ hooks: RequestHooks) {
        self.context = context
        self.hooks = hooks
    }

    deinit {
        guard !hasBegun.load(ordering: .acquiring) else { return }
        // Middleware put another body in its place, or the transport refused to send it.
        Task { [context, hooks] in await Self.end(context, hooks) }
    }

    private static func end(_ context: Context, _ hooks: RequestHooks) async {
        await context.tearDown(hooks)
        context.end()
        context.closing?.close()
    }

    /// Writes the stream within the context, and tears that down.
    ///
    /// - Parameters:
    ///   - write: Writes the stream.
    ///   - writer: Takes its pieces.
    /// - Throws: What writing throws.
    /// - SeeAlso: Flask `stream_with_context`.
    func run(
        _ write: @Sendable (any ResponseBodyWriter) async throws -> Void,
        _ writer: any ResponseBodyWriter
    ) async throws {
        hasBegun.store(true, ordering: .releasing)
        let result: Result<Void, any Error>
        do {
            result = .success(
                try await Context.$current.withValue(context) { try await write(writer) })
        } catch {
            context.fail(with: error)
            result = .failure(error)
        }
        await Self.end(context, hooks)
        try result.get()
    }
}
