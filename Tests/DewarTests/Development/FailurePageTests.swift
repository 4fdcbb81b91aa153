import Dewar
import DewarHTTP
import DewarTesting
import DewarText
import HTTPTypes
import Testing

@Suite struct FailurePageTests {
    @Test func everythingThatCameFromElsewhereIsEscaped() {
        var page = FailurePage(kind: "<k>", title: "<script>alert(1)</script>")
        page.message = "<m>"
        page.hints = ["<h>"]
        page.places = [FailurePage.Place(function: "<f>", file: "<g>", line: 1)]
        page.tables = [FailurePage.Table(title: "<t>", rows: [("<n>", "<v>")])]
        page.output = ("<o>", "</pre><p>")
        let html = page.html.html
        for text in ["<k>", "<m>", "<h>", "<f>", "<g>", "<t>", "<n>", "<v>", "<o>", "<script>al"] {
            #expect(!html.contains(text), "\(text)")
        }
        #expect(html.contains("&lt;script&gt;alert(1)"))
    }

    @Test func thePageNeedsNothingFromElsewhere() {
        let html = FailurePage(kind: "k", title: "t").html.html
        #expect(!html.contains("http://"))
        #expect(!html.contains("https://"))
    }

    @Test func programsAreToldInJSON() {
        var page = FailurePage(kind: "Unhandled error", title: "Oops")
        page.places = [FailurePage.Place(function: "f()", file: "App.swift", line: 3)]
        #expect(page.json["error"]?["title"]?.string == "Oops")
        #expect(page.json["error"]?["places"]?.array?.first?["line"]?.int == 3)
    }

    @Test(arguments: [
        ("SECRET_KEY", true), ("DATABASE_URL", true), ("Authorization", true), ("Cookie", true),
        ("X-Api-Key", true), ("csrf_token", true), ("PAGE_SIZE", false), ("Accept", false),
    ])
    func valuesWithTellingNamesAreMasked(name: String, isMasked: Bool) {
        #expect((Secrets.masked(name, "hunter2") != "hunter2") == isMasked)
    }
}

