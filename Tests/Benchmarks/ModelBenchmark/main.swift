import DewarORM
import DewarPostgreSQL
import DewarSQLite
import Glibc

// Dewar's side of `deploy/bench models`: `ModelBenchmark URL`, where the tables are not there yet.
// It obeys lines of a case and a number of times, and answers each with the nanoseconds of one time
// and a number that all contenders must come to.

struct Failure: Error {
    let sentence: String
}

/// Answers at once, whatever the output is.
func say(_ line: String) throws {
    let text = line + "\n"
    guard write(1, text, text.utf8.count) == text.utf8.count else {
        throw Failure(sentence: "nobody listens")
    }
}

let database = try Database(CommandLine.arguments[1], using: .sqlite, .postgresql)
try database.createAll(Author.self, Post.self, Entry.self)
try Author.insert(
    (1...100).map { Author(name: "Author \($0)", email: "\($0)@example.org") }, in: database)
try Post.insert(
    (1...10_000).map {
        Post(
            title: "Post \($0)", body: "The body of post \($0), which is not very long.",
            views: $0 * 7919 % 1000, authorID: ($0 - 1) / 100 + 1)
    }, in: database)
if database.dialect == .postgresql {
    for name in ["author", "post"] { try database.sql("ANALYZE \(name: name)").run() }
}
try say("ready")

/// One case, so many times; what it comes to.
func run(_ name: Substring, _ count: Int) throws -> Int {
    var sum = 0
    switch name {
    case "key":
        for number in 0..<count {
            sum &+= try Post.get(number * 37 % 10_000 + 1, in: database).views
        }
    case "rows":
        for _ in 0..<count {
            sum &+= try Post.filter { $0.id <= 1000 }.all(in: database).reduce(0) { $0 + $1.views }
        }
    case "filter":
        for number in 0..<count {
            let least = 900 + number % 50
            sum &+= try Post.filter { $0.views >= least && $0.title.hasPrefix("Post 1") }
                .order { ($0.views.descending, $0.id) }.limit(20).all(in: database)
                .reduce(0) { $0 + $1.views }
        }
    case "insert":
        for number in 0..<count {
            sum += try Entry(number).inserted(in: database).id == nil ? 0 : 1
        }
    case "bulk":
        for _ in 0..<count {
            try Entry.insert((0..<10_000).map { Entry($0) }, in: database)
            sum += 10_000
        }
    case "eager":
        for _ in 0..<count {
            for author in try Author.query.with(Author.posts).all(in: database) {
                sum &+= try author.posts.reduce(0) { $0 + $1.views }
            }
        }
    default: throw Failure(sentence: "there is no case '\(name)'")
    }
    return sum
}

while let line = readLine() {
    let words = line.split(separator: " ")
    guard words.count == 2, let count = Int(words[1]), count > 0 else {
        throw Failure(sentence: "no case and number: '\(line)'")
    }
    let start = ContinuousClock.now
    let sum = try run(words[0], count)
    let time = ContinuousClock.now - start
    let nanoseconds =
        Double(time.components.seconds) * 1e9 + Double(time.components.attoseconds) / 1e9
    try say("\(nanoseconds / Double(count)) \(sum)")
    try database.sql("DELETE FROM entry").run()
}
