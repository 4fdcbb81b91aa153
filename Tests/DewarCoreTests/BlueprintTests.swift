import Dewar
import DewarTesting
import Testing

@Suite struct BlueprintTests {
    private static let comments = Blueprint("comments", prefix: "/comments") { comments in
        comments.route("/<int:id>", name: "show") { (id: Int) in "comment \(id)" }
    }

    private static let blog = Blueprint("blog", prefix: "/blog") { blog in
        blog.route("/") { "posts" }
        blog.route("/<int:id>", name: "show") { (id: Int) in "post \(id)" }
        blog.route("/old/<int:id>") { (id: Int) in redirect(try urlFor("blog.show", id)) }
        blog.register(comments)
    }

    private static let app = Application { app in
        app.register(blog)
        app.register(blog, prefix: "/archive/", name: "archive")
        app.route("/urls") {
            [
                "show": .string(try urlFor("blog.show", 7)),
                "query": .string(try urlFor("blog.show", ["id": 7, "page": 2, "q": "a b"])),
                "archive": .string(try urlFor("archive.show", 7)),
                "nested": .string(try urlFor("blog.comments.show", 3)),
                "pattern": .string(try urlFor("blog./")),
            ]
        }
    }

    @Test(arguments: [
        ("/blog/", "posts"), ("/blog/7", "post 7"), ("/archive/7", "post 7"),
        ("/archive/", "posts"), ("/blog/comments/3", "comment 3"),
        ("/archive/comments/3", "comment 3"),
    ])
    func routesHaveThePrefix(target: String, text: String) async throws {
        #expect(try await TestClient(Self.app).get(target).text == text)
    }

    @Test func endpointsHaveTheName() async throws {
        let client = try TestClient(Self.app)
        #expect(try await client.get("/blog/old/9").headers[.location] == "/blog/9")
        #expect(
            try await client.get("/urls").json == [
                "show": "/blog/7", "query": "/blog/7?page=2&q=a+b", "archive": "/archive/7",
                "nested": "/blog/comments/3", "pattern": "/blog/",
            ])
    }

    @Test func anUnknownEndpointIsAnError() async throws {
        let app = Application { app in
            app.config.serverName = "localhost"
            app.route("/post/<int:id>", name: "post.show") { (id: Int) in "\(id)" }
        }
        await app.withContext {
            let error = #expect(throws: BuildError.self) { try urlFor("post.shwo", 7) }
            #expect("\(error!)".contains("Did you mean 'post.show'?"))
            let surplus = #expect(throws: BuildError.self) { try urlFor("post.show", 7, 8) }
            #expect(
                surplus?.description == """
                    cannot build url: endpoint 'post.show' takes 1 by position ['id'], got 2. \
                    What belongs into the query is given by name.
                    """)
        }
    }

    @Test func blueprintsRecordWhatTheirApplicationDeclares() throws {
        struct Failure: Error {}
        let inner = Blueprint("inner", prefix: "/in") { inner in
            inner.record { setup in
                setup.application.config["INNER"] = .string("\(setup.name) \(setup.prefix)")
            }
        }
        let blog = Blueprint("blog", prefix: "/blog") { blog in
            blog.record { setup in
                let before = setup.application.config["ALL"]?.string ?? ""
                setup.application.config["ALL"] = .string(
                    "\(before)\(setup.name) \(setup.isFirst) ")
            }
            blog.recordOnce { setup in
                let count = setup.application.config["COUNT"]?.int ?? 0
                setup.application.config["COUNT"] = .int(count + 1)
                setup.application.get("/feed", name: "feed") { "of \(setup.name)" }
            }
            blog.register(inner)
        }
        let app = Application { app in
            app.register(blog)
            app.register(blog, prefix: "/news", name: "news")
        }
        #expect(app.config["ALL"] == "blog true news false ")
        #expect(app.config["COUNT"] == 1 && app.config["INNER"] == "news.inner /news/in")
        let other = Application { $0.register(blog) }
        #expect(
            other.config["ALL"] == "blog true " && other.config["INNER"] == "blog.inner /blog/in")
        #expect(Application { _ in }.config["ALL"] == nil)

        let failing = Blueprint("failing") { $0.record { _ in throw Failure() } }
        let error = #expect(throws: SetupError.self) {
            try Application { $0.register(failing) }.checkSetup()
        }
        #expect(
            error?.problems.map(\.description)
                == ["blueprint 'failing': its set-up threw: Failure()"])
    }
}