@Suite struct LiveReloadTests {
    private func page(_ html: String, _ type: String = Response.html) throws -> String {
        let request = try Request(
            parameters: RequestParameters([("REQUEST_METHOD", "GET")]), body: RequestBody())
        var response = Response(contentType: type, body: .text(html))
        LiveReload.add(to: &response, for: request)
        return response.body.withBytes { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test func theScriptStandsBeforeTheEndOfTheBody() throws {
        let html = try page("<body><p>a</p></BODY></html>")
        #expect(html.hasPrefix("<body><p>a</p><script src=\"/_dewar/live.js\""))
        #expect(html.hasSuffix("</script></BODY></html>"))
    }

    /// What changes before the browser listens must be told by something.
    @Test func theScriptKnowsWhenThePageWasBegun() throws {
        let html = try LiveReload.$begun.withValue(1234) { try page("<p>a</p>") }
        #expect(html.contains("data-method=\"GET\" data-begun=\"1234\""))
    }

    /// A worker that is replaced may answer who was just told to load the page anew.
    @Test func theScriptKnowsOfWhichEditionThePageIs() throws {
        let html = try LiveReload.$edition.withValue(7) { try page("<p>a</p>") }
        #expect(html.contains(" data-edition=\"7\" defer></script>"))
        #expect(try !page("<p>a</p>").contains("data-edition"))
    }

    @Test func aPieceOfHTMLGetsItAtItsEnd() throws {
        #expect(try page("Hello").hasPrefix("Hello<script "))
    }

    @Test(arguments: ["application/json", "text/plain", "image/svg+xml"])
    func otherTypesStayAsTheyAre(type: String) throws {
        #expect(try page("{}", type) == "{}")
    }
}

@Suite struct FailurePanelPageTests {
    private var page: FailurePage {
        var page = FailurePage(kind: "k", title: "t")
        page.panels = [
            FailurePanel(
                "Queries", summary: "2 in 1.5 ms", columns: ["SQL", .number("ms")],
                rows: [["SELECT '<b>'", "1"], ["BEGIN"], ["a", "b", "c"]])
        ]
        return page
    }

    @Test func everyRowHasACellForEveryColumn() {
        let html = page.html.html
        #expect(html.contains("<summary>Queries <small>2 in 1.5 ms</small></summary>"))
        #expect(html.contains("<thead><tr><th>SQL</th><th class=\"number\">ms</th></tr></thead>"))
        #expect(html.contains("<td>SELECT &#39;&lt;b&gt;&#39;</td><td class=\"number\">1</td>"))
        #expect(html.contains("<tr><td>BEGIN</td><td class=\"number\"></td></tr>"))
        #expect(html.contains("<tr><td>a</td><td class=\"number\">b</td></tr>"))
    }

    @Test func textAndJSONHaveItToo() {
        #expect(page.text.contains("\nQueries: 2 in 1.5 ms\n  SQL  ms\n  SELECT '<b>'  1\n  BEGIN"))
        let panel = page.json["error"]?["panels"]?.array?.first
        #expect(panel?["rows"]?.array?.first?.array?.first?.string == "SELECT '<b>'")
        #expect(panel?["count"]?.int == 3)
    }

    @Test func aMillionRowsAreCut() {
        var page = FailurePage(kind: "k", title: "t")
        page.panels = [
            FailurePanel(
                "Queries", columns: ["SQL"], rows: Array(repeating: ["x"], count: 1_000_000))
        ]
        #expect(page.html.html.contains("… and 999500 more"))
        #expect(page.html.html.utf8.count < 100_000)
    }
}

@Suite struct SecretsTests {
    @Test(
        arguments: [
            ("PAGE_SIZE", 20, "20"), ("NAME", "Shop", "Shop"), ("SECRET_KEY", "a", "••••••••"),
            ("SECRET_KEY", .null, "null"), ("SECRET_KEY_FALLBACKS", ["a"], "••••••••"),
            ("MAIL", ["host": "a", "password": "b"], #"{"host": "a", "password": "••••••••"}"#),
            ("STORES", [["api_key": ["x"]], "b"], #"[{"api_key": "••••••••"}, "b"]"#),
        ] as [(String, JSON, String)])
    func secretsWithinValuesAreMasked(name: String, value: JSON, shown: String) {
        #expect(Secrets.masked(name, value) == shown)
    }
}

/// What is said of a name that a view asks for and that did not come.
@Suite struct MissingNameTests {
    private func hints(
        _ key: String, query: String = "", type: String = "", body: String = ""
    ) throws -> [String] {
        let bytes = Array(body.utf8)
        let request = try Request(
            parameters: RequestParameters([
                ("REQUEST_METHOD", "POST"), ("QUERY_STRING", query), ("CONTENT_TYPE", type),
                ("CONTENT_LENGTH", "\(bytes.count)"),
            ]), body: RequestBody(bytes))
        return FailurePage.hints(missing: key, request)
    }

    private static let form = "application/x-www-form-urlencoded"

    @Test func aFileNeedsAFormThatSendsFiles() throws {
        #expect(
            try hints("photo", type: Self.form, body: "photo=cat.jpg") == [
                """
                'photo' came as a field of the form, 'cat.jpg', and not as a file: the type of the \
                request is 'application/x-www-form-urlencoded'. A form that sends files needs \
                enctype="multipart/form-data".
                """
            ])
        #expect(
            try hints("password", type: Self.form, body: "password=hunter2").first?
                .contains("hunter2") == false)
    }

    @Test(arguments: [
        ("title", "", "titel=a&x=1", "Did you mean 'titel'?"),
        ("title", "title=1", "", "'title' came in the URL: request.args has it."),
        ("title", "a=1", "b=1", "What came: 'b', 'a'."),
        ("title", "", "", "Nothing came: neither the URL nor the body has any name."),
    ])
    func whatCameIsTold(key: String, query: String, body: String, hint: String) throws {
        #expect(try hints(key, query: query, type: Self.form, body: body) == [hint])
    }

    @Test func jsonIsNoForm() throws {
        #expect(
            try hints("title", type: "application/json", body: "{}") == [
                "The body is JSON, and no form: request.json has it."
            ])
    }

    @Test func fieldsAndFilesOfAFormAreToldApart() throws {
        let body = """
            --x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\n\
            Content-Disposition: form-data; name="b"; filename="b.txt"\r\n\r\n1\r\n--x--\r\n
            """
        let type = "multipart/form-data; boundary=x"
        #expect(
            try hints("a", type: type, body: body) == [
                "'a' came as a field of the form: request.form has it."
            ])
        #expect(
            try hints("b", type: type, body: body) == ["'b' came as a file: request.files has it."])
    }
}
