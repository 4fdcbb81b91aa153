import DewarHTTP
import HTTPTypes

/// Writes answers through libfcgi.
struct ResponseWriter: Sendable {
    /// What has become of an answer.
    enum Outcome: Sendable, Hashable {
        /// All of it is written, if not sent: it can be ended.
        case complete
        /// It broke off: only a closed connection tells the web server so.
        case cutOff(reason: String)
        /// The web server took no more of it.
        case gone
    }

    let library: LibraryRequest
    let link: any Link
    /// Whether the request is a HEAD: its answer has a head and no body.
    let isForHEAD: Bool
    let reporter: Reporter

    /// Writes a response.
    ///
    /// A response whose head is invalid becomes a 500, and so does a stream that fails before its
    /// first byte.
    ///
    /// - Parameter response: The response.
    /// - Returns: What has become of it.
    func write(_ response: Response) async -> Outcome {
        guard let head = head(of: response) else { return writeFailure() }
        if isForHEAD || response.status.forbidsBody { return write(head.bytes) }
        if case .stream(let write) = response.body.storage {
            return await stream(write, head: head)
        }
        return writeWhole(response, head: head)
    }

    /// Writes a response whose body is there; the body of a stream is left out.
    func writeNow(_ response: Response) -> Outcome {
        guard let head = head(of: response) else { return writeFailure() }
        if isForHEAD || response.status.forbidsBody { return write(head.bytes) }
        return writeWhole(response, head: head)
    }

    private func head(of response: Response) -> ResponseHead? {
        do throws(InvalidHead) {
            let head = try ResponseHead(of: response)
            if head.bytes.count > ResponseHead.usualLimit {
                reporter.warn(
                    """
                    large response: its headers have \(head.bytes.count) bytes; nginx answers 502 \
                    unless its fastcgi_buffer_size is larger.
                    """)
            }
            return head
        } catch {
            reporter.report("invalid response: \(error.reason); answered with 500.", to: library)
            return nil
        }
    }

    private func writeFailure() -> Outcome {
        writeNow(HTTPError(.internalServerError).response)
    }

    private func write(_ bytes: [UInt8]) -> Outcome {
        bytes.withUnsafeBytes { library.write($0) } ? .complete : .gone
    }

    private func writeWhole(_ response: Response, head: ResponseHead) -> Outcome {
        guard write(head.bytes) == .complete else { return .gone }
        let source: OutputContent.Source
        switch response.body.storage {
        case .bytes(let bytes): source = .bytes(bytes)
        case .text(let text): source = .text(text)
        case .file(let file): source = .file(file)
        case .stream: return .complete
        }
        let length = response.body.length ?? 0
        let announced = head.announcedLength ?? length
        guard link.write(source, count: min(length, announced), to: library) else { return .gone }
        return length < announced
            ? .cutOff(reason: Self.tooShort(length, of: announced)) : .complete
    }

    private func stream(
        _ body: @Sendable (any ResponseBodyWriter) async throws -> Void, head: ResponseHead
    ) async -> Outcome {
        let writer = BodyWriter(library, over: link, head: head)
        do {
            try await body(writer)
            let progress = writer.close(sendsHead: true)
            if progress.isBroken { return .gone }
            return progress.isShort
                ? .cutOff(reason: "its stream ended before its Content-Length") : .complete
        } catch {
            let progress = writer.close(sendsHead: false)
            if progress.isBroken { return .gone }
            if progress.hasBegun { return .cutOff(reason: "its stream failed: \(error)") }
            reporter.report(
                "failed response: its stream failed: \(error); answered with 500.", to: library)
            return writeFailure()
        }
    }

    private static func tooShort(_ count: Int, of announced: Int) -> String {
        "its body has \(count) bytes, its Content-Length says \(announced)"
    }
}
