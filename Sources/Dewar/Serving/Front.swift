import DewarFastCGI
// `stderr` is imported as a mutable global; it is written to as any C program writes to it.
@preconcurrency import Glibc
import Synchronization

/// The nginx of our own in front of an application that a person started.
final class Front: Sendable {
    private let proxy: DevelopmentProxy
    /// Takes what nginx writes.
    private let onLine: @Sendable (String) -> Void
    private let failed = Atomic(false)

    init(_ proxy: DevelopmentProxy, onLine: @escaping @Sendable (String) -> Void = { _ in }) {
        self.proxy = proxy
        self.onLine = onLine
    }

    /// Whether nginx ended though nobody asked it to: then the application was asked to end.
    var hasFailed: Bool { failed.load(ordering: .acquiring) }

    /// Starts nginx, and tells where to look.
    ///
    /// - Throws: ``DevelopmentProxyError``; then nothing runs.
    func start() throws {
        do {
            let addresses = try proxy.start(
                log: { [onLine] line in
                    onLine(line)
                    print("nginx: \(line)")
                }
            ) { [self] error in
                fputs("\(error)\n", stderr)
                failed.store(true, ordering: .releasing)
                // Without nginx no request arrives.
                kill(getpid(), SIGTERM)
            }
            print(" * Serving on \(addresses.joined(separator: " and ")) (Ctrl-C to end)")
            // At once, also to somebody who reads through a pipe.
            fflush(nil)
        } catch {
            proxy.stop()
            throw error
        }
    }

    /// Ends nginx.
    func stop() { proxy.stop() }
}
