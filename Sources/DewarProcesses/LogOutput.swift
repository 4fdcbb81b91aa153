import DewarText
import Glibc

/// Where the master writes lines: its standard error, or the log file that stands there.
///
/// It never waits: when the reader at the other end of a pipe is stuck, or a disk is full, lines
/// are lost and counted, and the workers go on.
package struct LogOutput {
    private let descriptor: Int32
    private let isJSON: Bool
    private var lost = 0

    /// Writes to a descriptor.
    ///
    /// - Parameters:
    ///   - descriptor: Where to.
    ///   - isJSON: Whether every line is an object, with `time`, `level`, `label` and `message`.
    package init(descriptor: Int32 = STDERR_FILENO, isJSON: Bool = false) {
        self.descriptor = descriptor
        self.isJSON = isJSON
    }

    /// Writes a line of the master's own.
    package mutating func write(_ sentence: String) {
        write(line: text(Array(sentence.utf8), of: Self.master))
    }

    /// Writes a line of a worker.
    ///
    /// - Parameters:
    ///   - line: The line, without its end.
    ///   - worker: Whose it is.
    package mutating func write(_ line: [UInt8], of worker: String) {
        write(line: text(line, of: worker))
    }

    private static let master = "master"

    private mutating func write(line: [UInt8]) {
        if lost > 0 {
            let note = "\(lost) lines could not be written here."
            guard send(text(Array(note.utf8), of: Self.master)) else {
                lost += 1
                return
            }
            lost = 0
        }
        if !send(line) { lost += 1 }
    }

    /// A line with its time, whose it is, and its end.
    private func text(_ line: [UInt8], of name: String) -> [UInt8] {
        let end = [UInt8(ascii: "\n")]
        guard isJSON else { return Array("\(LogTime.now) \(name): ".utf8) + line + end }
        // What a worker logs is an object already, which says only whose it is.
        if line.starts(with: Self.beginningOfEvent) {
            var member: [UInt8] = []
            JSONWriter(sortsKeys: false).append(["worker": .string(name)], to: &member)
            return member.dropLast() + [UInt8(ascii: ",")] + line.dropFirst() + end
        }
        let event: JSON = [
            "time": .string(LogTime.preciseNow), "level": "notice", "label": .string(name),
            "message": .string(String(decoding: line, as: UTF8.self)),
        ]
        var bytes: [UInt8] = []
        JSONWriter(sortsKeys: false).append(event, to: &bytes)
        return bytes + end
    }

    /// As the handler of the workers' log writes it.
    private static let beginningOfEvent = Array("{\"time\":\"".utf8)

    /// Writes bytes, in pieces that a pipe takes as a whole.
    ///
    /// - Returns: Whether all of them went out.
    private func send(_ bytes: [UInt8]) -> Bool {
        // POSIX's PIPE_BUF, here: a pipe that has room for it is "writable", pipe(7).
        let piece = 4096
        var rest = bytes[...]
        while !rest.isEmpty {
            // A file is always ready, a pipe when there is room.
            var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&entry, 1, 0) == 1, entry.revents & Int16(POLLOUT) != 0 else { return false }
            let count = rest.prefix(piece).withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// The time of a line of the log, in UTC.
package enum LogTime {
    /// As `2026-11-22T13:05:59Z`.
    package static var now: String { text(of: time(nil)) + "Z" }

    /// As `2026-11-22T13:05:59.123456Z`.
    package static var preciseNow: String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let micros = String(now.tv_nsec / 1000)
        return text(of: now.tv_sec) + "." + String(repeating: "0", count: 6 - micros.count) + micros
            + "Z"
    }

    private static func text(of seconds: time_t) -> String {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
        return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
