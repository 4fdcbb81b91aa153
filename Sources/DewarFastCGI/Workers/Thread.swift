import CFastCGI
import Glibc

/// Starts a thread that nobody waits for.
///
/// - Parameters:
///   - name: Shows in `ps` and debuggers; the first 15 bytes of it.
///   - body: What the thread does.
/// - Returns: 0, or the error number.
package func startThread(_ name: String, _ body: @escaping @Sendable () -> Void) -> Int32 {
    final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    let start = Unmanaged.passRetained(Start(String(name.prefix(15)), body))
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { argument in
            // The argument is the one of `passRetained`, never nil.
            guard let argument else { return nil }
            let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
            pthread_setname_np(pthread_self(), start.name)
            start.body()
            return nil
        }, start.toOpaque())
    guard code == 0 else {
        start.release()
        return code
    }
    pthread_detach(thread)
    return 0
}
