import DewarFastCGI
import Glibc

/// The signals that ask the process to end: SIGINT, SIGTERM and SIGQUIT.
///
/// A handler counts them and a thread of its own acts. Not a signal source of Dispatch: it takes
/// hold at some later time, and what comes before, or while its own handler gives way to it, is
/// lost (tried: 1 of 150 under load). And no blocked signals: programs that a view starts would
/// have them blocked as well.
enum StopSignals {
    /// Watches the signals from now on, instead of letting them end the process.
    ///
    /// - Parameter stop: Called at each, on one thread; whether it is the first.
    static func watch(_ stop: @escaping @Sendable (_ isFirst: Bool) -> Void) {
        // Made here, because a handler must not make it.
        let count = arrivals
        let code = startThread("dewar-signals") {
            var isFirst = true
            while true {
                count.wait()
                stop(isFirst)
                isFirst = false
            }
        }
        // Without the thread the signals end the process at once: better than not at all.
        guard code == 0 else { return }
        for signal in [SIGINT, SIGTERM, SIGQUIT] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in arrivals.signal() }
            action.sa_flags = SA_RESTART
            sigaction(signal, &action, nil)
        }
    }
}

/// How many signals have come and were not acted on: what a handler of signals may touch.
private let arrivals = Semaphore()
