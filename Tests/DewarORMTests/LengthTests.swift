import DewarORM
import Testing

/// Text that is longer than its column takes.
@Suite struct LengthTests {
    private static let longest = String(repeating: "ü", count: 200)

    @Test(arguments: TestDatabase.allCases)
    func tooLongTextViolatesACheck(_ database: TestDatabase) throws {
        try database.filledBoard { database in
            let long = Self.longest + "x"
            var post = try Post.get(1)
            let attempts: [() throws -> Void] = [
                { _ = try Post(title: long, authorID: 1).inserted() },
                {
                    try Post.insert([
                        Post(title: "short", authorID: 1), Post(title: long, authorID: 1),
                    ])
                },
                { try post.update { $0.title = long } },
                { try Post.filter { $0.id == 1 }.update { $0.set(\.title, long) } },
                {
                    try Post.filter { $0.id == 1 }.update {
                        $0.set(\.title) { $0.title.appending(long) }
                    }
                },
                { try database.sql("UPDATE post SET title = \(long) WHERE id = 1").run() },
            ]
            for (number, attempt) in attempts.enumerated() {
                let error = #expect(throws: DatabaseError.self, "\(number)") { try attempt() }
                #expect(error?.kind == .constraint(.check), "\(number)")
                #expect(error?.description.contains("ü") == false, "\(number)")
                // PostgreSQL does not say which column it was.
                let isNamed = database.dialect == .sqlite
                #expect(error?.constraint == (isNamed ? "post_title_length" : nil), "\(number)")
            }
            #expect(try Post.get(1).title == "Alpha")
            #expect(try Post.query.count() == 4)
        }
    }

    /// Characters are counted, not bytes, as Unicode counts them.
    @Test(arguments: TestDatabase.allCases)
    func textThatJustFitsIsKept(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            for title in [Self.longest, String(repeating: "e\u{301}", count: 100)] {
                let post = try Post(title: title, authorID: 1).inserted()
                #expect(
                    try Post.get(post.id).title.unicodeScalars.elementsEqual(title.unicodeScalars))
            }
        }
    }

    /// SQL's rule for `varchar`, which SQLite does not know.
    @Test(arguments: TestDatabase.allCases)
    func spacesAtTheEndAreCutOffByPostgreSQLAlone(_ database: TestDatabase) throws {
        try database.filledBoard { database in
            let padded = Self.longest + "  "
            guard database.dialect == .postgresql else {
                let error = #expect(throws: DatabaseError.self) {
                    try Post(title: padded, authorID: 1).inserted()
                }
                #expect(error?.kind == .constraint(.check))
                return
            }
            let post = try Post(title: padded, authorID: 1).inserted()
            #expect(try Post.get(post.id).title == Self.longest)
        }
    }
}
