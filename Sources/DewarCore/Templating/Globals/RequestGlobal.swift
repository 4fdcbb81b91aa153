import DewarHTTP
import DewarRouting
import DewarTemplates
import DewarText
import HTTPTypes

/// `request` of templates: what Flask's request has, looked up when it is named.
///
/// - SeeAlso: Flask `Request`.
struct RequestGlobal: TemplateObject {
    typealias Member = @Sendable (Request) throws -> TemplateValue

    func templateMember(_ name: String) throws -> TemplateValue? {
        try Self.members[name]?(TemplateGlobals.request())
    }

    var templateMemberNames: [String] { Self.members.keys.sorted() }

    var templateDescription: String {
        get throws {
            guard let request = Context.running?.request else { return "<LocalProxy unbound>" }
            let url = try TemplateValue.string(request.url).repr()
            return "<Request \(url) [\(request.method.rawValue)]>"
        }
    }

    var isTemplateTrue: Bool { Context.running?.request != nil }

    private static let members: [String: Member] = line.merging(route) { $1 }
        .merging(fields) { $1 }.merging(client) { $1 }.merging(body) { $1 }

    /// The method, and the parts of the URL.
    private static let line: [String: Member] = [
        "method": { .string($0.method.rawValue) },
        "path": { .string($0.path) },
        "full_path": { .string($0.fullPath) },
        "script_root": { .string($0.scriptRoot) },
        "root_path": { .string($0.scriptRoot) },
        "query_string": { .bytes($0.parameters.bytes(of: "QUERY_STRING").map { Array($0) } ?? []) },
        "url": { .string($0.url) },
        "base_url": { .string($0.baseURL) },
        "url_root": { .string($0.rootURL) },
        "root_url": { .string($0.rootURL) },
        "host_url": { .string($0.hostURL) },
        "host": { .string($0.host) },
        "scheme": { .string($0.scheme) },
        "is_secure": { .bool($0.isSecure) },
    ]

    /// What routing found.
    private static let route: [String: Member] = [
        "endpoint": { try $0.endpoint.templateValue },
        "blueprint": { try $0.blueprint.templateValue },
        "blueprints": { try $0.blueprints.templateValue },
        "view_args": { try $0.viewArguments.templateValue },
        "url_rule": { $0.rule.map { RuleValue(rule: $0).templateValue } ?? .none },
    ]

    /// Names and values.
    private static let fields: [String: Member] = [
        "args": { MultiDictValue($0.args, "ImmutableMultiDict").templateValue },
        "form": { MultiDictValue(try $0.form, "ImmutableMultiDict").templateValue },
        "values": { MultiDictValue(try $0.values, "CombinedMultiDict").templateValue },
        "cookies": { MultiDictValue($0.cookies, "ImmutableMultiDict").templateValue },
        "files": { FilesValue(files: try $0.files).templateValue },
        "headers": { HeadersValue(headers: $0.headers).templateValue },
    ]

    /// Who asks, and what they prefer.
    private static let client: [String: Member] = [
        "remote_addr": { try $0.remoteAddress.templateValue },
        "remote_user": { try $0.remoteUser.templateValue },
        "access_route": { try $0.accessRoute.templateValue },
        "user_agent": { .string($0.userAgent) },
        "referrer": { try $0.referrer.templateValue },
        "origin": { try $0.origin.templateValue },
        "authorization": {
            $0.authorization.map { AuthorizationValue(authorization: $0).templateValue } ?? .none
        },
        "accept_mimetypes": { AcceptValue($0.accept.mimeTypes).templateValue },
        "accept_languages": { AcceptValue($0.accept.languages).templateValue },
        "accept_charsets": { AcceptValue($0.accept.charsets).templateValue },
        "accept_encodings": { AcceptValue($0.accept.encodings).templateValue },
    ]

    /// The body.
    private static let body: [String: Member] = [
        "content_type": { try $0.contentType.templateValue },
        "content_length": { try $0.contentLength.templateValue },
        "content_encoding": { try $0.contentEncoding.templateValue },
        "mimetype": { .string($0.mimeType) },
        "mimetype_params": { request in
            try .dict(request.mimeTypeParameters.map { (.string($0.name), .string($0.value)) })
        },
        "is_json": { .bool($0.isJSON) },
        "json": { try $0.json.templateValue },
        "get_json": { request in
            .function(.optional("force", false), .optional("silent", false)) {
                (force: Bool, silent: Bool) in
                try request.getJSON(force: force, silent: silent)
            }
        },
        "data": { .bytes(try $0.data) },
    ]
}

/// `request.url_rule` of templates.
private struct RuleValue: TemplateObject {
    let rule: Rule

    func templateMember(_ name: String) throws -> TemplateValue? {
        switch name {
        case "rule": .string(rule.pattern)
        case "endpoint": try rule.endpoint.templateValue
        case "methods": try rule.methods?.sorted().templateValue ?? TemplateValue.none
        default: nil
        }
    }

    var templateDescription: String { rule.pattern }
}

/// `request.authorization` of templates.
private struct AuthorizationValue: TemplateObject {
    let authorization: Authorization

    func templateMember(_ name: String) throws -> TemplateValue? {
        switch name {
        case "type": .string(authorization.scheme)
        case "token": try authorization.token.templateValue
        default: try authorization[name].templateValue
        }
    }

    var templateDescription: String { authorization.headerValue }
}

/// `request.accept_languages` and its like in templates.
private struct AcceptValue<Header: AcceptHeader>: TemplateObject {
    private let header: Header

    init(_ header: Header) {
        self.header = header
    }

    func templateMember(_ name: String) throws -> TemplateValue? {
        switch name {
        case "best": try header.best.templateValue
        case "best_match":
            .function("matches", .optional("default", .none)) {
                (matches: [String], standard: TemplateValue) in
                try header.bestMatch(matches)?.templateValue ?? standard
            }
        case "values": .function { () in header.values }
        default: nil
        }
    }

    var templateDescription: String { header.description }
}
