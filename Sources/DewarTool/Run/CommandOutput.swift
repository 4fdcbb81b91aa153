import Glibc

/// What another program prints.
enum CommandOutput {
    /// As many bytes are read; more are not expected of any program that is asked here.
    private static let most = 16 << 20

    /// Runs a program to its end.
    ///
    /// - Parameter command: Its name or path, and its arguments.
    /// - Returns: What it printed to its standard output.
    /// - Throws: ``Failure`` when it cannot be started, or ends with another status than 0.
    static func text(_ command: [String]) throws -> String {
        // By the shell, whose quoting is simple; popen(3) does the rest.
        let line = command.map { "'" + $0.replacing("'", with: "'\\''") + "'" }
            .joined(separator: " ")
        guard let stream = popen(line, "r") else {
            throw Failure(
                message: "Cannot start \(command[0]): \(String(cString: strerror(errno))).")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < most, case let count = fread(&buffer, 1, buffer.count, stream),
            count > 0
        {
            bytes += buffer[..<count]
        }
        let status = pclose(stream)
        guard status == 0 else {
            throw Failure(message: "\(command.joined(separator: " ")) failed, see above.")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The first line that a program prints.
    static func line(_ command: [String]) throws -> String {
        String(try text(command).prefix { $0 != "\n" })
    }
}
