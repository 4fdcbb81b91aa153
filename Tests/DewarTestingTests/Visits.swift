import Dewar

/// An application with a page for everything that a client can send.
let visits = Application { app in
    app.config.secretKey = "dev"
    app.get("/") { () -> String in
        let user: String? = session["user"]
        return user.map { "Hello \($0)" } ?? "Who are you?"
    }
    app.post("/login") { () throws -> Response in
        let name = try request.form.require("name")
        session["user"] = name
        flash("Welcome")
        return redirect("/", .seeOther)
    }
    app.post("/logout") { () -> Response in
        session.pop("user")
        return redirect("/")
    }
    app.get("/flashes") { () -> String in flashedMessages().map(\.text).joined(separator: ",") }
    app.route("/echo", methods: [.get, .post, .put, .patch, .delete]) {
        (request: Request) -> JSON in
        let type = request.contentType.map { JSON.string($0) } ?? nil
        let length = request.contentLength.map { JSON.int($0) } ?? nil
        let text = String(decoding: try request.body.bytes(), as: UTF8.self)
        return [
            "method": .string(request.method.rawValue), "path": .string(request.path),
            "query": .string(request.queryString), "type": type, "length": length,
            "body": .string(text), "host": .string(request.host), "url": .string(request.url),
            "root": .string(request.scriptRoot),
            "address": .string(request.remoteAddress ?? ""),
            "name": .string(request.headers["X-Name"] ?? ""),
            "user": .string(request.authorization?.username ?? ""),
            "cookies": .string(
                request.cookies.items.map { "\($0.key)=\($0.value)" }.joined(separator: "|")),
        ]
    }
    app.post("/upload") { (request: Request) -> JSON in
        let files = try request.files
        let titles = try request.form.all("title").map { JSON.string($0) }
        let list = try files.pairs.map { field, file -> JSON in
            let text = String(decoding: try file.bytes(), as: UTF8.self)
            return [
                "field": .string(field), "name": .string(file.filename),
                "type": .string(file.contentType ?? ""), "text": .string(text),
            ]
        }
        return ["titles": .array(titles), "files": .array(list)]
    }
    app.post("/json") { (request: Request) -> JSON in try request.json }
    app.get("/cookies/set/<name>/<value>") { (name: String, value: String) -> Response in
        var response: Response = "set"
        try response.setCookie(
            name, value, path: request.args["path"] ?? "/", domain: request.args["domain"],
            isSecure: request.args["secure"] != nil)
        return response
    }
    app.get("/cookies/delete/<name>") { (name: String) -> Response in
        var response: Response = "deleted"
        try response.deleteCookie(name)
        return response
    }
    app.route("/to/<int:code>", methods: [.get, .post]) { (code: Int) -> Response in
        var response = Response(status: Status(code: code))
        response.headers[.location] = request.args["url"] ?? "/echo"
        return response
    }
    app.get("/count/<int:number>") { (number: Int) -> Response in
        redirect("/count/\(number + 1)")
    }
    app.get("/circle") { redirect("/circle") }
    app.get("/fail") { () throws -> String in throw Failure() }
    app.get("/stream") {
        Response(
            body: .stream { writer in
                for number in 1...3 { try await writer.write("\(number),") }
            })
    }
    app.get("/guest") { () -> String in
        g.guest = "g"
        return "ok"
    }
    app.get("/file") { try sendFile("/etc/hostname", FileOptions()) }
}

struct Failure: Error, Equatable {}

extension Globals {
    var guest: String? {
        get { self[GuestKey.self] }
        set { self[GuestKey.self] = newValue }
    }
    private enum GuestKey: GlobalsKey { typealias Value = String }
}
