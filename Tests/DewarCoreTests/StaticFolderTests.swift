import Dewar
import DewarTesting
import Testing

/// Static files.
///
/// What is expected is what Flask 3.1.3 answers, but for versions.
@Suite struct StaticFolderTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder([
            "static/a.css": "body { color: red }\n", "static/.hidden": "x",
            "static/sub/b.txt": "s", "secret.txt": "secret", "outside/o.txt": "o",
            #"static/back\slash.txt"#: "b", "static/empty.txt": "", "static/한글.txt": "k",
        ])
        folder.link("static/link.txt", to: "../secret.txt")
        folder.link("static/dir", to: "../outside")
    }

    private func client(_ setUp: @escaping (Application) -> Void = { _ in }) throws -> TestClient {
        try TestClient(Application(root: folder.path) { setUp($0) })
    }

    @Test(
        arguments: [
            ("a.css", 200, "body { color: red }\n"), ("sub/b.txt", 200, "s"), ("none", 404, nil),
            ("", 404, nil), ("sub", 404, nil), ("sub/", 404, nil), (".hidden", 200, "x"),
            ("../secret.txt", 404, nil), ("sub/../a.css", 200, "body { color: red }\n"),
            ("sub/../../secret.txt", 404, nil), ("%2e%2e/secret.txt", 404, nil),
            ("..%2fsecret.txt", 404, nil), ("link.txt", 200, "secret"), ("dir/o.txt", 200, "o"),
            ("back%5Cslash.txt", 200, "b"), ("..%5Csecret.txt", 404, nil), ("a.css%00", 404, nil),
            ("%00", 404, nil), ("a.css/", 200, "body { color: red }\n"), ("a.css/x", 404, nil),
            ("/a.css", 308, nil), ("//etc/passwd", 308, nil), ("%2Fetc/passwd", 308, nil),
            ("./a.css", 200, "body { color: red }\n"), ("empty.txt", 200, ""),
            ("a%2ecss", 200, "body { color: red }\n"), ("%ff", 404, nil), ("sub//b.txt", 200, "s"),
            ("%ED%95%9C%EA%B8%80.txt", 200, "k"),
        ] as [(String, Int, String?)])
    func pathsLeadToFilesOfTheFolder(_ path: String, _ status: Int, _ text: String?) async throws {
        let answer = try await client().get("/static/" + path)
        #expect(answer.status.code == status)
        if let text { #expect(answer.text == text) }
        #expect(!answer.text.contains("root:"))
    }

    @Test func theWebServerMaySendThem() async throws {
        let nginx = try await client { $0.config["USE_X_SENDFILE"] = "/_files" }
            .get("/static/sub/b.txt")
        #expect(nginx.headers["X-Accel-Redirect"] == "/_files\(folder.path)/static/sub/b.txt")
        #expect(nginx.body.isEmpty && nginx.headers[.contentType] == "text/plain; charset=utf-8")
        let others = try client { $0.config["USE_X_SENDFILE"] = true }
        let path = try await others.get("/static/a.css")
        #expect(path.headers["X-Sendfile"] == "\(folder.path)/static/a.css" && path.body.isEmpty)
        for outside in ["../secret.txt", "%2e%2e/secret.txt", "a.css%00", "none"] {
            let refused = try await others.get("/static/\(outside)")
            #expect(refused.status == .notFound && refused.headers["X-Sendfile"] == nil)
        }
    }

    @Test func aFileHasATypeATagAndATime() async throws {
        let client = try client()
        let answer = try await client.get("/static/a.css")
        #expect(answer.headers[.contentType] == "text/css; charset=utf-8")
        #expect(answer.headers["Content-Disposition"] == "inline; filename=a.css")
        #expect(answer.headers["Cache-Control"] == "no-cache")
        #expect(answer.headers["Accept-Ranges"] == "bytes")
        #expect(answer.headers[.lastModified] != nil)
        let tag = try #require(answer.headers[.eTag])

        let again = try await client.get("/static/a.css", headers: ["If-None-Match": tag])
        #expect(again.status == .notModified)
        #expect(again.body.isEmpty)
        let part = try await client.get("/static/a.css", headers: ["Range": "bytes=0-3"])
        #expect(part.status == .partialContent)
        #expect(part.text == "body")
        #expect(part.headers["Content-Range"] == "bytes 0-3/20")
        let beyond = try await client.get("/static/a.css", headers: ["Range": "bytes=99-"])
        #expect(beyond.status == .rangeNotSatisfiable)
        #expect(beyond.headers["Content-Range"] == "bytes */20")
        #expect(try await client.send(.head, "/static/a.css").headers[.contentLength] == "20")
        let post = try await client.post("/static/a.css")
        #expect(post.status == .methodNotAllowed)
    }

    @Test(
        arguments: [
            (3600, "public, max-age=3600"), (0, "no-cache, max-age=0"), (nil, "no-cache"),
        ] as [(Int?, String)])
    func theConfigurationSaysHowLongFilesAreKept(_ seconds: Int?, _ field: String) async throws {
        let client = try client {
            $0.config["SEND_FILE_MAX_AGE_DEFAULT"] = seconds.map { .int($0) }
        }
        #expect(try await client.get("/static/a.css").headers["Cache-Control"] == field)
    }

    // MARK: Folders and URLs

    @Test(
        arguments: [
            ("static", nil, "/static/a.css"), ("static", "/", "/a.css"), ("static", "", "/a.css"),
            ("static", "/assets/", "/assets/a.css"), ("./static/", nil, "/static/a.css"),
        ] as [(String, String?, String)])
    func theURLIsTheFoldersNameOrAnother(
        _ name: String, _ url: String?, _ path: String
    ) async throws {
        let app = Application(root: folder.path, staticFolder: name, staticURLPath: url) { app in
            app.get("/url") { try urlFor("static", "none.css") }
        }
        let client = try TestClient(app)
        #expect(try await client.get(path).status == .ok)
        #expect(try await client.get("/url").text == path.replacing("a.css", with: "none.css"))
    }

    @Test func withoutAFolderThereIsNothing() async throws {
        let none = Application(root: folder.path, staticFolder: nil) { app in
            app.get("/") { () -> String in (try? urlFor("static", "a.css")) ?? "none" }
        }
        let client = try TestClient(none)
        #expect(try await client.get("/static/a.css").status == .notFound)
        #expect(try await client.get("/").text == "none")
        let missing = try TestClient(Application(root: folder.path + "/sub") { _ in })
        #expect(try await missing.get("/static/a.css").status == .notFound)
    }

    @Test func rulesOfTheProgramComeFirst() async throws {
        let byPath = try client { $0.get("/static/<path:file>") { file in "mine: \(file)" } }
        #expect(try await byPath.get("/static/a.css").text == "mine: a.css")
        let byName = try client { $0.get("/files", name: "static") { "mine" } }
        #expect(try await byName.get("/static/a.css").status == .notFound)
        let catchAll = try client { $0.get("/<path:file>") { file in "mine: \(file)" } }
        #expect(try await catchAll.get("/static/a.css").text == "body { color: red }\n")
    }

    @Test func blueprintsHaveFilesOfTheirOwn() async throws {
        let blog = Blueprint("blog", prefix: "/blog", root: folder.path, staticFolder: "static/sub")
        { blog in
            blog.get("/url") { () -> String in
                try [urlFor(".static", "x"), urlFor("blog.static", "x"), urlFor("static", "x")]
                    .joined(separator: " ")
            }
        }
        let client = try client { $0.register(blog) }
        #expect(try await client.get("/blog/sub/b.txt").text == "s")
        #expect(try await client.get("/blog/url").text == "/blog/sub/x /blog/sub/x /static/x")
    }

    // MARK: Versions

    private func urlClient(_ setUp: @escaping (Application) -> Void = { _ in }) throws -> TestClient
    {
        try client { app in
            setUp(app)
            app.get("/url/<path:name>") { (name: String) -> String in try urlFor("static", name) }
            app.get("/template") { try renderString("{{ url_for('static', filename='a.css') }}") }
            app.get("/own") { () -> String in
                try urlFor("static", ["filename": "a.css", "v": "mine"])
            }
        }
    }

    /// SHA-256 as `sha256sum` gives it.
    @Test func theURLOfAFileHoldsItsVersion() async throws {
        let client = try urlClient()
        #expect(try await client.get("/url/a.css").text == "/static/a.css?v=d92e15bd3da4")
        #expect(try await client.get("/template").text == "/static/a.css?v=d92e15bd3da4")
        #expect(try await client.get("/url/none.css").text == "/static/none.css")
        #expect(try await client.get("/url/sub").text == "/static/sub")
        #expect(try await client.get("/own").text == "/static/a.css?v=mine")

        try folder.write("body {}", to: "static/a.css")
        #expect(try await client.get("/url/a.css").text == "/static/a.css?v=62368a1a2925")
        let plain = try urlClient { $0.config.versionsStaticURLs = false }
        #expect(try await plain.get("/url/a.css").text == "/static/a.css")
    }

    @Test func whatIsAskedForByItsVersionIsKeptForGood() async throws {
        let client = try urlClient()
        let current = try await client.get("/static/a.css?v=d92e15bd3da4")
        #expect(current.headers["Cache-Control"] == "public, max-age=31536000, immutable")
        for other in ["", "?v=", "?v=d92e15bd3da5", "?w=d92e15bd3da4"] {
            let answer = try await client.get("/static/a.css\(other)")
            #expect(answer.status == .ok)
            #expect(answer.headers["Cache-Control"] == "no-cache")
        }
        #expect(try await client.get("/static/none?v=d92e15bd3da4").status == .notFound)
    }

    @Test func largeFilesHaveNoVersion() async throws {
        try folder.write(String(repeating: "x", count: 16 << 20), to: "static/most.bin")
        try folder.write(String(repeating: "x", count: 16 << 20 + 1), to: "static/more.bin")
        let client = try urlClient()
        #expect(try await client.get("/url/most.bin").text.contains("?v="))
        #expect(try await client.get("/url/more.bin").text == "/static/more.bin")
    }
}
