import Dewar
import DewarSigning
import DewarText

/// What stands beside the Flask application: the same pages, word for word.
struct Neighbour {
    static let everything: SessionDictionary = [
        "tuple": .tuple(["a", 1]), "bytes": .bytes([0, 255]), "markup": .markup("<b>&amp;</b>"),
        "uuid": .uuid(UUID(uuidString: "12345678-1234-5678-1234-567812345678") ?? UUID()),
        "date": .datetime(HTTPDate(secondsSince1970: 1_709_209_845)),
        "nested": [
            "list": [1, 2.5, nil, true, [" t": "tagged"]], "한글": "é😀",
        ],
        "long": .string(String(repeating: "apples and pears ", count: 60)),
    ]

    static func make(key: String, fallbacks: [String]) -> Application {
        let links = URLSafeTimedSerializer(
            secrets: (fallbacks + [key]).map { KeyMaterial($0) }, salt: "activate")
        return Application { app in
            app.config.secretKey = key
            app.config.secretKeyFallbacks = fallbacks
            app.config.permanentSessionLifetime = .seconds(2 * 86_400)
            app.get("/") { "Dewar" }
            declareSession(app)
            declareFlashes(app)
            declarePasswords(app)
            app.post("/sign") { () throws -> String in
                try links.dumps(["user": .string(request.form.require("user"))])
            }
            app.get("/open/<token>") { (token: String) -> Response in
                let age = request.args.get("age", as: Int.self, default: 60)
                do {
                    let json = try links.loads(token, maxAge: .seconds(age))
                    return try makeResponse(json["user"]?.string ?? "nobody")
                } catch let error as SigningError {
                    if case .signatureExpired = error.kind {
                        return makeResponse("expired", .forbidden)
                    }
                    return makeResponse("bad", .forbidden)
                }
            }
        }
    }

    private static func declareSession(_ app: Application) {
        app.get("/session") { () -> JSON in
            .object(
                JSONObject(
                    session.values.map { key, value in
                        (key.string ?? "", .string(value.string ?? "no text"))
                    }))
        }
        app.post("/session") { () throws -> String in
            for (key, value) in try request.form.items { session[key] = .string(value) }
            return "changed"
        }
        app.delete("/session") { () -> String in
            session.clear()
            return "cleared"
        }
        app.post("/everything") { () -> String in
            session.update(everything)
            return "set"
        }
        app.get("/everything") { () -> String in
            let different = everything.filter { session.values[$0.0] != $0.1 }
            return different.isEmpty
                ? "the same" : different.map { $0.0.string ?? "" }.joined(separator: ",")
        }
        app.post("/permanent") { () -> String in
            session.isPermanent = true
            return "permanent"
        }
    }

    private static func declareFlashes(_ app: Application) {
        app.post("/flash") { () throws -> String in
            try flash(request.form.require("message"), category: request.form.require("category"))
            flash("<i>marked</i>" as Markup)
            return "flashed"
        }
        app.get("/flashes") { () -> JSON in
            .array(
                flashedMessages().map { message in
                    var isMarkup = false
                    if case .markup = message.message { isMarkup = true }
                    return [.string(message.category), .string(message.text), .bool(isMarkup)]
                })
        }
    }

    private static func declarePasswords(_ app: Application) {
        app.post("/hash") { () throws -> String in
            let method = try PasswordMethod(parsing: request.form.require("method"))
            return try generatePasswordHash(request.form.require("password"), method: method)
        }
        app.post("/check") { () throws -> String in
            let (hash, password) = try (
                request.form.require("hash"), request.form.require("password")
            )
            return try checkPasswordHash(hash, password) ? "True" : "False"
        }
    }
}
