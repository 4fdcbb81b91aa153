import Glibc

/// What the processes of a server cannot do, in a sentence.
package struct ProcessesError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    package enum Kind: Sendable, Hashable {
        /// The operating system refused a call; its error number.
        case systemCall(Int32)
        /// The log file cannot be opened; its error number.
        case logFile(Int32)
        /// The variable that tells a worker of its place says nothing of use.
        case invalidSeat
        /// The master ended before its worker began.
        case masterGone
        /// A socket of a service manager is not one that web servers connect to.
        case notListening
        /// Workers end again and again before they serve.
        case gaveUp
    }

    /// What went wrong.
    package let kind: Kind
    /// One sentence: what was found, what was wanted, what to do.
    package let description: String
}

extension ProcessesError {
    static func systemCall(_ name: String, errno code: Int32) -> ProcessesError {
        ProcessesError(
            kind: .systemCall(code),
            description: "cannot supervise: \(name) failed: \(text(ofErrno: code)).")
    }

    static func logFile(_ path: String, errno code: Int32) -> ProcessesError {
        ProcessesError(
            kind: .logFile(code),
            description: """
                cannot write the log file '\(path)': \(text(ofErrno: code)). \
                Name a file in a folder that the server may write in.
                """)
    }

    static func invalidSeat(_ text: String) -> ProcessesError {
        ProcessesError(
            kind: .invalidSeat,
            description: """
                cannot serve as a worker: \(WorkerSeat.variable) is '\(text)', which a master of \
                another version may have set. Restart the master.
                """)
    }

    static func masterGone(_ process: Int32) -> ProcessesError {
        ProcessesError(
            kind: .masterGone,
            description: "cannot serve as a worker: the master, process \(process), is gone.")
    }

    static func notListening(_ descriptor: Int32, of count: Int32) -> ProcessesError {
        ProcessesError(
            kind: .notListening,
            description: """
                cannot serve: LISTEN_FDS announces \(count), and descriptor \(descriptor) is no \
                listening socket. A socket unit for Dewar has ListenStream= and Accept=no.
                """)
    }

    static func gaveUp(after failures: Int, last ending: ProcessEnding) -> ProcessesError {
        ProcessesError(
            kind: .gaveUp,
            description: """
                gave up: \(failures) workers in a row ended before they served, the last one \
                \(ending). What they wrote is above; nothing listens any more.
                """)
    }

    private static func text(ofErrno code: Int32) -> String {
        "\(String(cString: strerror(code))) (errno \(code))"
    }
}
