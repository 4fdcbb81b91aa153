import Glibc

/// How a process ended.
package enum ProcessEnding: Sendable, Hashable, CustomStringConvertible {
    /// By itself, with a status; 0 is success.
    case exit(Int32)
    /// By a signal.
    case signal(Int32)

    /// Reads what `waitpid` stores.
    ///
    /// - SeeAlso: waitpid(2), `WIFEXITED`, `WEXITSTATUS`, `WTERMSIG`, which are macros.
    package init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exit(waitStatus >> 8 & 0xff) : .signal(signal)
    }

    /// As the end of a sentence: `with status 1`, `by signal 11 (Segmentation fault)`.
    package var description: String {
        switch self {
        case .exit(let status): "with status \(status)"
        case .signal(let signal): "by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }
}
