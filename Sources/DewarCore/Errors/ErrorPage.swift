import DewarHTTP
import DewarText
import HTTPTypes

/// How the usual pages of errors are written, where no handler answers.
public enum ErrorFormat: Sendable, Hashable {
    /// JSON for who names it in `Accept` and likes it better than HTML, else HTML.
    case automatic
    /// Werkzeug's pages.
    case html
    /// JSON: `{"code": 404, "description": "…", "name": "Not Found"}`.
    case json
}

extension Scaffold {
    /// Chooses how errors are answered that no handler is for.
    ///
    /// ```swift
    /// let api = Blueprint("api", prefix: "/api") { api in
    ///     api.errorPages(.json)
    ///     api.get("/<int:id>") { (id: Int) -> JSONObject in try abort(.notFound) }
    /// }
    /// ```
    /// Without it they are ``ErrorFormat/automatic``. A blueprint's choice counts for its own
    /// views; an unknown URL belongs to none.
    ///
    /// - Parameter format: The format.
    /// - SeeAlso: Flask's pattern of JSON errors by `errorhandler(HTTPException)`.
    public func errorPages(_ format: ErrorFormat) {
        declarations.change("errorPages") { $0.errorFormat = format }
    }
}

/// The usual page of an error.
struct ErrorPage {
    private let error: HTTPError

    /// Makes a page.
    ///
    /// - Parameters:
    ///   - error: The error.
    ///   - showsReason: Whether it tells what was found and what was wanted: in debug.
    init(_ error: HTTPError, showsReason: Bool) {
        var error = error
        if showsReason, let reason = error.reason {
            error.detail = "\(error.pageDetail)<br>\(reason)"
        }
        self.error = error
    }

    /// The page as a response.
    func response(_ format: ErrorFormat, for request: Request) -> Response {
        switch format {
        case .html: return error.response
        case .json: return json
        case .automatic:
            guard prefersJSON(request) else { return error.response }
            var response = json
            // So that no cache gives it to who wants HTML.
            response.vary.insert("Accept")
            return response
        }
    }

    private var json: Response {
        let page = error.response
        let object: JSONObject = [
            "code": .int(error.status.code), "name": .string(error.status.name),
            "description": .string(PlainText.of(error.pageDetail)),
        ]
        var response = object.makeResponse()
        response.status = page.status
        for field in page.headers where field.name.lowercased() != "content-type" {
            response.headers.append(Headers.Name(field.name), field.value)
        }
        return response
    }

    /// Whether JSON is liked better than HTML: `*/*` is no wish.
    private func prefersJSON(_ request: Request) -> Bool {
        guard request.headers[.accept] != nil else { return false }
        let best = try? request.accept.mimeTypes.bestMatch(["text/html", Response.json])
        return best == Response.json
    }
}

/// What a page says, for who reads no HTML.
enum PlainText {
    private static let entities: [(name: String, text: Character)] = [
        ("&lt;", "<"), ("&gt;", ">"), ("&#34;", "\""), ("&quot;", "\""), ("&#39;", "'"),
        ("&amp;", "&"),
    ]

    /// The text of HTML: without its tags, `<br>` as a line break, what `Markup` escapes as it was.
    static func of(_ markup: Markup) -> String {
        var text = ""
        var rest = Substring(markup.html)
        while let next = rest.first {
            if next == "<", let end = rest.firstIndex(of: ">") {
                if rest[..<end].lowercased().hasPrefix("<br") { text.append("\n") }
                rest = rest[rest.index(after: end)...]
            } else if next == "&", let entity = entities.first(where: { rest.hasPrefix($0.name) }) {
                text.append(entity.text)
                rest = rest.dropFirst(entity.name.count)
            } else {
                text.append(rest.removeFirst())
            }
        }
        return text
    }
}
