import Dewar
import DewarFastCGI
import DewarTesting
import DewarText
import Glibc
import Synchronization
import Testing

/// What somebody sees who writes an application with a browser beside the editor.
@Suite(.serialized) struct DevelopmentTests {
    /// Where the pictures are put, to be looked at: a folder of `DEWAR_PICTURES`, else beside the
    /// build.
    private static let pictures: String = {
        let asked = getenv("DEWAR_PICTURES").map { String(cString: $0) }
        let folder = asked ?? SpawnedProgram.path(of: "development-pictures")
        mkdir(folder, 0o755)
        return folder
    }()

    /// How much slower than wanted things may be before the test fails.
    ///
    /// What is wanted is for an idle machine of two cores: 300 ms for a template, 4 s for a view.
    /// The figures are printed. A machine of a continuous integration may be slow, or busy with
    /// others: the bound only tells a change that shows by itself from one that does not.
    private static let patience = 15

    @Test(.enabled(if: Browser.program != nil, "chromium is not installed"))
    func savingShowsAndFailingTells() throws {
        let application = try NewApplication()
        defer { application.folder.remove() }
        try application.build()
        try #require(try run(["git", "init", "--quiet", application.root]).ending == .exit(0))
        let server = try RunningProgram(in: application.folder) {
            [application.server, "--port", "\($0)"]
        }
        defer { server.process.terminate() }
        let home = "http://127.0.0.1:\(server.port)/"
        let browser = try Browser(in: application.folder.path + "/browser")
        try browser.open(home)
        try browser.wait(forText: "Say hello")
        // The page listens before the first change.
        try browser.wait(for: "window.dewarLive === true")
        try browser.takePicture(Self.pictures + "/page.png")

        try changeATemplate(application, browser)
        try breakATemplate(application, browser)
        try lookAway(application, browser)
        try changeAView(application, browser)
        try breakTheSource(application, browser, home)
        try breakTheSetUp(application, browser)
        try throwAnError(application, server, browser, home)
        try crash(application, server, browser, home)
        try loseNoRequest(application, server)
        try checkOut(application, server)
        server.process.terminate()
        try buildBare(application)
    }

    /// What the same edit costs without anybody watching: the figure that the others stand beside.
    private func buildBare(_ application: NewApplication) throws {
        try application.replace(
            "\"title\": \"Shop again 11\"", with: "\"title\": \"Shop\"",
            in: "Sources/Shop/App.swift")
        let start = ContinuousClock.now
        let built = try run(
            ["swift", "build", "--package-path", application.root, "--product", "ShopServer"],
            within: .seconds(300))
        print("view to program by swift build alone: \(ContinuousClock.now - start)")
        #expect(built.ending == .exit(0), "\(built.output)")
    }

    private func changeATemplate(_ application: NewApplication, _ browser: Browser) throws {
        try application.replace("Say hello", with: "Greet", in: "templates/index.html")
        let time = try browser.wait(forText: "Greet")
        print("template to browser: \(time)")
        #expect(time < .milliseconds(300) * Self.patience)
    }

    private func breakATemplate(_ application: NewApplication, _ browser: Browser) throws {
        try application.replace(
            "<h1>{{ title }}", with: "<h1>{{ titel.name }}", in: "templates/index.html")
        try browser.wait(forText: "'titel' is undefined")
        let text = try browser.text
        #expect(text.contains("Did you mean 'title'?"))
        #expect(text.contains("index.html:3"))
        #expect(text.contains("str 'Shop'"), "names in scope: \(text)")
        try browser.takePicture(Self.pictures + "/template.png")
        try browser.takePicture(Self.pictures + "/template-dark.png", isDark: true)
        try browser.takePicture(Self.pictures + "/template-phone.png", width: 390)
        try application.replace(
            "<h1>{{ titel.name }}", with: "<h1>{{ title }}", in: "templates/index.html")
        try browser.wait(forText: "Greet")
    }

