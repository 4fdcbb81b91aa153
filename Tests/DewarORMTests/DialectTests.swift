import DewarORM
import FoundationEssentials
import Testing

/// What the databases do differently by themselves, and alike under models.
@Suite struct DialectTests {
    private func kind(_ body: () throws -> Void) -> DatabaseError.Kind? {
        do {
            try body()
            return nil
        } catch {
            return (error as? DatabaseError)?.kind
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func textIsComparedByCodePoints(_ database: TestDatabase) throws {
        try database.board { (_) throws in
            let names = ["Z", "a", "B", "é", "Å", "z", "한", "_", "😀", "～"]
            try Tag.insert(names.map { Tag(name: $0) })
            let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let found = try Tag.order { $0.name }.select { $0.name }.all()
            let early = try Tag.filter { $0.name < "_" }.count()
            let last = try Tag.select { $0.name.max() }.one()
            #expect(found == sorted)
            #expect(early == 2)
            #expect(last == sorted.last)
            // Of an expression too.
            let chosen = try Tag.order { choose($0.id > 0, $0.name).otherwise("") }
                .select { $0.name }.all()
            #expect(chosen == sorted)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func onlyLettersOfASCIIHaveTwoCases(_ database: TestDatabase) throws {
        try database.board { (_) throws in
            try Tag.insert([Tag(name: "Éa"), Tag(name: "éA")])
            let inAnyCase = try Tag.filter { $0.name.iLike("ÉA") }.count()
            let inItsCase = try Tag.filter { $0.name.like("Éa") }.count()
            let lower = try Tag.order { $0.id }.select { $0.name.lowercased }.all()
            let upper = try Tag.order { $0.id }.select { $0.name.uppercased }.all()
            #expect([inAnyCase, inItsCase] == [1, 1])
            #expect(lower == ["Éa", "éa"])
            #expect(upper == ["ÉA", "éA"])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func divisionGoesTowardsZero(_ database: TestDatabase) throws {
        try database.filledBoard { (_) throws in
            let post = Post.filter { $0.id == 3 }  // with 7 views
            let quotient = try post.select { ($0.views - 14) / 2 }.one()
            let remainder = try post.select { ($0.views - 14) % 2 }.one()
            let byZero = try post.select { ($0.views / 0, $0.views % 0) }.one()
            #expect([quotient, remainder] == [-3, -1])
            #expect([byZero.0, byZero.1] == [nil, nil])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func truthValuesAreConditions(_ database: TestDatabase) throws {
        try database.board { (_) throws in
            for flag in [true, false, true] {
                var sample = Sample(id: UUID())
                sample.flag = flag
                try sample.insert()
            }
            let set = try Sample.filter { $0.flag }.count()
            let unset = try Sample.filter { !$0.flag }.count()
            let compared = try Sample.filter { $0.flag == false }.count()
            let sorted = try Sample.order { $0.flag }.select { $0.flag }.all()
            #expect([set, unset, compared] == [2, 1, 1])
            #expect(sorted == [false, true, true])
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func datesAreInTheOrderOfTime(_ database: TestDatabase) throws {
        try database.board { (_) throws in
            let days = ["9999-12-31", "0001-01-01", "1969-12-31", "2000-02-29"]
            for day in days {
                var sample = Sample(id: UUID())
                sample.day = LocalDate(day)
                sample.local = LocalDateTime(day + " 00:00:00.000001")
                sample.instant = try #require(InstantText.date(of: day + " 12:00"))
                try sample.insert()
            }
            func sorted(_ query: Query<Sample>) throws -> [String?] {
                try query.all().map { $0.day?.description }
            }
            #expect(try sorted(Sample.order { $0.day }) == days.sorted())
            #expect(try sorted(Sample.order { $0.local }) == days.sorted())
            #expect(try sorted(Sample.order { $0.instant }) == days.sorted())
            let first = try #require(LocalDate("1970-01-01"))
            #expect(try Sample.filter { $0.day < first }.count() == 2)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func definitionsAreTakenBackWithTheirTransaction(_ database: TestDatabase) throws {
        struct Failure: Error {}
        try database.run { database in
            do {
                try database.transaction {
                    try database.createAll(Tag.self)
                    _ = try Tag(name: "a").inserted()
                    throw Failure()
                }
            } catch is Failure {}
            #expect(kind { _ = try Tag.query.count() } == .statement)
            try database.createAll(Tag.self)
            #expect(try Tag.query.count() == 0)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func whatIsInTheWayOfAnUpsertIsUnique(_ database: TestDatabase) throws {
        try database.filledBoard { _ in
            var author = Author(name: "Ada", email: "new@example.org")
            #expect(kind { try author.upsert(on: \.name) } == .statement)
            var post = Post(title: "Alpha", views: 3, authorID: 1)
            try post.upsert(on: \.authorID, \.title, updating: [\.views])
            #expect(post.id == 1)
            #expect(try Post.get(1).views == 3)
            // What is not the target is still in the way.
            var other = Author(id: 1, name: "x", email: "bob@example.org")
            #expect(kind { try other.upsert() } == .constraint(.unique))
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func namesMayBeAnything(_ database: TestDatabase) throws {
        struct Odd: Model, Equatable {
            var id: Int?
            var size: Int
            var select = ""
            static let long = String(repeating: "ä", count: 31)
            static let schema = Schema<Odd>("Order \"x\" — \(long.prefix(20))") { t in
                t.key(\.id, .name("Id"))
                t.column(\.size, .name("Größe \"%\";--"), .index, .unique)
                t.column(\.select, .name(long))
            }
        }
        try database.run { database in
            try database.createAll(Odd.self)
            let odd = try Odd(size: 3, select: "a").inserted()
            #expect(try Odd.filter { $0.size == 3 && $0.select == "a" }.all() == [odd])
            #expect(kind { _ = try Odd(size: 3).inserted() } == .constraint(.unique))
            try database.dropAll(Odd.self)
        }
    }

    @Test func namesThatDifferInCaseAloneAreRefused() {
        struct Twice: Model {
            var id = 0
            var other = 0
            static let schema = Schema<Twice>("twice") { t in
                t.key(\.id)
                t.column(\.other, .name("ID"))
            }
        }
        #expect(kind { _ = try Twice.query.sql(.sqlite) } == .invalidSchema)
    }

    @Test(arguments: TestDatabase.allCases)
    func textThatIsTooLongIsRefused(_ database: TestDatabase) throws {
        try database.board { (_) throws in
            let long = String(repeating: "한", count: 101)
            #expect(
                kind { _ = try Author(name: long, email: "x").inserted() } == .constraint(.check))
            #expect(try Author(name: String(long.dropLast()), email: "x").inserted().id == 1)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func transactionsStandInAsyncFunctions(_ database: TestDatabase) async throws {
        try await database.runAsync { database in
            try database.createAll(Tag.self)
            try database.transaction { _ = try Tag(name: "a").inserted() }
            let count = try database.transaction { try Tag.query.count() }
            #expect(count == 1)
            var attempts = 0
            try await database.transaction {
                attempts += 1
                await Task.yield()
                _ = try Tag(name: "b").inserted()
                if attempts < 3 {
                    throw DatabaseError.refused(
                        .conflict(.serialization), code: "40001", name: "", sql: nil, message: "")
                }
            }
            #expect(attempts == 3)
            #expect(try Tag.query.count() == 2)
        }
    }
}
