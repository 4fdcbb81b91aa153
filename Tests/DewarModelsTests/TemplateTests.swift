import Dewar
import DewarModels
import DewarTemplates
import FoundationEssentials
import Testing

@Suite struct TemplateTests {
    private func render(_ source: String, _ context: TemplateContext) throws -> String {
        try TemplateEnvironment().fromString(source).render(context)
    }

    private func withBoard(_ body: (Database) throws -> Void) throws {
        let app = makeBoard()
        try app.fillBoard()
        try app.database.run { try body(app.database) }
    }

    @Test(arguments: [
        ("{{ post.title }} {{ post.id }}", "<Beta> 2"),
        // By the property's name and by the column's.
        ("{{ post.authorID }} {{ post.author_id }} {{ post['author_id'] }}", "2 2 2"),
        ("{{ post.author.name }}, {{ post.editor.name }}", "Bob, Ada"),
        ("{{ post.author.posts[0].title }}", "<Beta>"),
        ("{{ post.author.rank }} {{ post.author.preferences.theme }}", "member light"),
        ("{{ post.author.passwordHash is defined }}{{ post.author.password_hash }}", "False"),
        ("{{ post.nothing is defined }}", "False"),
        ("{{ post }}", "<Post 2>"),
        ("{{ post == post.author.posts[0] }} {{ post == post.author }}", "True False"),
        ("{{ [post, post.author.posts[0]]|unique|list|length }}", "1"),
        (
            "{{ post.author|tojson }}",
            """
            {"id": 2, "name": "Bob", "preferences": {"hidden": [], "theme": "light"}, \
            "rank": "member"}
            """
        ),
        ("{{ post.created }}", "2026-11-22 16:23:46.500000+00:00"),
        ("{{ post.created.year }}-{{ post.created.minute }}", "2026-23"),
        ("{{ post.created.strftime('%Y-%m-%d %H:%M') }}", "2026-11-22 16:23"),
        (
            "{{ post.created.date() }} {{ post.created.isoformat() }}",
            "2026-11-22 2026-11-22T16:23:46.500000+00:00"
        ),
        ("{{ (posts|sort(attribute='created'))[0].title }}", "Alpha"),
        ("{{ posts|map(attribute='author.name')|join(', ') }}", "Ada, Bob, Ada"),
        ("{{ posts|selectattr('editor')|map(attribute='id')|list }}", "[2]"),
        ("{{ posts|groupby('author_id')|length }}", "2"),
    ])
    func membersAreLookedUp(_ source: String, _ wanted: String) throws {
        try withBoard { _ in
            let posts = try Post.query.orderedByKey().all()
            #expect(try render(source, ["post": posts[1], "posts": posts]) == wanted)
        }
    }

    @Test func aListLoadsEachRelationOnce() throws {
        try withBoard { _ in
            let posts = try Post.query.orderedByKey().all()
            let log = QueryLog()
            let text = try log.record {
                try render(
                    """
                    {% for post in posts %}{{ post.author.name }}\
                    {% for comment in post.comments %}/{{ comment.author.name }}{% endfor %} \
                    {% endfor %}
                    """, ["posts": posts])
            }
            #expect(text == "Ada/Bob/Ada Bob Ada ")
            // Authors of posts, comments, authors of comments.
            #expect(log.count == 3)
            #expect(log.repetitions().isEmpty)
        }
    }

    @Test func whatIsNotNamedIsNotLoaded() throws {
        try withBoard { _ in
            let post = try Post.get(1)
            let log = QueryLog()
            _ = try log.record { try render("{{ post.title }}", ["post": post]) }
            #expect(log.count == 0)
        }
    }

    @Test func loadedRowsKeepWhatTheyLoaded() throws {
        try withBoard { _ in
            let posts = try Post.query.orderedByKey().with(Post.author).all()
            let log = QueryLog()
            let text = try log.record {
                try render("{% for p in posts %}{{ p.author.name }} {% endfor %}", ["posts": posts])
            }
            #expect(text == "Ada Bob Ada ")
            #expect(log.count == 0)
        }
    }

    @Test func withoutADatabaseARelationIsAnErrorAndNoTrap() throws {
        let post = Post(title: "Lonely", authorID: 1)
        #expect(
            try render("{{ post.title }} {{ post }}", ["post": post]) == "Lonely <Post (transient)>"
        )
        #expect(throws: (any Error).self) {
            try render("{{ post.author.name }}", ["post": post])
        }
    }

    @Test func aRowThatIsMissingIsNone() throws {
        try withBoard { database in
            try database.sql("PRAGMA foreign_keys = off").run()
            let post = Post(title: "Lost", authorID: 77)
            #expect(
                try render("{{ post.author is none }} {{ post.editor is none }}", ["post": post])
                    == "True True")
        }
    }

    /// What Python's `strftime` gives on Linux.
    @Test(arguments: [
        ("%a %A %w %u", "Sun Sunday 0 7"), ("%d %b %B %m %y %Y", "22 Nov November 11 26 2026"),
        ("%H %I %p %M %S %f", "16 04 PM 23 46 500000"), ("%z %Z", "+0000 UTC"),
        ("%j %U %W %G %V", "326 47 46 2026 47"), ("%c", "Sun Nov 22 16:23:46 2026"),
        (
            "%x %X %D %F %T %R %r",
            "11/22/26 16:23:46 11/22/26 2026-11-22 16:23:46 16:23 04:23:46 PM"
        ),
        ("%-d %-m %-I %e %k %l", "22 11 4 22 16  4"),
        ("%^a %^B %_m %h %C %g", "SUN NOVEMBER 11 Nov 20 26"),
        ("100%% %", "100% %"), ("한글 %Y년", "한글 2026년"),
    ])
    func momentsAreFormatted(_ format: String, _ wanted: String) throws {
        let post = Post(title: "", authorID: 1)
        #expect(
            try render("{{ post.created.strftime(format) }}", ["post": post, "format": format])
                == wanted)
    }

    @Test func momentsBeyondTheCalendarAreTheNearest() throws {
        for (seconds, wanted) in [
            (Double.infinity, "9999"), (-.infinity, "1"), (.nan, "9999"), (1e300, "9999"),
        ] {
            let post = Post(
                title: "", created: Date(timeIntervalSinceReferenceDate: seconds), authorID: 1)
            #expect(try render("{{ post.created.year }}", ["post": post]) == wanted)
        }
    }
}
