import CLinux
import Glibc
import Synchronization

/// The signals that have come, in order, behind a descriptor that can be waited for.
///
/// A handler writes them into a pipe. Not a signal source of Dispatch: it takes hold at some later
/// time, and what comes before, or while its own handler gives way to it, is lost (tried: 1 of 150
/// under load). And no blocked signals, as `signalfd` wants them: programs that a view starts would
/// have them blocked as well, and threads that were there before would not.
package struct SignalInbox: Sendable {
    /// Readable when a signal has come; it does not block.
    package let descriptor: Int32

    /// Takes signals from now on, instead of what they did before.
    ///
    /// Of several inboxes of a process the last one has the signals.
    ///
    /// - Parameter signals: Their numbers.
    /// - Throws: ``ProcessesError`` when the process has no descriptors left.
    package init(_ signals: [Int32]) throws(ProcessesError) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else {
            throw .systemCall("pipe2", errno: errno)
        }
        descriptor = ends[0]
        // Made here, because a handler must not make it.
        inboxEntrance.store(ends[1], ordering: .sequentiallyConsistent)
        // Whoever started the process may have had them blocked, and then they would never come.
        var blocked = sigset_t()
        sigemptyset(&blocked)
        for signal in signals { sigaddset(&blocked, signal) }
        pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
        for signal in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { signal in
                let code = errno
                var byte = UInt8(truncatingIfNeeded: signal)
                // A full pipe has more signals than anybody needs.
                _ = write(inboxEntrance.load(ordering: .sequentiallyConsistent), &byte, 1)
                errno = code
            }
            action.sa_flags = SA_RESTART
            _ = sigaction(signal, &action, nil)
        }
    }

    /// Takes what has come, without waiting.
    ///
    /// - Returns: Signals in the order in which they came; a row of the same one may be shorter.
    package func take() -> [Int32] {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &buffer, buffer.count)
        return buffer.prefix(max(0, count)).map(Int32.init)
    }

    /// Waits for signals, on the calling thread.
    ///
    /// - Returns: At least one.
    package func wait() -> [Int32] {
        while true {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&entry, 1, -1)
            let signals = take()
            if !signals.isEmpty { return signals }
        }
    }
}

/// The end of the pipe that handlers write into.
private let inboxEntrance = Atomic<Int32>(-1)
