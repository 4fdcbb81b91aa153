import DewarTemplates
import Synchronization
import Testing

private final class User: TemplateObject {
    let name: String
    let loads = Mutex(0)

    init(_ name: String) {
        self.name = name
    }

    func templateMember(_ name: String) throws -> TemplateValue? {
        switch name {
        case "name": return .string(self.name)
        case "posts":
            loads.withLock { $0 += 1 }
            return try TemplateValue(["first", "second"])
        case "greeting":
            let own = self.name
            return .function("word", .optional("mark", "!")) { (word: String, mark: String) in
                "\(word), \(own)\(mark)"
            }
        default: return nil
        }
    }
}

@Suite struct TemplateObjectTests {
    private func render(_ source: String, _ user: User) -> String {
        guard let value = try? TemplateValue(user) else { return "" }
        return rendered(source, ["user": value])
    }

    @Test(arguments: [
        ("user.name ~ user['name'] ~ user|attr('name')", "AdaAdaAda"),
        ("user.posts|join(',')", "first,second"),
        ("user.greeting('Hi')", "Hi, Ada!"),
        ("user.greeting(mark='?', word='Hi')", "Hi, Ada?"),
        ("user.nope is undefined", "True"),
        ("user.nope.deeper", "UndefinedError: 'User object' has no attribute 'nope'"),
        ("user.greeting()", "TypeError: function() missing required argument: 'word'"),
        ("user.greeting(1)", "TypeError: expected str, got int"),
        ("[user]|map(attribute='name')|first", "Ada"),
        ("user == user", "True"),
        ("user|tojson", "TypeError: Object of type User is not JSON serializable"),
        ("user + 1", "TypeError: unsupported operand type(s) for +: 'User' and 'int'"),
    ])
    func membersAreSeenByName(template: String, expected: String) {
        #expect(render(template, User("Ada")) == expected)
    }

    @Test func membersAreComputedOnlyWhenNamed() {
        let user = User("Ada")
        #expect(render("user.name", user) == "Ada")
        #expect(user.loads.withLock { $0 } == 0)
        #expect(render("user.posts", user) == "['first', 'second']")
        #expect(user.loads.withLock { $0 } == 1)
    }
}
