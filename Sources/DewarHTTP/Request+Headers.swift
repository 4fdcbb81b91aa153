import DewarText

extension Request {
    /// The header fields, in the order in which the web server sent them.
    ///
    /// Made of the `HTTP_…` parameters, of `CONTENT_TYPE` and of `CONTENT_LENGTH`. A repeated
    /// header is one field here, its values joined with a comma, those of cookies with a
    /// semicolon. `Proxy` is left out (httpoxy), and so is `Transfer-Encoding`, because the body
    /// here is decoded already. Bytes that are not UTF-8 become U+FFFD.
    public var headers: Headers {
        cached(\.headers) {
            // By a table: how many there are, and of one name, is the client's to choose.
            var places: [Headers.Name: Int] = [:]
            var fields: [(name: String, value: String)] = []
            parameters.forEach { name, value in
                guard let fieldName = Self.fieldName(ofParameter: name) else { return }
                if value.isEmpty && !name.starts(with: "HTTP_".utf8) { return }
                let place = places[Headers.Name(fieldName), default: fields.count]
                guard place == fields.count else {
                    fields[place].value += Self.separator(of: fieldName) + value.text
                    return
                }
                places[Headers.Name(fieldName)] = place
                fields.append((fieldName, value.text))
            }
            var headers = Headers()
            for field in fields { headers.appendUnchecked(name: field.name, value: field.value) }
            return headers
        }
    }

    private static func separator(of name: String) -> String { name == "Cookie" ? "; " : ", " }

    /// The part of the request target after `?`, as it was sent; empty when there is none.
    public var queryString: String { parameters.text(of: "QUERY_STRING") ?? "" }

    /// The value of one header field by its parameter, without making all of them.
    ///
    /// - Parameters:
    ///   - parameter: The name as `HTTP_ACCEPT`.
    ///   - separator: What joins the values of a repeated field.
    /// - Returns: The value; nil when there is none.
    func field(_ parameter: StaticString, separator: StaticString = ", ") -> String? {
        guard let first = parameters.text(of: parameter) else { return nil }
        guard parameters.isRepeated(parameter) else { return first }
        var values: [String] = []
        parameters.forEach { name, value in
            if name.equals(parameter) { values.append(value.text) }
        }
        return values.joined(separator: "\(separator)")
    }

    /// The header that a parameter stands for: `HTTP_USER_AGENT` is `User-Agent`.
    private static func fieldName(ofParameter name: ArraySlice<UInt8>) -> String? {
        let prefix = "HTTP_".utf8
        guard name.starts(with: prefix) else {
            if name.elementsEqual("CONTENT_TYPE".utf8) { return "Content-Type" }
            if name.elementsEqual("CONTENT_LENGTH".utf8) { return "Content-Length" }
            return nil
        }
        let fieldName = titleCased(name.dropFirst(prefix.count))
        switch fieldName {
        case "Proxy", "Transfer-Encoding", "Content-Type", "Content-Length": return nil
        default: return fieldName.isEmpty ? nil : fieldName
        }
    }

    /// `USER_AGENT` as `User-Agent`.
    private static func titleCased(_ name: ArraySlice<UInt8>) -> String {
        var startsWord = true
        let bytes = name.map { byte -> UInt8 in
            defer { startsWord = byte == UInt8(ascii: "_") }
            switch byte {
            case UInt8(ascii: "_"): return UInt8(ascii: "-")
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): return startsWord ? byte : byte | 0x20
            default: return byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
