import DewarORM
import FoundationEssentials
import Testing

@Suite struct SavingTests {
    @Test(arguments: TestDatabase.allCases)
    func valuesOfEveryKindComeBack(_ database: TestDatabase) throws {
        try database.board { database in
            let id = try #require(UUID(uuidString: "0b5a1e9c-7d4f-4c39-9d55-0e3c6a1f2b4d"))
            var sample = Sample(id: id)
            sample.small = -32768
            sample.number = 0.1
            sample.flag = true
            sample.price = try #require(Decimal(string: "1234567890.12"))
            sample.instant = Date(timeIntervalSince1970: 1_700_000_000.123456)
            sample.local = LocalDateTime("2026-11-22 16:43:46.000001")
            sample.day = LocalDate("0001-01-01")
            sample.time = LocalTime("23:59:59.999999")
            sample.bytes = [0, 255, 39]
            sample.names = ["a", "'", "한글"]
            sample.note = "null\n'\"\\"
            try sample.insert()
            let found = try Sample.get(id)
            #expect(abs(found.instant.timeIntervalSince(sample.instant)) < 0.000001)
            sample.instant = found.instant
            #expect(found == sample)
            try sample.update {
                $0.note = nil
                $0.price = -5
            }
            try sample.refresh()
            #expect(sample.note == nil)
            #expect(sample.price == -5)
            let day = try #require(sample.day)
            #expect(try Sample.filter { $0.price < 0 }.count() == 1)
            #expect(try Sample.filter { $0.id == id && $0.flag }.count() == 1)
            #expect(try Sample.filter { $0.day < day }.count() == 0)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func decimalsAreComparedAndAddedByNumber(_ database: TestDatabase) throws {
        try database.board { database in
            for text in ["10", "9.5", "-3", "0.1", "0.2"] {
                var sample = Sample(id: UUID())
                sample.price = try #require(Decimal(string: text))
                try sample.insert()
            }
            let prices = try Sample.order { $0.price }.select { $0.price }.all()
            #expect(prices.map(\.description) == ["-3", "0.1", "0.2", "9.5", "10"])
            #expect(try Sample.select { $0.price.sum() }.one() == Decimal(string: "16.8"))
            #expect(try Sample.select { $0.price.max() }.one() == 10)
            #expect(try Sample.query.all().allSatisfy { $0.names.isEmpty && $0.bytes.isEmpty })
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func keysAreCountedUp(_ database: TestDatabase) throws {
        try database.board { database in
            var tag = Tag(name: "a")
            try tag.insert()
            #expect(tag.id == 1)
            #expect(try Tag(name: "b").inserted().id == 2)
            #expect(try Tag(id: 9, name: "c").inserted().id == 9)
            try Tag.insert([Tag(id: 20, name: "d"), Tag(id: 21, name: "e")])
            #expect(try Tag.query.count() == 5)
            #expect(try tag.delete())
            #expect(try !tag.delete())
            #expect(throws: DatabaseError.self) { try tag.refresh() }
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func onlyChangedColumnsAreWritten(_ database: TestDatabase) throws {
        try database.filledBoard { database in
            var post = try Post.get(1)
            let log = QueryLog()
            let changes = try log.record {
                [
                    try post.update { $0.title = "New" }, try post.update { $0.title = "New" },
                ]
            }
            #expect(changes == [true, false])
            let sql =
                database.dialect == .sqlite
                ? "UPDATE \"post\" SET \"title\" = ? WHERE \"post\".\"id\" = ?"
                : "UPDATE \"post\" SET \"title\" = $1 WHERE \"post\".\"id\" = $2"
            #expect(log.entries.map(\.sql) == [sql])
            var gone = post
            gone.id = 99
            #expect(throws: DatabaseError.self) { try gone.update { $0.title = "x" } }
            #expect(gone.title == "New")
        }
    }

    @Test(arguments: TestDatabase.allCases) func rowsInTheWayAreUpdated(_ database: TestDatabase)
        throws
    {
        try database.filledBoard { database in
            var author = Author(name: "Ada II", email: "ada@example.org")
            try author.upsert(on: \.email, updating: [\.name])
            #expect(author.id == 1)
            #expect(author.role == .admin)
            #expect(try Author.get(1).name == "Ada II")
            var ignored = Author(name: "No", email: "bob@example.org")
            #expect(try !ignored.insertOrIgnore())
            #expect(ignored.id == nil)
            var tagging = Tagging(postID: 1, tagID: 1)
            try tagging.upsert()
            #expect(try Tagging.query.count() == 3)
            var tag = Tag(name: "new")
            try tag.save()
            tag.name = "newer"
            try tag.save()
            #expect(try Tag.filter { $0.name == "newer" }.one().id == tag.id)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func rulesOfTheSchemaAreKept(_ database: TestDatabase) throws {
        try database.filledBoard { database in
            func kind(_ body: () throws -> Void) -> DatabaseError.Kind? {
                do {
                    try body()
                    return nil
                } catch {
                    return (error as? DatabaseError)?.kind
                }
            }
            #expect(
                kind { _ = try Author(name: "x", email: "ada@example.org").inserted() }
                    == .constraint(.unique))
            #expect(
                kind { _ = try Post(title: "x", authorID: 99).inserted() }
                    == .constraint(.foreignKey))
            #expect(
                kind { _ = try Post(title: "x", views: -1, authorID: 1).inserted() }
                    == .constraint(.check))
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func deletingFollowsTheReferences(_ database: TestDatabase) throws {
        try database.filledBoard { database in
            try Comment.query.delete()
            try Author.get(2).delete()
            #expect(try Post.order { $0.id }.all().map(\.id) == [1, 2])
            #expect(try Post.get(2).editorID == nil)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func oneFailureUndoesAllOfABulkInsert(_ database: TestDatabase) throws {
        try database.board { database in
            let tags = (1...500).map { Tag(name: "tag \($0)") }
            try Tag.insert(tags)
            #expect(try Tag.query.count() == 500)
            #expect(throws: DatabaseError.self) {
                try Tag.insert((501...600).map { Tag(name: "tag \($0)") } + [Tag(name: "tag 1")])
            }
            #expect(try Tag.query.count() == 500)
        }
    }
}
