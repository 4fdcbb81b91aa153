import Dewar
import DewarTesting
import Glibc
import Testing

/// Flask's quickstart page, "Accessing request data".
@Suite(.serialized) struct QuickstartRequestTests {
    /// `request` is each request's own, for whatever runs on its behalf.
    @Test(arguments: TestTransport.allCases)
    func contextLocals(over transport: TestTransport) async throws {
        let app = Application { app in
            app.post("/hello") { "\(nameOfTheRequest())" }
        }
        try await app.testRequestContext(TestRequest(.post, "/hello?q=1", body: .form(["a": "b"])))
        {
            #expect(request.path == "/hello" && request.args["q"] == "1")
            #expect(request.method == .post && nameOfTheRequest() == "POST /hello")
            #expect(request.rule?.pattern == "/hello")
        }
        let parameters = [("REQUEST_METHOD", "PUT"), ("PATH_INFO", "/given"), ("QUERY_STRING", "")]
        let given = try Request(parameters: RequestParameters(parameters), body: RequestBody())
        try await app.withRequestContext(of: given) {
            #expect(nameOfTheRequest() == "PUT /given" && request.rule == nil)
        }
        let answer = try await TestClient(app, over: transport).post("/hello")
        #expect(answer.text == "POST /hello")
        await answer.context?.run {
            #expect(request.path == "/hello")
            #expect(request.method == .post)
        }
        #expect(!hasRequestContext)
    }

    private static let login = Application { app in
        app.route("/login", name: "login", methods: [.get, .post]) { () throws -> Response in
            var error = ""
            if request.method == .post {
                let form = try request.form
                // Each field must be there: without one the answer is 400.
                if try form.require("username") == "kim", try form.require("password") == "geheim" {
                    return "logged in as \(form["username"] ?? "")"
                }
                error = "Invalid username/password"
            }
            return "the form. \(error)"
        }
        app.get("/search") { "\(request.args.get("key", as: String.self, default: "none"))" }
    }

    @Test(arguments: TestTransport.allCases)
    func theRequestObject(over transport: TestTransport) async throws {
        let client = try TestClient(Self.login, over: transport)
        let right = try await client.post(
            "/login", form: ["username": "kim", "password": "geheim"])
        #expect(right.text == "logged in as kim")
        let wrong = try await client.post("/login", form: ["username": "kim", "password": "x"])
        #expect(wrong.text == "the form. Invalid username/password")
        #expect(try await client.post("/login", form: ["user": "kim"]).status == .badRequest)
        #expect(try await client.get("/search?key=한글").text == "한글")
        #expect(try await client.get("/search").text == "none")
    }

    @Test(arguments: TestTransport.allCases)
    func fileUploads(over transport: TestTransport) async throws {
        let folder = try Folder()
        let app = Application { app in
            app.route("/upload", methods: [.get, .post]) { () throws -> Response in
                guard request.method == .post, let file = try request.files["the_file"] else {
                    return "the form"
                }
                // The name is the client's: only what is left of it may be a path.
                try file.save(to: "\(folder.path)/\(secureFilename(file.filename))")
                return "saved \(secureFilename(file.filename))"
            }
        }
        let client = try TestClient(app, over: transport)
        #expect(try await client.get("/upload").text == "the form")
        let answer = try await client.post(
            "/upload", form: [:],
            files: [TestFile("the_file", name: "../../My cat.txt", text: "meow")])
        #expect(answer.text == "saved My_cat.txt")
        #expect(folder.content(of: "My_cat.txt") == "meow")
    }

    @Test(arguments: TestTransport.allCases)
    func cookies(over transport: TestTransport) async throws {
        let app = Application { app in
            app.get("/read") { "\(request.cookies["username"] ?? "nobody")" }
            app.get("/store") { () throws -> Response in
                var response = makeResponse("the page")
                try response.setCookie("username", "the username")
                return response
            }
        }
        let client = try TestClient(app, over: transport)
        #expect(try await client.get("/read").text == "nobody")
        let stored = try await client.get("/store")
        #expect(stored.headers["Set-Cookie"] == "username=\"the username\"; Path=/")
        #expect(try await client.get("/read").text == "the username")
    }

    @Test(arguments: TestTransport.allCases)
    func redirectsAndErrors(over transport: TestTransport) async throws {
        let app = Application { app in
            app.get("/", name: "index") { redirect(try urlFor("login")) }
            app.get("/login", name: "login") { () throws -> String in try abort(.unauthorized) }
            app.errorHandler(.notFound) { error in
                ("<h1>Nothing at \(request.path)", .notFound)
            }
        }
        let client = try TestClient(app, over: transport)
        let first = try await client.get("/")
        #expect(first.status == .found && first.location == "/login")
        #expect(try await client.get("/", followsRedirects: true).status == .unauthorized)
        let missing = try await client.get("/<missing>")
        #expect(missing.status == .notFound)
        #expect(missing.text == "<h1>Nothing at /&lt;missing&gt;")
    }

    /// A folder for uploads, that goes with the test.
    private final class Folder: Sendable {
        let path: String

        init() throws {
            var template = Array("/tmp/dewar-XXXXXX".utf8CString)
            try #require(mkdtemp(&template) != nil)
            path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }

        deinit {
            unlink(path + "/My_cat.txt")
            rmdir(path)
        }

        func content(of name: String) -> String? {
            guard let file = fopen(path + "/" + name, "r") else { return nil }
            defer { fclose(file) }
            var bytes: [UInt8] = []
            while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

private func nameOfTheRequest() -> String { "\(request.method.rawValue) \(request.path)" }
