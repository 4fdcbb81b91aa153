import Dewar
import DewarTesting
import Glibc
import Logging
import Synchronization

/// What an application knows and never tells, each with a word of its own that nobody could guess.
enum Canary {
    static let configuration = "canary-of-configuration-1f0c"
    static let secretKey = "canary-of-secret-key-77ab01e4c9d2"
    static let environment = "canary-of-environment-90d2"
    static let folder = "canary-of-folder-3b1e"
    static let outside = "canary-of-outside-6f61"
    static let template = "canary_of_template_a8d3"
    static let variable = "canary-of-variable-04be"
    static let session = "canary-of-session-55c7"
    static let error = "canary-of-error-e21a"
    static let reason = "canary-of-reason-c4f9"
    static let panel = "canary-of-panel-8e10"

    /// All of them, with what only the source and this machine have.
    static let all: [String] =
        [
            configuration, secretKey, environment, folder, outside, template, variable, session,
            error, reason, panel,
            // The source: its files, functions and types.
            "CanaryApplication", "CanaryFailure", "hatchCanary", "DewarTests", ".swift",
            String(
                #filePath.prefix { $0 != "." }.split(separator: "/").dropLast().joined(
                    separator: "/")),
        ]
}

/// What the views throw; nobody handles it.
struct CanaryFailure: Error, CustomStringConvertible {
    var description: String { Canary.error }
}

/// What has a handler, which throws itself.
struct CanaryRelapse: Error {}

/// Counts the lines of the log that have canaries: they must be there, and nowhere else.
final class CanaryLog: LogHandler {
    private let counter = Atomic(0)
    var count: Int { counter.load(ordering: .relaxed) }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .debug }
        set {}
    }
    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    func log(event: LogEvent) {
        let line = "\(event.message)"
        if Canary.all.contains(where: line.contains) { counter.add(1, ordering: .relaxed) }
    }
}

/// The folder of an application, with canaries in it and around it.
struct CanaryFolder {
    private let parent: PrivateFolder
    var root: String { parent.path + "/" + Canary.folder }

    init() throws {
        parent = try PrivateFolder()
        for folder in ["", "/templates", "/static", "/static/sub"] { mkdir(root + folder, 0o755) }
        let templates = [
            "good.html": "{# \(Canary.template) #}<p>{{ name }}</p>",
            "undefined.html": "{{ \(Canary.template).name }}",
            "broken.html": "{% \(Canary.template) %}",
            "filter.html": "{{ card|int // zero }}{# \(Canary.template) #}",
            "includes.html": "{% include 'undefined.html' %}",
        ]
        for (name, text) in templates {
            _ = try PrivateFolder(path: root + "/templates").write(name, text)
        }
        _ = try PrivateFolder(path: root + "/static").write("site.css", "p { color: red }")
        _ = try PrivateFolder(path: root).write("outside.txt", Canary.outside)
        _ = try PrivateFolder(path: root).write(".env", Canary.outside)
        symlink(root + "/outside.txt", root + "/static/sub/loop")
    }

    func remove() { parent.remove() }
}

/// Fails in every way that an application can, with canaries in all that it knows.
func canaryApplication(in folder: CanaryFolder, log: CanaryLog) -> Application {
    Application(logger: Logger(label: "canary") { _ in log }, root: folder.root) { app in
        app.config.secretKey = Canary.secretKey
        app.config["MAIL"] = [
            "password": .string(Canary.configuration), "hosts": [.string(Canary.configuration)],
        ]
        app.config.loadEnvironment(prefix: "SHOP", from: ["SHOP_TOKEN": Canary.environment])
        app.config.maxContentLength = 20_000
        app.failurePanel { FailurePanel("Panel", columns: ["a"], rows: [[Canary.panel]]) }
        app.addCheck("Panel") { [.fault(Canary.panel)] }

        app.get("/") { try render("good.html", ["name": request.args["name"]]) }
        app.get("/login") {
            session["card"] = .string(Canary.session)
            return "in"
        }
        app.route("/throw", methods: [.get, .post, .put, .delete]) { () throws -> String in
            throw CanaryFailure()
        }
        app.get("/throw/<int:n>") { (n: Int) in try hatchCanary(n) }
        app.get("/relapse") { () throws -> String in throw CanaryRelapse() }
        app.errorHandler(CanaryRelapse.self) { (_: CanaryRelapse) throws -> Response in
            throw CanaryFailure()
        }
        app.get("/reason/<int:code>") { (code: Int) throws -> String in
            var error = try HTTPError(code: code)
            error.reason = Canary.reason
            error.cause = CanaryFailure()
            throw error
        }
        for name in ["undefined", "broken", "filter", "includes", "none"] {
            app.get("/template/\(name)", name: name) {
                try render("\(name).html", ["card": Canary.variable, "zero": 0])
            }
        }
        app.post("/form") {
            let title = try request.form.require("title")
            let count = try request.form.require("count", as: Int.self)
            return "\(title) \(count)"
        }
        app.post("/upload") {
            guard let file = try request.files["file"] else { try abort(.badRequest) }
            try file.save(to: "/\(Canary.folder)/none/\(Canary.outside)")
            return "saved"
        }
        app.post("/json") {
            struct Order: Decodable { var card: String, count: Int }
            return try request.json(as: Order.self).card
        }
        app.get("/stream") {
            Response(
                body: .stream { writer in
                    try await writer.write("begun")
                    throw CanaryFailure()
                })
        }
        app.get("/file/<path:name>") { (name: String) in
            try sendFromDirectory(folder.root + "/static", name)
        }
        app.get("/url") { try urlFor(Canary.template) }
        app.beforeRequest {
            if request.args["hook"] == "before" { throw CanaryFailure() }
            return nil
        }
        app.afterRequest { _ in if request.args["hook"] == "after" { throw CanaryFailure() } }
        app.teardownRequest { _ in if request.args["hook"] == "end" { throw CanaryFailure() } }
        app.use { request, next in
            if request.args["hook"] == "around" { throw CanaryFailure() }
            return await next(request)
        }
    }
}

private func hatchCanary(_ count: Int) throws -> String {
    if count > 0 { return try hatchCanary(min(count, 50) - 1) }
    throw CanaryFailure()
}
