import DewarCore
import DewarHTTP
import DewarSigning
package import DewarText

extension FailurePage {
    /// What a request holds, and what it was answered with.
    ///
    /// Called in the request's context.
    static func tables(of request: Request) -> [Table] {
        var about: [(name: String, value: String)] = [
            ("Method", request.method.rawValue), ("URL", request.url),
        ]
        if let endpoint = request.endpoint { about.append(("Endpoint", endpoint)) }
        if let rule = request.rule { about.append(("Rule", rule.pattern)) }
        for (name, value) in request.viewArguments ?? [:] { about.append((name, "\(value)")) }
        about.append(("Client", request.parameters.text(of: "REMOTE_ADDR") ?? ""))
        return [
            Table(title: "Request", rows: about, isFolded: false),
            Table(title: "Query", rows: rows(request.args)),
            Table(title: "Form", rows: form(of: request)),
            Table(
                title: "Headers",
                rows: request.headers.map { ($0.name, Secrets.masked($0.name, $0.value)) }),
            Table(title: "Cookies", rows: rows(request.cookies)),
            Table(title: "Session", rows: session),
            Table(title: "Configuration", rows: configuration),
        ]
    }

    private static func rows(_ values: MultiDict<String>) -> [(name: String, value: String)] {
        values.pairs.map { ($0.key, Secrets.masked($0.key, $0.value)) }
    }

    /// The form, if its body has come and has been read: nothing is waited for here.
    private static func form(of request: Request) -> [(name: String, value: String)] {
        guard let form = try? request.form else { return [] }
        return rows(form)
    }

    private static var session: [(name: String, value: String)] {
        guard currentApp.config.secretKey != nil || currentApp.sessionInterface != nil else {
            return []
        }
        return DewarCore.session.values.map { member in
            ("\(member.key)", Secrets.masked("\(member.key)", member.value.shown))
        }
    }

    private static var configuration: [(name: String, value: String)] {
        let config = currentApp.config
        return config.keys.map { key in
            (key, config[key].map { Secrets.masked(key, $0) } ?? "")
        }
    }
}

extension SessionValue {
    /// The value as JSON has it, or in words where that has nothing.
    fileprivate var shown: JSON {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .integer(let digits): .integer(digits)
        case .double(let value): .double(value)
        case .string(let text): .string(text)
        case .list(let values), .tuple(let values): .array(values.map(\.shown))
        case .dictionary(let members):
            .object(JSONObject(members.map { ("\($0.key)", $0.value.shown) }))
        case .bytes(let bytes): .string(bytes.count == 1 ? "1 byte" : "\(bytes.count) bytes")
        case .markup(let markup): .string(markup.html)
        case .uuid(let uuid): .string("\(uuid)")
        case .datetime(let date): .string("\(date)")
        }
    }
}

/// Keeps values out of the pages whose names say that nobody should read them.
package enum Secrets {
    /// A value, or dots in its place.
    ///
    /// - Parameters:
    ///   - name: The value's name, in any case.
    ///   - value: The value.
    /// - Returns: What may be shown.
    package static func masked(_ name: String, _ value: String) -> String {
        let name = name.lowercased()
        guard words.contains(where: { name.contains($0) }), !value.isEmpty else { return value }
        return dots
    }

    /// A value with dots in the place of its members whose names are telling.
    ///
    /// - Parameters:
    ///   - name: The value's name.
    ///   - value: The value, with members at any depth.
    /// - Returns: What may be shown, as JSON; of a text alone the text.
    package static func masked(_ name: String, _ value: JSON) -> String {
        guard value == .null || masked(name, "x") == "x" else { return dots }
        if case .string(let text) = value { return text }
        return JSONWriter(escapesNonASCII: false, sortsKeys: false, isCompact: false)
            .text(of: masked(value))
    }

    private static func masked(_ value: JSON) -> JSON {
        switch value {
        case .object(let members):
            .object(
                JSONObject(
                    members.map { member in
                        let isShown = masked(member.key, "x") == "x"
                        return (member.key, isShown ? masked(member.value) : .string(dots))
                    }))
        case .array(let elements): .array(elements.map(masked))
        default: value
        }
    }

    private static let dots = "••••••••"

    private static let words = [
        "secret", "password", "passwd", "passphrase", "token", "authorization", "api_key", "apikey",
        "api-key", "private", "credential", "csrf", "cookie", "signature", "_key", "database_url",
        "dsn",
    ]
}
