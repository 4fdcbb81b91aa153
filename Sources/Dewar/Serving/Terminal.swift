import Glibc

/// Where an nginx of our own listens, in front of an application that a person starts.
struct Terminal {
    /// The address; nil for 127.0.0.1 and ::1.
    var host: String?
    /// The port; nil for 5000.
    var port: Int?

    /// Whether somebody sits in front of it, or said where nginx shall listen.
    var isAskedFor: Bool {
        host != nil || port != nil
            || [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].contains { isatty($0) == 1 }
    }
}
