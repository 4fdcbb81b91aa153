import DewarORM
import Testing

@Suite struct PaginationTests {
    @Test(arguments: TestDatabase.allCases) func pagesAreCounted(_ database: TestDatabase) throws {
        try database.board { _ in
            try Tag.insert((1...45).map { Tag(name: "\($0)") })
            let page = try Tag.query.orderedByKey().paginate(page: 2)
            #expect(page.items.map(\.id) == Array(21...40))
            #expect(page.total == 45)
            #expect(page.pages == 3)
            #expect(page.hasPrevious && page.hasNext)
            #expect(page.previousPage == 1)
            #expect(page.nextPage == 3)
            #expect([page.first, page.last] == [21, 40])
            #expect(try Tag.query.paginate(page: 1, perPage: 500).items.count == 45)
            #expect(try Tag.query.paginate(perPage: 500, maxPerPage: 30).items.count == 30)
            #expect(try Tag.query.paginate(page: 0, perPage: 0, errorOut: false).items.count == 20)
            #expect(try Tag.query.paginate(page: 99, errorOut: false).items.isEmpty)
            #expect(throws: DatabaseError.self) { try Tag.query.paginate(page: 0) }
            #expect(throws: DatabaseError.self) { try Tag.query.paginate(perPage: 0) }
            #expect(throws: DatabaseError.self) { try Tag.query.paginate(page: .max) }
            #expect(throws: DatabaseError.self) { try Tag.query.paginate(page: 4) }
            #expect(try Tag.filter { $0.id < 0 }.paginate().pages == 0)
        }
    }

    /// What Flask-SQLAlchemy 3.1's `iter_pages` gives.
    @Test(arguments: [
        (1, 0, [] as [Int?]),
        (1, 1, [1]),
        (1, 10, [1, 2, 3, 4, 5, nil, 9, 10]),
        (5, 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        (10, 20, [1, 2, nil, 8, 9, 10, 11, 12, 13, 14, nil, 19, 20]),
        (20, 20, [1, 2, nil, 18, 19, 20]),
    ])
    func pagesToLinkToAreChosen(_ page: Int, _ pages: Int, _ wanted: [Int?]) {
        let pagination = Pagination(items: [0], page: page, perPage: 1, total: pages)
        #expect(pagination.iterPages() == wanted)
    }
}
