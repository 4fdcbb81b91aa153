import Dewar
package import DewarFastCGI
package import DewarHTTP
import HTTPTypes
import Hello

/// What the cases of the transport ask: the example's pages, and whatever else a view may do.
///
/// One responder for a connection in memory and for the spawned `CaseServer`.
package struct CaseResponder: Responder {
    /// Where the requests are noted, and what `/log` answers with.
    package let log: CaseLog
    private let hello: any Responder
    private let failing: any Responder

    /// Makes the responder.
    ///
    /// - Parameter log: Where the requests are noted; the server is to log there too.
    /// - Throws: `SetupError`, which would be a mistake here.
    package init(log: CaseLog) throws {
        self.log = log
        hello = try Hello.app.makeResponder()
        failing = try Application(logger: log.logger) { app in
            app.route("/throw") { () throws -> String in throw Failure() }
        }.makeResponder()
    }

    /// What a server of the cases is set up with.
    ///
    /// - Parameters:
    ///   - deadline: For everything that has one, in milliseconds; nil for the defaults.
    ///   - isPlain: Whether libfcgi itself reads and writes the sockets.
    /// - Returns: The configuration.
    package static func configuration(
        deadline: Int? = nil, isPlain: Bool = false
    ) -> FastCGIConfiguration {
        var configuration = FastCGIConfiguration()
        configuration.usesPlainDescriptors = isPlain
        configuration.reportsToWebServer = true
        if let deadline {
            configuration.readDeadline = .milliseconds(deadline)
            configuration.minimalBodyRate = 1_000_000
            configuration.writeDeadline = .milliseconds(deadline)
            configuration.idleTimeout = .milliseconds(deadline)
            configuration.drainTimeout = .milliseconds(deadline)
            configuration.lingerTimeout = .milliseconds(deadline)
        }
        return configuration
    }

    package func respond(to request: Request) async -> Response {
        if request.path == "/log" {
            return plain(log.take().map { $0 + "\n" }.joined())
        }
        log.note(path: request.path)
        // The first part of the path is the view, the second what it does it with.
        let parts = request.path.split(separator: "/", maxSplits: 1).map(String.init)
        let argument = parts.count > 1 ? parts[1] : ""
        switch parts.first {
        case "echo": return echo(request)
        case "echoed-stream": return streamedEcho(request)
        case "ignored": return plain("ignored")
        case "refused": return plain("too large", status: .contentTooLarge)
        case "parameters": return parameters(request)
        case "header": return header(argument, of: request)
        case "raw": return raw(request)
        case "status": return plain("ignored", status: Status(code: Int(argument) ?? 200))
        case "location": return fields([("Location", "/" + argument)])
        case "control": return control()
        case "wide": return fields((0..<100).map { ("X-Field-\($0)", wideValue) })
        case "length": return length(Int(argument) ?? 0)
        case "large": return large(megabytes: Int(argument) ?? 1)
        case "fails": return fails(after: argument)
        case "wait":
            let response = await wait(milliseconds: Int(argument) ?? 0)
            if Task.isCancelled { log.note(path: "cancelled") }
            return response
        case "throw": return await failing.respond(to: request)
        default: return await hello.respond(to: request)
        }
    }
}

/// What a view throws.
private struct Failure: Error, CustomStringConvertible {
    let description = "no more"
}

private let wideValue = String(repeating: "v", count: 80)

private func plain(_ text: String, status: Status = .ok) -> Response {
    Response(status: status, contentType: "text/plain", body: .text(text))
}

// MARK: Bodies

/// The method in a field, and the body as it came.
private func echo(_ request: Request) -> Response {
    do {
        var response = Response(body: .bytes(try request.body.bytes()))
        response.headers[.allow] = request.method.rawValue
        return response
    } catch let error as RequestBodyError {
        return plain(error.description, status: error.status)
    } catch {
        return plain("\(error)", status: .internalServerError)
    }
}

/// The body, written while it is read.
private func streamedEcho(_ request: Request) -> Response {
    Response(
        body: .stream { writer in
            for try await chunk in request.body { try await writer.write(chunk) }
        })
}

// MARK: Parameters

/// For every parameter whose name begins with "N": the bytes of its name and of its value.
private func parameters(_ request: Request) -> Response {
    var lines = ""
    request.parameters.forEach { name, value in
        guard name.first == UInt8(ascii: "N") else { return }
        let isWhole =
            name.allSatisfy { $0 == UInt8(ascii: "N") }
            && value.allSatisfy { $0 == UInt8(ascii: "v") }
        lines += "\(name.count) \(value.count) \(isWhole)\n"
    }
    return plain(lines)
}

/// A header field, as a view sees it.
private func header(_ name: String, of request: Request) -> Response {
    plain(request.headers[name] ?? "none")
}

/// The path's bytes, and those of the host.
private func raw(_ request: Request) -> Response {
    let bytes = ["PATH_INFO", "HTTP_HOST"].map { (name: StaticString) in
        request.parameters.bytes(of: name).map(Array.init) ?? []
    }
    return Response(body: .bytes(Array(bytes.joined(separator: [0x0a]))))
}

// MARK: Answers

private func fields(_ fields: [(String, String)]) -> Response {
    var response = plain("fields")
    for (name, value) in fields { response.headers.append(Headers.Name(name), value) }
    return response
}

/// A field that no field of HTTP is.
private func control() -> Response {
    var response = plain("fields")
    response.headers["X-Control"] = "a\u{1}b"
    return response
}

/// A body of five bytes that is announced with another length.
private func length(_ length: Int) -> Response {
    Response(headers: [.contentLength: "\(length)"], body: .text("hello"))
}

/// A stream of pieces of 64 KiB.
private func large(megabytes: Int) -> Response {
    Response(
        body: .stream { writer in
            let piece = [UInt8](repeating: 0x78, count: 65_536)
            for _ in 0..<(16 * megabytes) { try await writer.write(piece) }
        })
}

/// A stream that fails: at once, or after its first piece.
private func fails(after text: String) -> Response {
    Response(
        body: .stream { writer in
            try await writer.write(text)
            throw Failure()
        })
}

/// Waits without a thread, and says whether it was let.
private func wait(milliseconds: Int) async -> Response {
    do {
        try await Task.sleep(for: .milliseconds(milliseconds))
        return plain("waited")
    } catch {
        return plain("cancelled")
    }
}
