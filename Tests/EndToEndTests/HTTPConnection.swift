import Dewar
import Glibc

/// A client's connection that shows what really arrives: nothing is repaired, followed or unpacked.
final class HTTPConnection {
    /// What came as an answer.
    struct Answer {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        /// The values of a header field, in order; the name in small letters.
        func values(_ name: String) -> [String] {
            headers.filter { $0.name == name }.map(\.value)
        }
    }

    /// Why there is no answer.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let descriptor: Int32
    private let host: String
    private let deadline: ContinuousClock.Instant
    /// What has arrived and belongs to no answer yet.
    private var received: [UInt8] = []

    /// Connects.
    ///
    /// - Parameters:
    ///   - host: A name or a numeric address; of a name, the first address that answers.
    ///   - port: The port.
    ///   - limit: How long everything on this connection may take together.
    /// - Throws: ``Failure`` when nobody takes the connection.
    init(_ host: String, port: Int, limit: Duration = .seconds(20)) throws {
        deadline = ContinuousClock.now + limit
        var found: Int32?
        for address in try ListenAddress.all(of: host) where found == nil {
            found = address.connectedSocket(port: port)
        }
        guard let found else { throw Failure(description: "nobody listens at \(host):\(port)") }
        descriptor = found
        self.host = "\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    deinit {
        close(descriptor)
    }

    /// Sends a request and waits for its answer.
    func send(_ method: String, _ target: String, body: String? = nil) throws -> Answer {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        try write(text + "\r\n" + (body ?? ""))
        return try readAnswer(hasBody: method != "HEAD")
    }

    /// Sends bytes as they are.
    func write(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            try wait(for: POLLOUT)
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "the server stopped reading") }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits for one answer.
    ///
    /// - Parameter hasBody: Whether a body may follow; none does after HEAD.
    /// - Returns: The answer; its body without the framing of chunks.
    /// - Throws: ``Failure`` when what comes is no answer, or none comes in time.
    func readAnswer(hasBody: Bool = true) throws -> Answer {
        let lines = try readHead()
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw Failure(description: "no status line: \(lines[0])")
        }
        var answer = Answer(status: status, headers: [], body: [])
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else {
                throw Failure(description: "no header line: \(line)")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            answer.headers.append((line[..<colon].lowercased(), String(value)))
        }
        guard hasBody, status != 204, status != 304 else { return answer }
        if answer.values("transfer-encoding") == ["chunked"] {
            answer.body = try readChunks()
        } else if let length = answer.values("content-length").first.flatMap({ Int($0) }) {
            answer.body = try read(length)
        } else {
            while try receive() {}
            answer.body = received
            received = []
        }
        return answer
    }

    /// Tells whether the server has closed the connection, or does so in time.
    func isClosedByServer() throws -> Bool {
        try received.isEmpty && !receive()
    }
}

extension HTTPConnection {
    private func readHead() throws -> [Substring] {
        while true {
            if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
                received.removeSubrange(..<end.upperBound)
                return head.split(separator: "\r\n", omittingEmptySubsequences: false)
            }
            guard try receive() else {
                throw Failure(
                    description:
                        "closed in the headers: \(String(decoding: received, as: UTF8.self))")
            }
        }
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = String(decoding: try readLine(), as: UTF8.self)
            guard let size = Int(line, radix: 16) else {
                throw Failure(description: "no size of a chunk: \(line)")
            }
            body += try read(size)
            guard try readLine().isEmpty else { throw Failure(description: "chunk too long") }
            if size == 0 { return body }
        }
    }

    private func readLine() throws -> [UInt8] {
        while true {
            if let end = received.firstRange(of: Array("\r\n".utf8)) {
                let line = Array(received[..<end.lowerBound])
                received.removeSubrange(..<end.upperBound)
                return line
            }
            guard try receive() else { throw Failure(description: "closed in the body") }
        }
    }

    private func read(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try receive() else {
                throw Failure(description: "closed after \(received.count) of \(count) bytes")
            }
        }
        let bytes = Array(received[..<count])
        received.removeSubrange(..<count)
        return bytes
    }

    /// Takes in what arrives next; false at the end of the connection.
    private func receive() throws -> Bool {
        try wait(for: POLLIN)
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure(description: String(cString: strerror(errno))) }
        received += buffer[..<count]
        return count > 0
    }

    private func wait(for event: Int32) throws {
        while true {
            let (seconds, attoseconds) = (deadline - .now).components
            let rest = seconds * 1000 + attoseconds / 1_000_000_000_000_000
            guard rest > 0 else { throw Failure(description: "no answer in time") }
            var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            if poll(&entry, 1, Int32(clamping: rest)) > 0 { return }
        }
    }
}
