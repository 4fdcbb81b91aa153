import Glibc
import Testing

/// A terminal that a test types at.
final class PseudoTerminal {
    /// `TIOCSPTLCK` and `TIOCGPTN`.
    private static let (lock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))

    /// What the program opens.
    let path: String
    /// The program at it.
    var process: pid_t = 0
    private let file: Int32
    /// What the program has written and nobody has looked at yet.
    private var text = ""

    init() throws {
        // The module of glibc leaves out posix_openpt and what belongs to it.
        file = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (isLocked, number) = (Int32(0), UInt32(0))
        let isOpen = file >= 0 && ioctl(file, Self.lock, &isLocked) == 0
        try #require(isOpen && ioctl(file, Self.getNumber, &number) == 0, "\(errno)")
        path = "/dev/pts/\(number)"
    }

    deinit {
        if process > 0 { kill(process, SIGKILL) }
        close(file)
    }

    /// Waits for a text, types a line, and waits until the terminal shows it.
    func answer(
        _ question: String, _ answer: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try type(answer + "\n", after: question, sourceLocation: sourceLocation)
        try wait(for: answer + "\n", sourceLocation)
    }

    /// Waits for a text, and types.
    func type(
        _ keys: String, after question: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try wait(for: question, sourceLocation)
        let bytes = Array(keys.utf8)
        try #require(write(file, bytes, bytes.count) == bytes.count)
    }

    /// Waits for the end of the program.
    ///
    /// - Returns: Its status, and what it has written since the last answer.
    func end() throws -> (status: Int32, text: String) {
        while read() {}
        var status: Int32 = 0
        waitpid(process, &status, 0)
        process = 0
        return (status >> 8 & 0xFF, text)
    }

    private func wait(for end: String, _ sourceLocation: SourceLocation) throws {
        while true {
            if let found = text.firstRange(of: end) {
                text = String(text[found.upperBound...])
                return
            }
            try #require(read(), "\(text) instead of \(end)", sourceLocation: sourceLocation)
        }
    }

    /// Takes what is there; false at the end, and when nothing comes for long.
    private func read() -> Bool {
        var place = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        guard poll(&place, 1, 20_000) == 1 else { return false }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count > 0 else { return false }
        text += String(decoding: bytes[..<count], as: UTF8.self).replacing("\r\n", with: "\n")
        return true
    }
}
