import DewarHTTP
import DewarText
import HTTPTypes

extension HTTPCases {
    /// Responses and file names.
    static let responses: [String: Function] = [
        "http_exception": { args in
            let response = try error(args).response.readyToSend()
            var fields = response.headers.map { ($0.name, JSON.string($0.value)) }
            fields.append(("Content-Length", .string("\(response.body.length ?? 0)")))
            return [
                "status": .string(StatusLine(code: response.status.code).description),
                "name": .string(response.status.name), "headers": pairs(fields),
                "body": text(body(of: response)),
            ]
        },
        "redirect": { args in
            let status = HTTPResponse.Status(code: args["code"]?.int ?? 302)
            let response = try Response.redirect(to: args["location"]?.string ?? "", status)
                .readyToSend()
            return [
                "status": .string(StatusLine(code: status.code).description),
                "location": text(response.location),
                "content_type": .string(try response.headers.require("Content-Type")),
                "body": text(body(of: response)),
            ]
        },
        "response_status": { args in
            let status = args["status"] ?? nil
            let line =
                try status.string.map { try StatusLine(parsing: $0) }
                ?? StatusLine(code: status.int ?? 200)
            return ["code": .int(line.code), "status": .string(line.description)]
        },
        "content_type": { args in
            var response = Response(contentType: nil)
            response.mimeType = args["mimetype"]?.string
            return text(response.contentType)
        },
        "response_mimetype": { args in
            var response = Response(contentType: "text/plain; charset=utf-8")
            if let type = args["mimetype"]?.string { response.mimeType = type }
            if let type = args["content_type"]?.string { response.contentType = type }
            return [
                "content_type": text(response.contentType), "mimetype": text(response.mimeType),
                "params": pairs(response.mimeTypeParameters.map { ($0.name, .string($0.value)) }),
            ]
        },
        "disposition": { args in
            let value = ContentDisposition.headerValue(
                filename: args["download_name"]?.string ?? "",
                isAttachment: args["as_attachment"]?.bool ?? true)
            var headers = Headers()
            try headers.set("Content-Disposition", value)
            return text(headers[.contentDisposition])
        },
        "secure_filename": { args in .string(secureFilename(args["filename"]?.string ?? "")) },
        "safe_join": { args in
            let parts = (args["parts"]?.array ?? []).compactMap(\.string)
            return text(safeJoin(args["directory"]?.string ?? "", parts))
        },
    ]

    private static func error(_ args: JSON) throws -> HTTPError {
        let code = args["code"]?.int ?? 0
        var error = try HTTPError(code: code)
        let status = error.status
        if let methods = args["valid_methods"]?.array {
            error = .methodNotAllowed(allowed: methods.compactMap(\.string))
        } else if code == 416 {
            error = .rangeNotSatisfiable(length: args["length"]?.int)
        } else if let challenges = args["www_authenticate"]?.array {
            error = .unauthorized(challenges.map { challenge($0[0], $0[1], nil) })
        } else if let retry = args["retry_after"], retry != .null {
            if let seconds = retry.int {
                error = .retry(status, afterSeconds: seconds)
            } else if let date = try TypedValue.date(retry) {
                error = .retry(status, at: date)
            } else if let text = retry.string, !text.isEmpty {
                error.headers[.retryAfter] = text
            }
        }
        if let description = args["description"]?.string {
            error.detail = HTTPError(status, description: description).detail
        }
        return error
    }

    private static func body(of response: Response) -> String? {
        response.body.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// JSON.
    static let json: [String: Function] = [
        "json_dumps": { args in
            let sortsKeys = args["sort_keys"]?.bool ?? true
            let isResponse = args["response"]?.bool ?? true
            let isCompact = args["compact"]?.bool ?? true
            let value = try TypedValue.encodable(args["value"] ?? nil, sortsKeys: sortsKeys)
            let isText = (args["value"] ?? nil).isSortedByText
            let writer = JSONWriter(
                escapesNonASCII: args["ensure_ascii"]?.bool ?? true,
                sortsKeys: sortsKeys && isText, isCompact: isResponse && isCompact,
                indentation: isResponse && !isCompact ? 2 : nil)
            return .string(writer.text(of: value) + (isResponse ? "\n" : ""))
        },
        "json_loads": { args in
            if let data = TypedValue.bytes(args["data_b64"]) {
                return ["value": TypedValue.typed(try JSONText.read(data))]
            }
            return ["value": TypedValue.typed(try JSONReader.read(args["text"]?.string ?? ""))]
        },
        "request_json": { args in
            let type = args["content_type"]?.string.map { [("CONTENT_TYPE", $0)] } ?? []
            let body =
                TypedValue.bytes(args["body_b64"]) ?? Array((args["body"]?.string ?? "").utf8)
            let request = try request([:], parameters: type, body: body)
            do {
                let value = try request.getJSON(
                    force: args["force"]?.bool ?? false, silent: args["silent"]?.bool ?? false)
                return [
                    "value": value.map(TypedValue.typed) ?? nil, "is_json": .bool(request.isJSON),
                ]
            } catch let error as HTTPError {
                return ["error": .int(error.status.code), "is_json": .bool(request.isJSON)]
            }
        },
    ]
}

extension JSON {
    /// Whether no mapping within has keys that are numbers, which are sorted as such.
    fileprivate var isSortedByText: Bool {
        switch self {
        case .array(let elements): elements.allSatisfy(\.isSortedByText)
        case .object(let object):
            object.allSatisfy { member in
                guard member.key == "$dict" else { return member.value.isSortedByText }
                return (member.value.array ?? []).allSatisfy { pair in
                    (pair[0]?.string != nil || member.value.array?.count == 1)
                        && (pair[1] ?? nil).isSortedByText
                }
            }
        default: true
        }
    }
}
