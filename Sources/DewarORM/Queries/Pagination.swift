/// One page of a query's rows.
///
/// - SeeAlso: Flask-SQLAlchemy `Pagination`, whose names these are.
public struct Pagination<Item: Sendable>: Sendable {
    /// The rows of the page.
    public let items: [Item]
    /// The page's number, from 1.
    public let page: Int
    /// How many rows a page has at most.
    public let perPage: Int
    /// How many rows there are on all pages.
    public let total: Int

    package init(items: [Item], page: Int, perPage: Int, total: Int) {
        self.items = items
        self.page = page
        self.perPage = perPage
        self.total = total
    }

    /// How many pages there are.
    public var pages: Int { total == 0 ? 0 : (total - 1) / perPage + 1 }
    /// Whether there is a page before.
    public var hasPrevious: Bool { page > 1 }
    /// Whether there is a page behind.
    public var hasNext: Bool { page < pages }
    /// The number of the page before, if there is one.
    public var previousPage: Int? { hasPrevious ? page - 1 : nil }
    /// The number of the page behind, if there is one.
    public var nextPage: Int? { hasNext ? page + 1 : nil }
    /// The number of the first row of the page, from 1; 0 if the page is empty.
    public var first: Int { items.isEmpty ? 0 : (page - 1) * perPage + 1 }
    /// The number of the last row of the page; 0 if the page is empty.
    public var last: Int { items.isEmpty ? 0 : first + items.count - 1 }

    /// The numbers of pages to link to, nil for a gap between them.
    ///
    /// - Parameters:
    ///   - leftEdge: How many at the beginning.
    ///   - leftCurrent: How many before the current one.
    ///   - rightCurrent: How many behind the current one.
    ///   - rightEdge: How many at the end.
    /// - Returns: Numbers in order, with nil where some are left out.
    public func iterPages(
        leftEdge: Int = 2, leftCurrent: Int = 2, rightCurrent: Int = 4, rightEdge: Int = 2
    ) -> [Int?] {
        let end = pages + 1
        guard end > 1 else { return [] }
        var result: [Int?] = []
        let leftEnd = min(1 + max(0, leftEdge), end)
        result += (1..<leftEnd).map { $0 }
        guard leftEnd < end else { return result }
        let middleStart = max(leftEnd, page - max(0, leftCurrent))
        let middleEnd = min(page + max(0, rightCurrent) + 1, end)
        if middleStart > leftEnd { result.append(nil) }
        if middleStart < middleEnd { result += (middleStart..<middleEnd).map { $0 } }
        guard middleEnd < end else { return result }
        let rightStart = max(middleEnd, end - max(0, rightEdge))
        if rightStart > middleEnd { result.append(nil) }
        result += (rightStart..<end).map { $0 }
        return result
    }
}

extension Query {
    /// One page of the rows.
    ///
    /// - Parameters:
    ///   - page: Its number, from 1.
    ///   - perPage: How many rows a page has, from 1.
    ///   - maxPerPage: The most that `perPage` may be; more is this many.
    ///   - errorOut: Whether a number or size less than 1, and an empty page but the first, are
    ///     errors; otherwise the number becomes 1 and the size 20.
    ///   - database: The current one unless told.
    /// - Returns: The page.
    /// - Throws: ``DatabaseError``, of kind `noRow` for a page that there is not.
    public func paginate(
        page: Int = 1, perPage: Int = 20, maxPerPage: Int? = 100, errorOut: Bool = true,
        in database: Database? = nil
    ) throws -> Pagination<M> {
        let database = try Database.required(database)
        if errorOut, page < 1 || perPage < 1 { throw DatabaseError.noPage(page) }
        let page = max(1, page)
        var size = perPage < 1 ? 20 : perPage
        if let maxPerPage { size = min(size, max(1, maxPerPage)) }
        let (start, overflow) = (page - 1).multipliedReportingOverflow(by: size)
        guard !overflow else { throw DatabaseError.noPage(page) }
        let items = try offset(start).limit(size).all(in: database)
        if items.isEmpty, page > 1, errorOut { throw DatabaseError.noPage(page) }
        let total = try unordered().count(in: database)
        return Pagination(items: items, page: page, perPage: size, total: total)
    }
}

extension DatabaseError {
    static func noPage(_ page: Int) -> DatabaseError {
        DatabaseError(.noRow, "there is no page \(page).")
    }
}