    private func breakTheSetUp(_ application: NewApplication, _ browser: Browser) throws {
        try application.replace(
            "/hello/<name>", with: "/hello/<int:name>", in: "Sources/Shop/App.swift")
        try browser.wait(forText: "The application does not start", within: .seconds(60))
        let text = try browser.text
        #expect(text.contains("route '/hello/<int:name>': variable 1 'name' (int)"), "\(text)")
        try browser.takePicture(Self.pictures + "/set-up.png")
        try application.replace(
            "/hello/<int:name>", with: "/hello/<name>", in: "Sources/Shop/App.swift")
        try browser.wait(forText: "Shop again", within: .seconds(60))
    }

    /// A page that nobody sees takes no connection, and misses nothing.
    private func lookAway(_ application: NewApplication, _ browser: Browser) throws {
        func hide(_ isHidden: Bool) throws {
            _ = try browser.value(
                of: """
                    Object.defineProperty(document, "hidden", {value: \(isHidden), configurable: true});
                    document.dispatchEvent(new Event("visibilitychange"));
                    """)
        }
        try browser.wait(for: "window.dewarLive === true")
        try hide(true)
        try application.replace("Greet", with: "Welcome", in: "templates/index.html")
        usleep(500_000)
        #expect(try browser.text.contains("Greet"))
        try hide(false)
        try browser.wait(forText: "Welcome")
    }

    private func changeAView(_ application: NewApplication, _ browser: Browser) throws {
        try application.replace(
            "\"title\": \"Shop\"", with: "\"title\": \"New shop\"", in: "Sources/Shop/App.swift")
        let time = try browser.wait(forText: "New shop", within: .seconds(60))
        print("view to browser: \(time)")
        #expect(time < .seconds(4) * Self.patience)
    }

