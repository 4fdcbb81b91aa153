import Dispatch
import Glibc
import Synchronization

/// The signals that ask the process to end: SIGINT, SIGTERM and SIGQUIT.
///
/// They are watched for as long as this object lives.
final class StopSignals: Sendable {
    private let sources = Mutex<[any DispatchSourceSignal]>([])
    private let isFirst = Atomic(true)

    /// Watches the signals instead of letting them end the process.
    ///
    /// - Parameter stop: Called at each; whether it is the first.
    init(_ stop: @escaping @Sendable (_ isFirst: Bool) -> Void) {
        sources.withLock { sources in
            sources = [SIGINT, SIGTERM, SIGQUIT].map { number in
                // A source sees the signal although nothing else does.
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { [weak self] in
                    guard let self else { return }
                    stop(isFirst.exchange(false, ordering: .relaxed))
                }
                source.resume()
                return source
            }
        }
    }
}
