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
            #expect(try Tag.query.paginate(page: 1, perPage: 500, maxPerPage: 30).items.count == 30)
            #expect(try Tag.query.paginate(page: 0, perPage: 0, errorOut: false).items.count == 20)
            #expect(try Tag.query.paginate(page: 99, errorOut: false).items.isEmpty)
            #expect(throws: DatabaseError.self) { try Tag.query.paginate(page: 0) }
            #expect(throws: DatabaseError.self) { try Tag.query.paginate(page: 1, perPage: 0) }
            #expect(throws: DatabaseError.self) { try Tag.query.paginate(page: .max) }
            #expect(throws: DatabaseError.self) { try Tag.query.paginate(page: 4) }
            #expect(try Tag.filter { $0.id < 0 }.paginate(page: 1).pages == 0)
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

    /// What Flask-SQLAlchemy 3.1's `iter_pages` gives with other arguments.
    @Test(arguments: [
        (1, 10, [0, 0, 0, 0], [1, nil] as [Int?]),
        (5, 10, [1, 1, 1, 1], [1, nil, 4, 5, 6, nil, 10]),
        (99, 5, [2, 2, 4, 2], [1, 2, nil]),
        (3, 3, [10, 2, 4, 2], [1, 2, 3]),
        (50, 100, [0, 2, 4, 0], [nil, 48, 49, 50, 51, 52, 53, 54, nil]),
        (2, 8, [2, 2, 0, 2], [1, 2, nil, 7, 8]),
        (7, 8, [2, 0, 4, 3], [1, 2, nil, 7, 8]),
        (9, 3, [0, 1, 4, 2], [nil]),
        (4, 9, [3, 0, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ])
    func edgesAreChosen(_ page: Int, _ pages: Int, _ edges: [Int], _ wanted: [Int?]) {
        let pagination = Pagination(items: [0], page: page, perPage: 1, total: pages)
        #expect(
            pagination.iterPages(
                leftEdge: edges[0], leftCurrent: edges[1], rightCurrent: edges[2],
                rightEdge: edges[3]) == wanted)
    }

    @Test func extremeNumbersTrapNowhere() {
        for number in [Int.min, -1, 0, 1, .max - 1, .max] {
            for total in [nil, Int.min, 0, 7, .max] {
                let page = Pagination(items: [0], page: number, perPage: number, total: total)
                _ = (page.pages, page.first, page.last, page.nextPage, page.previousPage)
                guard page.pages < 100 else { continue }
                _ = page.iterPages(
                    leftEdge: number, leftCurrent: number, rightCurrent: number, rightEdge: number)
            }
        }
        let page = Pagination(items: [Int](), page: .max, perPage: 1, total: .max)
        #expect(
            page.iterPages(leftEdge: 1, leftCurrent: 0, rightCurrent: .max, rightEdge: 1).count < 5)
    }

    @Test(arguments: TestDatabase.allCases)
    func rowsNeedNotBeCounted(_ database: TestDatabase) throws {
        try database.board { _ in
            try Tag.insert((1...5).map { Tag(name: "\($0)") })
            let page = try Tag.query.orderedByKey().paginate(page: 1, perPage: 2, counts: false)
            #expect(page.total == nil && page.pages == 0 && !page.hasNext)
            #expect(page.items.count == 2)
        }
    }
}
