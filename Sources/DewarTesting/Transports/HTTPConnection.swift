import DewarHTTP
import Glibc
import HTTPTypes

/// A client's connection to a web server, for one request.
///
/// Every wait has a deadline.
final class HTTPConnection {
    private let descriptor: Int32
    private let deadline = ContinuousClock.now + .seconds(60)
    /// What came and belongs to nothing yet.
    private var received: [UInt8] = []

    /// Connects to a port of 127.0.0.1.
    init(port: UInt16) throws {
        descriptor = try connectedSocket(port: port)
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    }

    deinit { _ = close(descriptor) }

    /// Sends bytes, reading what comes meanwhile.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN {
                let events = try wait(for: POLLIN | POLLOUT)
                if events & Int16(POLLIN) != 0 { _ = try readOnce() }
            } else {
                throw TestClientError.noAnswer("the server stopped reading")
            }
        }
    }

    /// Waits for the answer.
    ///
    /// - Parameter hasBody: Whether a body may follow; none does after HEAD.
    /// - Returns: The answer; its body without the framing of chunks.
    /// - Throws: ``TestClientError`` when none comes.
    func receive(hasBody: Bool) throws -> ReceivedAnswer {
        var answer = try receiveHead()
        // Whatever comes before the answer proper, as 100 Continue.
        while answer.status.code < 200 { answer = try receiveHead() }
        guard hasBody, !answer.status.forbidsBody else { return answer }
        if answer.headers["Transfer-Encoding"]?.lowercased() == "chunked" {
            answer.body = try receiveChunks()
            answer.headers["Transfer-Encoding"] = nil
        } else {
            let length = answer.headers[.contentLength].flatMap { Int($0) } ?? .max
            while received.count < length, try receiveMore() {}
            answer.body = Array(received.prefix(length))
        }
        return answer
    }

    private func receiveHead() throws -> ReceivedAnswer {
        let line = try receiveLine()
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let code = Int(words[1]),
            (100...999).contains(code)
        else { throw TestClientError.noAnswer("'\(line)' is no status line") }
        var answer = ReceivedAnswer(status: HTTPResponse.Status(code: code))
        while case let line = try receiveLine(), !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else {
                throw TestClientError.noAnswer("'\(line)' is no header field")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            try answer.headers.add(String(line[..<colon]), String(value))
        }
        return answer
    }

    /// The pieces of a body; what came, when the answer was cut off.
    private func receiveChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while let line = try? receiveLine(), let size = Int(line, radix: 16), size > 0 {
            // A line break follows.
            while received.count < size + 2, try receiveMore() {}
            body += received.prefix(size)
            received.removeFirst(min(size + 2, received.count))
        }
        return body
    }

    private func receiveLine() throws -> String {
        while true {
            if let end = received.firstIndex(of: 0x0A) {
                let line = received[..<end].prefix { $0 != 0x0D }
                defer { received.removeSubrange(...end) }
                return String(decoding: line, as: UTF8.self)
            }
            guard try receiveMore() else {
                throw TestClientError.noAnswer("the connection was closed")
            }
        }
    }

    /// Waits for more; false at the end of the connection.
    private func receiveMore() throws -> Bool {
        _ = try wait(for: POLLIN)
        return try readOnce()
    }

    private func readOnce() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { received += buffer[..<count] }
        return count > 0 || count < 0 && errno == EAGAIN
    }

    private func wait(for events: Int32) throws -> Int16 {
        let remaining = max(.zero, deadline - .now).components
        let milliseconds =
            remaining.seconds * 1000 + remaining.attoseconds / 1_000_000_000_000_000
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        guard poll(&entry, 1, Int32(clamping: milliseconds)) > 0 else {
            throw TestClientError.noAnswer("nothing came in time")
        }
        return entry.revents
    }
}
