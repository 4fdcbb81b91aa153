import DewarFastCGI
import Glibc

/// Runs code that blocks its thread on a thread of its own: on Swift's few threads it could keep
/// those from running that it waits for.
///
/// - Parameter body: The code.
/// - Returns: What the code returns.
/// - Throws: What the code throws; ``FastCGIHarnessError`` when no thread can be started.
func offThePool<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        let code = startThread("dewar-test") {
            continuation.resume(with: Swift.Result { try body() })
        }
        if code != 0 {
            continuation.resume(
                throwing: FastCGIHarnessError.systemCall("pthread_create", errno: code))
        }
    }
}