    private func breakTheSource(
        _ application: NewApplication, _ browser: Browser, _ home: String
    ) throws {
        try application.replace(
            "\"title\": \"New shop\"", with: "\"title\": newShop", in: "Sources/Shop/App.swift")
        try browser.wait(forText: "cannot find 'newShop' in scope", within: .seconds(60))
        #expect(try browser.text.contains("Sources/Shop/App.swift:5"))
        try browser.takePicture(Self.pictures + "/compile-error.png")
        // As a phone loads it: the mistake is in view, far to the right as it is.
        try browser.resize(width: 390)
        try browser.open(home)
        try browser.wait(forText: "cannot find 'newShop' in scope")
        try browser.takePicture(Self.pictures + "/compile-error-phone.png", width: 390)
        #expect(
            try browser.value(
                of: "document.querySelector('.marked b').getBoundingClientRect().right < innerWidth"
            )
                == true)
        try application.replace(
            "\"title\": newShop", with: "\"title\": \"Shop again\"", in: "Sources/Shop/App.swift")
        try browser.wait(forText: "Shop again", within: .seconds(60))
    }

    private func throwAnError(
        _ application: NewApplication, _ server: RunningProgram, _ browser: Browser,
        _ home: String
    ) throws {
        try application.replace(
            "        \"<h1>Hello", with: "        try greet(name)\n        // \"<h1>Hello",
            in: "Sources/Shop/App.swift")
        try application.save(
            "Sources/Shop/Greeting.swift",
            """
            struct UnknownGuest: Error {
                var name: String
            }

            func greet(_ name: String) throws -> String {
                guard name == "kim" else { throw UnknownGuest(name: name) }
                return "Hello"
            }
            """)
        try server.waitForAnswer("/hello/world", "UnknownGuest")
        try browser.open(home + "hello/world")
        try browser.wait(forText: "UnknownGuest(name: \"world\")")
        #expect(try browser.text.contains("Sources/Shop/Greeting.swift:6"))
        try browser.takePicture(Self.pictures + "/thrown.png")
        try browser.takePicture(Self.pictures + "/thrown-dark.png", isDark: true)
        try browser.takePicture(Self.pictures + "/thrown-phone.png", width: 390)
        // With everything that is folded away.
        _ = try browser.value(
            of: "for (const details of document.querySelectorAll('details')) details.open = true")
        try browser.takePicture(Self.pictures + "/thrown-open.png", height: 3200)
        #expect(try browser.text.contains("routing"), "how long the steps took")
    }

    private func crash(
        _ application: NewApplication, _ server: RunningProgram, _ browser: Browser,
        _ home: String
    ) throws {
        try application.replace(
            "throw UnknownGuest(name: name)", with: "fatalError(\"nobody is called \\(name)\")",
            in: "Sources/Shop/Greeting.swift")
        try server.waitForAnswer("/hello/world", "nobody is called world")
        try browser.open(home + "hello/world")
        try browser.wait(forText: "Fatal error: nobody is called world")
        #expect(try browser.text.contains("Sources/Shop/Greeting.swift:6"))
        try browser.takePicture(Self.pictures + "/crash.png")
        try browser.open(home)
        try browser.wait(forText: "Shop again")
        try browser.open(home + "helo/world")
        try browser.wait(forText: "Did you mean /hello/<name>?")
        try browser.takePicture(Self.pictures + "/no-rule.png")
    }

    /// A thousand requests during ten builds.
    private func loseNoRequest(_ application: NewApplication, _ server: RunningProgram) throws {
        let port = server.port
        let failures = Mutex<[String]>([])
        let answered = Atomic(0)
        let client = startThread("client") {
            while answered.load(ordering: .relaxed) < 1000 {
                do {
                    let answer = try HTTPConnection("127.0.0.1", port: port).send("GET", "/")
                    if answer.status != 200 {
                        failures.withLock { $0.append("\(answer.status) \(answer.text)") }
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
                answered.add(1, ordering: .relaxed)
                usleep(15_000)
            }
        }
        try #require(client == 0)
        for number in 1...10 {
            try application.replace(
                "\"Shop again\(number == 1 ? "" : " \(number - 1)")\"",
                with: "\"Shop again \(number)\"", in: "Sources/Shop/App.swift")
            try server.waitForAnswer("/", "Shop again \(number)<")
        }
        #expect(
            waitUntil(server.process, within: .seconds(60)) {
                answered.load(ordering: .relaxed) >= 1000
            })
        #expect(failures.withLock { $0 } == [])
    }

    /// While Git changes thousands of files, which takes its time, nothing is built; then once.
    private func checkOut(_ application: NewApplication, _ server: RunningProgram) throws {
        let before = server.count(of: "changed: building.")
        try application.save(".git/index.lock", "")
        try #require(mkdir(application.root + "/Notes", 0o755) == 0)
        for number in 0..<2000 {
            let file = "Notes/\(number).swift"
            try application.save(file + "~", "")
            let path = application.root + "/" + file
            try #require(rename(path + "~", path) == 0)
            if number.isMultiple(of: 500) { usleep(200_000) }
        }
        try application.replace(
            "\"Shop again 10\"", with: "\"Shop again 11\"", in: "Sources/Shop/App.swift")
        try #require(unlink(application.root + "/.git/index.lock") == 0)
        try server.waitForAnswer("/", "Shop again 11<")
        #expect(server.says("Notes/0.swift and 2000 other files changed: building."))
        #expect(server.count(of: "changed: building.") == before + 1)
    }
}

extension RunningProgram {
    /// Asks for a page until it has a text.
    fileprivate func waitForAnswer(_ path: String, _ text: String) throws {
        var last = ""
        let isThere = waitUntil(process, within: .seconds(90)) {
            do {
                last = try HTTPConnection("127.0.0.1", port: port).send("GET", path).text
            } catch {
                last = "\(error)"
            }
            return last.contains(text)
        }
        try #require(isThere, "no '\(text)' in \(last); the program said: \(lastWords)")
    }
}
