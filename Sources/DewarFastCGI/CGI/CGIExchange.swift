package import DewarHTTP
// `environ` is imported as a mutable global; it is read here as any C program reads it.
@preconcurrency import Glibc
import HTTPTypes
package import Logging

/// One request as plain CGI has it.
///
/// It is in the environment and standard input, and its answer goes to standard output. libfcgi has
/// no part in it.
///
/// - SeeAlso: RFC 3875.
package struct CGIExchange: Sendable {
    private let configuration: FastCGIConfiguration
    private let logger: Logger
    /// Standard output as the web server gave it.
    private let output: Int32

    /// Whether the process was started by a web server, for one request.
    ///
    /// - SeeAlso: RFC 3875, section 4.1.4, `GATEWAY_INTERFACE`.
    package static var isRequested: Bool {
        guard let gateway = getenv("GATEWAY_INTERFACE"), getenv("REQUEST_METHOD") != nil else {
            return false
        }
        return strncmp(gateway, "CGI/", 4) == 0 && !ListeningSocket.isListening(STDIN_FILENO)
            && getenv("LISTEN_FDS") == nil
    }

    /// Prepares for the answer: what a view prints goes to the web server's error log, and is no
    /// part of it.
    ///
    /// - Parameters:
    ///   - configuration: Gives the limits of a request's parameters.
    ///   - logger: Takes what goes wrong.
    package init(configuration: FastCGIConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        signal(SIGPIPE, SIG_IGN)
        output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        _ = dup2(STDERR_FILENO, STDOUT_FILENO)
        // The header 'Proxy' of a request; programs take the variable for their proxy (httpoxy).
        unsetenv("HTTP_PROXY")
    }

    /// Answers the request, once, and ends the answer.
    ///
    /// - Parameter responder: Makes the answer.
    /// - Returns: Whether the web server took all of it.
    package func answer(by responder: any Responder) async -> Bool {
        defer { _ = close(output) }
        do throws(Refusal) {
            let request = try request()
            let response = await responder.respond(to: request)
            defer { response.closing?.close() }
            return await write(response, isForHEAD: request.method == .head)
        } catch {
            logger.warning("request refused with \(error.status.code): \(error.reason)")
            return await write(error.response, isForHEAD: false)
        }
    }

    private func request() throws(Refusal) -> Request {
        let parameters = try Self.parameters(of: Self.environment, limits: configuration)
        do throws(RequestError) {
            let length = try Request.contentLength(of: parameters)
            // Without a length there is no body: RFC 3875, section 4.2.
            let body = RequestBody(
                source: CGIBody(descriptor: STDIN_FILENO, length: length ?? 0),
                announcedLength: length)
            return try Request(parameters: parameters, body: body)
        } catch {
            throw Refusal(status: error.status, reason: error.description)
        }
    }

    /// Makes parameters of the environment.
    ///
    /// - Parameters:
    ///   - variables: The bytes of `NAME=VALUE`, in order.
    ///   - limits: What a request may have.
    /// - Returns: The parameters; with `PATH_INFO` where CGI leaves it out for `/`.
    /// - Throws: ``Refusal`` over a limit.
    package static func parameters(
        of variables: [[UInt8]], limits: FastCGIConfiguration
    ) throws(Refusal) -> RequestParameters {
        var parameters = RequestParameters(byteCount: 4096, count: variables.count)
        for bytes in variables {
            guard let split = bytes.firstIndex(of: UInt8(ascii: "=")), split > 0 else { continue }
            let (name, value) = (bytes[..<split], bytes[(split + 1)...])
            if name.elementsEqual("PATH_INFO".utf8), value.isEmpty { continue }
            guard split <= limits.maximalParameterNameBytes else {
                throw Refusal.longName(limit: limits.maximalParameterNameBytes)
            }
            guard parameters.count < limits.maximalParameters else {
                throw Refusal.tooMany(limit: limits.maximalParameters)
            }
            guard parameters.byteCount + bytes.count <= limits.maximalParameterBytes else {
                throw Refusal.tooLarge(limit: limits.maximalParameterBytes)
            }
            parameters.append(name: name, value: value)
        }
        if !parameters.hasValue("PATH_INFO"), namesProgram(parameters) {
            parameters.append(name: "PATH_INFO".utf8, value: "/".utf8)
        }
        return parameters
    }

    /// Whether `SCRIPT_NAME` is the program's own URL, and not, by a rewriting rule, a whole path.
    private static func namesProgram(_ parameters: RequestParameters) -> Bool {
        let program = parameters.text(of: "SCRIPT_FILENAME") ?? CommandLine.arguments.first ?? ""
        guard let name = program.split(separator: "/").last,
            let script = parameters.text(of: "SCRIPT_NAME")?.split(separator: "/").last
        else { return false }
        return name == script
    }

    private static var environment: [[UInt8]] {
        var variables: [[UInt8]] = []
        var next = environ
        while let variable = next.pointee {
            variables.append(
                Array(UnsafeRawBufferPointer(start: variable, count: strlen(variable))))
            next += 1
        }
        return variables
    }

    // MARK: The answer

    private func write(_ response: Response, isForHEAD: Bool) async -> Bool {
        let head: ResponseHead
        do throws(InvalidHead) {
            head = try ResponseHead(of: response)
        } catch {
            logger.error("invalid response: \(error.reason); answered with 500.")
            return await write(HTTPError(.internalServerError).response, isForHEAD: isForHEAD)
        }
        let writer = CGIWriter(descriptor: output, head: head)
        do {
            if !isForHEAD, !response.status.forbidsBody { try await write(response.body, writer) }
            return writer.finish()
        } catch {
            logger.error("response cut off: its body failed: \(error)")
            if writer.hasBegun { return false }
            return await write(HTTPError(.internalServerError).response, isForHEAD: isForHEAD)
        }
    }

    private func write(_ body: ResponseBody, _ writer: CGIWriter) async throws {
        switch body.storage {
        case .bytes(let bytes): try await writer.write(bytes)
        case .text(let text): try await writer.write(Array(text.utf8))
        case .stream(let write): try await write(writer)
        case .file(let file):
            var position = 0
            while case let piece = try file.bytes(at: position, upTo: 65_536), !piece.isEmpty {
                try await writer.write(piece)
                position += piece.count
            }
        }
    }
}
