import DewarORM
import FoundationEssentials
import Testing

@Suite struct KeysetTests {
    /// All pages of a query, from the first to the last.
    private func pages<M: Model>(_ query: Query<M>, _ limit: Int) throws -> [[M]] {
        var pages: [[M]] = []
        var place: String?
        repeat {
            let page = try query.keysetPage(after: place, limit: limit)
            pages.append(page.items)
            place = page.next
        } while place != nil
        return pages
    }

    @Test(arguments: TestDatabase.allCases)
    func pagesFollowEachOther(_ database: TestDatabase) throws {
        try database.filledBoard { (_) throws in
            let queries: [Query<Post>] = [
                Post.query, Post.order { $0.id.descending }, Post.order { $0.views },
                Post.order { ($0.editorID, $0.title.descending) },
                Post.order { ($0.editorID.descending, $0.views) },
                Post.order { $0.editorID.descending.nullsFirst },
                Post.order { $0.editorID.ascending.nullsLast },
                Post.order { ($0.author.name.descending, $0.title) },
                Post.order { ($0.editor.name, $0.views) },
            ]
            for query in queries {
                let all = try query.orderedByKey().all()
                for limit in 1...5 {
                    let pages = try pages(query, limit)
                    #expect(pages.flatMap(\.self) == all)
                    #expect(pages.count == (all.count + limit - 1) / limit)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func pagesLeadBack(_ database: TestDatabase) throws {
        try database.filledBoard { (_) throws in
            let query = Post.order { ($0.editorID.descending, $0.title) }
            let first = try query.keysetPage(limit: 2)
            #expect(first.previous == nil)
            let second = try query.keysetPage(after: first.next, limit: 2)
            #expect(second.next == nil)
            let back = try query.keysetPage(before: try #require(second.previous), limit: 2)
            #expect(back.items == first.items)
            #expect(back.previous == nil)
            let again = try query.keysetPage(after: back.next, limit: 2)
            #expect(again.items == second.items)
            let one = try query.keysetPage(before: try #require(second.previous), limit: 1)
            #expect(one.items == [first.items[1]])
            #expect(one.previous != nil)
        }
    }

    private func sample(_ number: Int) -> Sample {
        var sample = Sample(id: UUID())
        sample.small = Int16(number % 2)
        sample.number = Double(number) / 3
        sample.flag = number > 2
        sample.price = Decimal(number) / 4
        sample.instant = Date(timeIntervalSince1970: Double(number) + 0.25)
        sample.local = LocalDateTime("2026-11-22 10:00:0\(number)")
        sample.day = number == 0 ? nil : LocalDate("2026-11-1\(number)")
        sample.time = LocalTime("10:00:0\(number)")
        sample.bytes = [UInt8(number)]
        sample.note = number == 5 ? nil : "\(number)"
        return sample
    }

    @Test(arguments: TestDatabase.allCases)
    func placesHaveEveryType(_ database: TestDatabase) throws {
        try database.board { (_) throws in
            try Sample.insert((0..<6).map(sample))
            let queries: [Query<Sample>] = [
                Sample.query, Sample.order { $0.number.descending }, Sample.order { $0.flag },
                Sample.order { ($0.small, $0.price) }, Sample.order { $0.instant.descending },
                Sample.order { $0.local }, Sample.order { $0.day }, Sample.order { $0.time },
                Sample.order { $0.bytes.descending }, Sample.order { $0.note.descending },
            ]
            for query in queries {
                #expect(try pages(query, 2).flatMap(\.self) == query.orderedByKey().all())
            }
        }
    }

    @Test(
        arguments: TestDatabase.allCases,
        [
            "", "x", "%", "W10", "bnVsbA", "e30", "WzFd", "WzEsMl0", "WyIxIl0", "W251bGxd",
            "WzEuNV0", "WzFlMzBd", "W3RydWVd", "W1tdXQ", "WzkyMjMzNzIwMzY4NTQ3NzU4MDhd",
            String(repeating: "W", count: 100_000), String(repeating: "WyJh", count: 2000),
        ])
    func textThatIsNoPlaceIsNoPage(_ database: TestDatabase, _ place: String) throws {
        try database.filledBoard { (_) throws in
            let query = Post.order { $0.title }
            let error = #expect(throws: DatabaseError.self) {
                try query.keysetPage(after: place)
            }
            #expect(error?.kind == .noPage)
            #expect(throws: DatabaseError.self) { try query.keysetPage(before: place) }
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func aLimitIsBetweenOneAndAThousand(_ database: TestDatabase) throws {
        try database.board { (_) throws in
            try Tag.insert((0..<1100).map { Tag(name: "\($0)") })
            #expect(try Tag.query.keysetPage(limit: .min).items.count == 1)
            #expect(try Tag.query.keysetPage(limit: .max).items.count == 1000)
        }
    }

    @Test(arguments: TestDatabase.allCases)
    func ordersAreNamedByTextFromOutside(_ database: TestDatabase) throws {
        try database.filledBoard { (_) throws in
            func titles(_ text: String?) throws -> [String] {
                try Post.query.order(by: text, among: [\.views, \.title]).orderedByKey()
                    .select { $0.title }.all()
            }
            let usual = ["Alpha", "Beta", "alpaca", "100%"]
            #expect(try titles("title") == ["100%", "Alpha", "Beta", "alpaca"])
            #expect(try titles("-views") == ["Alpha", "alpaca", "Beta", "100%"])
            for text in [
                nil, "", ",", "-", "--title", "id", "body", "title desc", "title;DROP TABLE post",
                "\"title\"", "title\0", "(SELECT 1)", String(repeating: ",", count: 100_000),
                String(repeating: "x", count: 1_000_000),
            ] {
                #expect(try titles(text) == usual)
            }
        }
    }
}
