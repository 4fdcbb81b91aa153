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
    /// - Parameters:
    ///   - response: The response.
    ///   - refusal: Asked for what is to be sent instead, for as long as nothing was.
    /// - Returns: What has become of it.
    func write(_ response: Response, unless refusal: () -> Refusal? = { nil }) async -> Outcome {
        if let refusal = refusal() { return refuse(refusal) }
        guard let head = head(of: response) else { return writeFailure() }
        if isForHEAD || response.status.forbidsBody { return write(head.bytes) }
        if case .stream(let write) = response.body.storage {
            return await stream(write, head: head, unless: refusal)
        }
        return writeWhole(response, head: head)
    }

    /// Answers a request that the application does not.
    func refuse(_ refusal: Refusal) -> Outcome {
        reporter.reportRefusal("request refused with \(refusal.status.code): \(refusal.reason)")
        return writeNow(refusal.response)
    }

    /// Writes a response whose body is there; the body of a stream is left out.
    private func writeNow(_ response: Response) -> Outcome {
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
        _ body: @Sendable (any ResponseBodyWriter) async throws -> Void, head: ResponseHead,
        unless refusal: () -> Refusal?
    ) async -> Outcome {
        let writer = BodyWriter(library, over: link, head: head)
        var failure: (any Error)?
        do { try await body(writer) } catch { failure = error }
        let refusal = refusal()
        let progress = writer.close(sendsHead: failure == nil && refusal == nil)
        if progress.isBroken { return .gone }
        if let refusal, !progress.hasBegun { return refuse(refusal) }
        guard let failure else {
            return progress.isShort
                ? .cutOff(reason: "its stream ended before its Content-Length") : .complete
        }
        if progress.hasBegun { return .cutOff(reason: "its stream failed: \(failure)") }
        reporter.report(
            "failed response: its stream failed: \(failure); answered with 500.", to: library)
        return writeFailure()
    }

    private static func tooShort(_ count: Int, of announced: Int) -> String {
        "its body has \(count) bytes, its Content-Length says \(announced)"
    }
}
