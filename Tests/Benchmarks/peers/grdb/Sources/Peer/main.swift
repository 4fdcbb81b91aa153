import Foundation
import GRDB

// `Peer FILE hand|codable`; see ModelBenchmark/main.swift of the benchmarks.

let isByHand = CommandLine.arguments[2] == "hand"
let pool = try DatabasePool(path: CommandLine.arguments[1])
try pool.write { db in
    try db.execute(
        sql: """
            CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                name TEXT NOT NULL, email TEXT NOT NULL);
            CREATE TABLE post (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT NOT NULL,
                body TEXT NOT NULL, views INTEGER NOT NULL, author_id INTEGER NOT NULL);
            CREATE TABLE entry (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT NOT NULL,
                body TEXT NOT NULL, views INTEGER NOT NULL, author_id INTEGER NOT NULL);
            CREATE INDEX post_views_idx ON post (views);
            CREATE INDEX post_author_id_idx ON post (author_id)
            """)
    for number in 1...100 {
        try db.execute(
            sql: "INSERT INTO author (name, email) VALUES (?, ?)",
            arguments: ["Author \(number)", "\(number)@example.org"])
    }
    for number in 1...10_000 {
        try db.execute(
            sql: "INSERT INTO post (title, body, views, author_id) VALUES (?, ?, ?, ?)",
            arguments: [
                "Post \(number)", "The body of post \(number), which is not very long.",
                number * 7919 % 1000, (number - 1) / 100 + 1,
            ])
    }
}
/// Answers at once, whatever the output is.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

say("ready")

/// The cases that are the same but for the record.
func read<Record: FetchableRecord & TableRecord>(
    _ type: Record.Type, _ name: String, _ count: Int, _ views: (Record) -> Int
) throws -> Int {
    var sum = 0
    for number in 0..<count {
        switch name {
        case "key":
            let post = try pool.read { db in
                try Record.fetchOne(db, key: number * 37 % 10_000 + 1)
            }
            if let post { sum &+= views(post) }
        case "rows":
            let posts = try pool.read { db in
                try Record.filter(Column("id") <= 1000).fetchAll(db)
            }
            sum &+= posts.reduce(0) { $0 + views($1) }
        default:
            let posts = try pool.read { db in
                try Record.filter(Column("views") >= 900 + number % 50)
                    .filter(sql: "title LIKE ? ESCAPE '\\'", arguments: ["Post 1%"])
                    .order(Column("views").desc, Column("id")).limit(20).fetchAll(db)
            }
            sum &+= posts.reduce(0) { $0 + views($1) }
        }
    }
    return sum
}

func insert<Record: MutablePersistableRecord>(
    _ name: String, _ count: Int, _ make: @Sendable (Int) -> Record
) throws -> Int {
    for number in 0..<count {
        if name == "insert" {
            try pool.write { db in
                var entry = make(number)
                try entry.insert(db)
            }
        } else {
            try pool.write { db in
                for number in 0..<10_000 {
                    var entry = make(number)
                    try entry.insert(db)
                }
            }
        }
    }
    return name == "insert" ? count : count * 10_000
}

func eager(_ count: Int) throws -> Int {
    var sum = 0
    for _ in 0..<count {
        if isByHand {
            let (authors, posts) = try pool.read { db in
                let authors = try FastAuthor.fetchAll(db)
                let posts = try FastPost.filter(
                    authors.compactMap(\.id).contains(Column("author_id"))
                )
                .fetchAll(db)
                return (authors, Dictionary(grouping: posts, by: \.authorID))
            }
            for author in authors {
                let own = posts[Int(author.id ?? 0)] ?? []
                sum &+= own.reduce(0) { $0 + $1.views }
            }
        } else {
            let found = try pool.read { db in
                try Author.including(all: Author.posts).asRequest(of: AuthorAndPosts.self)
                    .fetchAll(db)
            }
            for one in found { sum &+= one.posts.reduce(0) { $0 + $1.views } }
        }
    }
    return sum
}

while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    let count = Int(words[1]) ?? 1
    let start = ContinuousClock.now
    let sum: Int
    switch words[0] {
    case "key", "rows", "filter":
        sum =
            isByHand
            ? try read(FastPost.self, words[0], count, \.views)
            : try read(Post.self, words[0], count, \.views)
    case "insert", "bulk":
        sum =
            isByHand
            ? try insert(words[0], count) { FastEntry($0) }
            : try insert(words[0], count) { Entry($0) }
    default: sum = try eager(count)
    }
    let time = (ContinuousClock.now - start).components
    let spent = (Double(time.seconds) * 1e9 + Double(time.attoseconds) / 1e9) / Double(count)
    say("\(spent) \(sum)")
    try pool.write { db in try db.execute(sql: "DELETE FROM entry") }
}
