import Dewar
import Testing

@Suite struct WatchRulesTests {
    private let rules = WatchRules(root: "/shop")

    @Test(arguments: [
        ("Package.swift", FileChange.program), ("Sources/Shop/App.swift", .program),
        ("Sources/CShop/shim.h", .program), ("Tests/ShopTests/AppTests.swift", .none),
        ("templates/posts/show.html", .page), ("Sources/Shop/templates/a.html", .page),
        ("static/site.css", .styles), ("static/site.js", .page), ("static/data.json", .page),
        ("config.toml", .worker), ("config.json", .worker), (".env", .worker),
        ("board.db", .none), ("README", .none), ("Sources/Shop/Views", .program),
        ("uploads", .none),
    ])
    func aFileHasTheLeastThatShowsItsChange(path: String, change: FileChange) {
        #expect(rules.change(for: "/shop/" + path) == change)
    }

    @Test func afterTooMuchAtOnceEverythingIsBuilt() {
        #expect(rules.change(for: "/shop") == .program)
    }

    @Test(arguments: [
        (".git", true), (".build", true), ("App.swift~", true), (".#App.swift", true),
        ("#App.swift#", true), (".App.swift.swp", true), ("4913", true),
        ("Package.resolved", true), ("App.swift", false), (".env", false), ("static", false),
    ])
    func whatToolsKeepForThemselvesIsIgnored(name: String, isIgnored: Bool) {
        #expect(rules.isIgnored("/shop/" + name) == isIgnored)
    }

    @Test func patternsAddAndTakeAway() {
        var rules = rules
        rules.extra = ["data/*.csv", "/srv/dewar/Sources"]
        rules.ignored = ["*.gen.swift", "vendor"]
        #expect(rules.change(for: "/shop/data/a.csv") == .worker)
        #expect(rules.change(for: "/srv/dewar/Sources/Dewar/A.swift") == .program)
        #expect(rules.isIgnored("/shop/Sources/A.gen.swift"))
        #expect(rules.isIgnored("/shop/vendor"))
        #expect(!rules.isIgnored("/shop/Sources/A.swift"))
    }
}

@Suite struct ChangeCollectorTests {
    private let start = ContinuousClock.now

    @Test func manyFilesAreOneChange() {
        var collector = ChangeCollector()
        for step in 0..<50 {
            let time = start + .milliseconds(10 * step)
            collector.add([("/a/\(step).swift", .program)], at: time)
            #expect(collector.take(at: time + .milliseconds(9), isCheckingOut: false) == nil)
        }
        let end = start + .milliseconds(490) + collector.quietAfterMany
        let found = collector.take(at: end, isCheckingOut: false)
        #expect(found?.change == .program)
        #expect(found?.paths.count == 50)
        #expect(collector.take(at: end + .seconds(9), isCheckingOut: false) == nil)
    }

    @Test(arguments: [(1, 20), (2, 60), (49, 60), (50, 200), (2000, 200)])
    func theMoreFilesTheLongerItMustBeQuiet(count: Int, milliseconds: Int) {
        var collector = ChangeCollector()
        collector.add((1...count).map { ("/a/\($0).swift", .program) }, at: start)
        #expect(collector.due(isCheckingOut: false) == start + .milliseconds(milliseconds))
    }

    @Test func whatNeverEndsIsTakenAllTheSame() {
        var collector = ChangeCollector()
        collector.add([("/a.html", .page)], at: start)
        collector.add([("/a.html", .page)], at: start + .milliseconds(1995))
        #expect(collector.take(at: start + .seconds(2), isCheckingOut: false) != nil)
    }

    @Test func whileGitIsAtWorkNothingIsTaken() {
        var collector = ChangeCollector()
        collector.add([("/a.swift", .program)], at: start)
        #expect(collector.take(at: start + .seconds(10), isCheckingOut: true) == nil)
        #expect(collector.take(at: start + .seconds(10), isCheckingOut: false) != nil)
    }

    @Test func theMostOfAllChangesHappens() {
        var collector = ChangeCollector()
        collector.add([("/a.css", .styles), ("/a.toml", .worker), ("/a.html", .page)], at: start)
        #expect(collector.take(at: start + .seconds(1), isCheckingOut: false)?.change == .worker)
    }

    @Test func filesThatMeanNothingAreNotCollected() {
        var collector = ChangeCollector()
        collector.add([("/a.db", .none)], at: start)
        #expect(collector.due(isCheckingOut: false) == nil)
    }
}
