import Dewar
import DewarText
import Testing

/// What `check` finds, and what it leaves alone.
@Suite struct ApplicationCheckTests {
    /// What was found in areas of a title, with `✗` and `!` for its kind.
    private func findings(_ title: String, _ setUp: (Application) throws -> Void) async -> [String]
    {
        let check = await ApplicationCheck(
            of: Application(templateFolder: nil, staticFolder: nil) { try setUp($0) })
        return check.areas.filter { $0.title == title }.flatMap(\.findings).map {
            "\($0.kind == .fault ? "✗" : "!") \($0.text)"
        }
    }

    @Test func aGoodApplicationHasNothing() async {
        let app = Application(templateFolder: nil, staticFolder: nil) { app in
            app.templates.loader = DictionaryLoader(["a.html": "{{ url_for('show', id=1) }}"])
            app.config.loadEnvironment(
                prefix: "SHOP", from: ["SHOP_SECRET_KEY": "8f42a73054b1749f8f58848be5e6502c"])
            app.config.trustedHosts = ["shop.example.com"]
            app.get("/<int:id>", name: "show") { (id: Int) in "\(id)" }
        }
        let check = await ApplicationCheck(of: app)
        #expect(
            check.text == """
                ✓ Routes: 1 rule
                ✓ Templates: 1 template
                ✓ Configuration: 2 values
                ✓ Secrets

                no faults, no pieces of advice

                """)
        #expect(check.json["faults"] == 0)
    }

    @Test func everythingThatIsWrongWithTheSetUpIsTold() async {
        let found = await findings("Set-up") { app in
            app.get("/<int:id>") { (id: String) in id }
            app.config["MAX_FORM_PARTS"] = "many"
        }
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.hasPrefix("✗ ") })
        #expect(found.contains { $0.contains("MAX_FORM_PARTS is \"many\", wanted an integer") })
    }

    // MARK: Templates

    @Test(
        arguments: [
            (
                "{{ x|uper }}",
                [
                    "✗ TemplateAssertionError: No filter named 'uper'. (in a.html:1). Did you mean 'upper'?"
                ]
            ),
            (
                "\n{{ url_for('shwo', id=1) }}",
                ["✗ url_for('shwo'): no route has this name. (in a.html:2). Did you mean 'show'?"]
            ),
            ("{{ url_for('show') }}", ["✗ url_for('show'): its route needs 'id'. (in a.html:1)"]),
            (
                "{{ url_for('admin.page', a=1) }}",
                ["✗ url_for('admin.page'): its route needs 'b'. (in a.html:1)"]
            ),
            ("{{ url_for('.page', a=1, b=2) }}", []), ("{{ url_for('show', **values) }}", []),
            ("{{ url_for(endpoint) }}", []), ("{{ url_for(endpoint='show', id=id, page=2) }}", []),
            ("{{ url_for('german.x') }}", []), ("{{ url_for('none', id=1) if x }}", nil),
            ("{% macro url_for(x) %}{% endmacro %}{{ url_for('none') }}", []),
            ("{% if false %}{{ [url_for('show')] }}{% endif %}", nil),
        ] as [(String, [String]?)])
    func theURLsOfTemplatesCanBeBuilt(source: String, expected: [String]?) async {
        let found = await findings("Templates") { app in
            app.templates.loader = DictionaryLoader(["a.html": source, ".swp": "{{", "b~": "{{"])
            app.get("/<int:id>", name: "show") { (id: Int) in "\(id)" }
            app.register(
                Blueprint("admin", prefix: "/admin") { admin in
                    admin.get("/<a>/<b>", name: "page") { (a: String, b: String) in a + b }
                })
            app.register(
                Blueprint("german", prefix: "/<lang>") { german in
                    german.urlDefaults { _, values in values["lang"] = "de" }
                    german.get("/x", name: "x") { (lang: String) in lang }
                })
        }
        let lines = found.map { $0.split(separator: "\n").first.map(String.init) ?? "" }
        if let expected { #expect(lines == expected) } else { #expect(lines.count == 1) }
    }

    // MARK: Configuration

    @Test(arguments: [
        ("SESSION_COOKY_NAME", "'SESSION_COOKIE_NAME'"), ("SECRETKEY", "'SECRET_KEY'"),
        ("TRUSTED_HOST", "'TRUSTED_HOSTS'"), ("SESSION_COOKIE_COLOR", nil), ("PAGE_SIZE", nil),
        ("MAIL_HOST", nil),
    ])
    func misspelledKeysAreTold(key: String, meant: String?) async {
        let found = await findings("Configuration") { app in
            app.config[key] = "x"
            if key != "TRUSTED_HOST" { app.config.trustedHosts = ["a.example.com"] }
        }.filter { $0.hasPrefix("! \(key) is no key") }
        #expect(
            found == (meant.map { ["! \(key) is no key of Dewar's. Did you mean \($0)?"] } ?? []))
    }

    @Test(
        arguments: [
            (["SESSION_COOKIE_SAMESITE": "None"], "✗ SESSION_COOKIE_SAMESITE None needs"),
            (["SESSION_COOKIE_PARTITIONED": true], "✗ SESSION_COOKIE_PARTITIONED needs"),
            (
                ["SESSION_COOKIE_NAME": "__Secure-id"],
                "✗ a SESSION_COOKIE_NAME that begins with __Secure-"
            ),
            (
                [
                    "SESSION_COOKIE_NAME": "__Host-id", "SESSION_COOKIE_SECURE": true,
                    "SESSION_COOKIE_PATH": "/shop",
                ], "✗ a SESSION_COOKIE_NAME that begins with __Host-"
            ),
            (["SESSION_COOKIE_HTTPONLY": false], "! SESSION_COOKIE_HTTPONLY is false"),
            (["PERMANENT_SESSION_LIFETIME": 0], "✗ PERMANENT_SESSION_LIFETIME"),
            (["DEBUG": true], "! DEBUG is on"), (["TESTING": true], "! TESTING is on"),
            (["TRUSTED_HOSTS": .null], "! TRUSTED_HOSTS is not set"),
            (["SESSION_COOKIE_SAMESITE": "None", "SESSION_COOKIE_SECURE": true], nil),
            (["SESSION_COOKIE_NAME": "__Host-id", "SESSION_COOKIE_SECURE": true], nil),
        ] as [(JSONObject, String?)])
    func contradictionsAreTold(values: JSONObject, beginning: String?) async {
        let found = await findings("Configuration") { app in
            app.config.trustedHosts = ["a.example.com"]
            app.config.update(values)
        }
        #expect(found.count == (beginning == nil ? 0 : 1), "\(found)")
        if let beginning { #expect(found.first?.hasPrefix(beginning) == true, "\(found)") }
    }

    // MARK: Secrets

    @Test(arguments: [
        ("dev", "is a word"), ("Change Me!", "is a word"), ("hunter2", "has 7 bytes"),
        ("abababababababababababab", "has 2 different characters"),
        ("8f42a73054b1749f8f58848be5e6502c", nil), ("correct horse battery staple", nil),
    ])
    func keysThatCanBeGuessedAreTold(key: String, part: String?) async {
        for name in ["SECRET_KEY", "SECRET_KEY_FALLBACKS"] {
            let found = await findings("Secrets") { app in
                app.config.secretKey = "0f42a73054b1749f8f58848be5e6502d"
                app.config[name] = name == "SECRET_KEY" ? .string(key) : [.string(key)]
            }.filter { $0.hasPrefix("✗") }
            #expect(found.count == (part == nil ? 0 : 1))
            if let part { #expect(found.first?.contains(part) == true, "\(found)") }
            #expect(!found.joined().contains(key) || key == "dev", "no finding shows a key")
        }
    }

    @Test func aKeyOfTheProgramIsAdvisedAgainst() async {
        let found = await findings("Secrets") {
            $0.config.secretKey = "8f42a73054b1749f8f58848be5e6502c"
        }
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("! SECRET_KEY stands in the program") == true)
        #expect(
            await findings("Secrets") { _ in }.first?.hasPrefix("! SECRET_KEY is not set") == true)
    }

    // MARK: Of others

    @Test func othersHaveChecksOfTheirOwn() async {
        struct Failure: Error {}
        let app = Application { app in
            app.addCheck("Mail") { [.advice("a"), .fault("b\nc")] }
            app.addCheck("Queue") { throw Failure() }
        }
        let check = await ApplicationCheck(of: app)
        #expect(
            check.text.contains("✗ Mail\n    ! a\n    ✗ b\n      c\n✗ Queue\n    ✗ Failure()\n"))
        #expect(check.count(.fault) == 2)
    }

    @Test func mountedApplicationsAreLookedAt() async {
        let found = await findings("Secrets of /admin") { app in
            app.mount(
                Application { admin in admin.config.secretKey = "dev" }, at: "/admin")
        }
        #expect(found.contains { $0.contains("is a word that everybody tries first") })
    }
}
