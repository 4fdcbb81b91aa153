/// One page of a query's rows.
///
/// ```swift
/// let page = try Post.query.orderedByKey().paginate(page: 2, perPage: 10)
/// print(page.items.count, page.pages, page.hasNext)
/// ```
///
/// - SeeAlso: Flask-SQLAlchemy `Pagination`, whose names these are.
public struct Pagination<Item: Sendable>: Sendable {
    /// The rows of the page.
    public let items: [Item]
    /// The page's number, from 1.
    public let page: Int
    /// How many rows a page has at most, from 1.
    public let perPage: Int
    /// How many rows there are on all pages; nil if they were not counted.
    public let total: Int?

    package init(items: [Item], page: Int, perPage: Int, total: Int?) {
        self.items = items
        self.page = max(1, page)
        self.perPage = max(1, perPage)
        self.total = total
    }

    /// How many pages there are; 0 if the rows were not counted.
    public var pages: Int {
        guard let total, total > 0 else { return 0 }
        return (total - 1) / perPage + 1
    }
    /// Whether there is a page before.
    public var hasPrevious: Bool { page > 1 }
    /// Whether there is a page behind.
    public var hasNext: Bool { page < pages }
    /// The number of the page before, if there is one.
    public var previousPage: Int? { hasPrevious ? page - 1 : nil }
    /// The number of the page behind, if there is one.
    public var nextPage: Int? { hasNext ? page + 1 : nil }
    /// The number of the first row of the page, from 1; 0 if the page is empty.
    public var first: Int {
        items.isEmpty ? 0 : (page - 1).multiplied(by: perPage).increased(by: 1)
    }
    /// The number of the last row of the page; 0 if the page is empty.
    public var last: Int { items.isEmpty ? 0 : first.increased(by: items.count - 1) }

    /// The numbers of pages to link to, nil for a gap between them.
    ///
    /// ```swift
    /// let page = try Post.query.orderedByKey().paginate(page: 10, perPage: 5)
    /// page.iterPages()  // of 20 pages: 1, 2, nil, 8, 9, 10, 11, 12, 13, 14, nil, 19, 20
    /// ```
    ///
    /// - Parameters:
    ///   - leftEdge: How many at the beginning.
    ///   - leftCurrent: How many before the current one.
    ///   - rightCurrent: How many behind the current one.
    ///   - rightEdge: How many at the end.
    /// - Returns: Numbers in order, with nil where some are left out.
    /// - SeeAlso: Flask-SQLAlchemy `Pagination.iter_pages`.
    public func iterPages(
        leftEdge: Int = 2, leftCurrent: Int = 2, rightCurrent: Int = 4, rightEdge: Int = 2
    ) -> [Int?] {
        // As many numbers as are asked for, never as many as there are pages.
        let end = pages.increased(by: 1)
        guard end > 1 else { return [] }
        var result: [Int?] = []
        let leftEnd = min(max(0, leftEdge).increased(by: 1), end)
        result += (1..<leftEnd).map { $0 }
        guard leftEnd < end else { return result }
        let middleStart = max(leftEnd, page - max(0, min(leftCurrent, page)))
        let middleEnd = min(page.increased(by: max(0, rightCurrent)).increased(by: 1), end)
        if middleStart > leftEnd { result.append(nil) }
        if middleStart < middleEnd { result += (middleStart..<middleEnd).map { $0 } }
        // Behind the last page too, and before the left edge, as in Flask-SQLAlchemy.
        guard middleEnd < end else { return result }
        let rightStart = max(middleEnd, end - max(0, min(rightEdge, end)))
        if rightStart > middleEnd { result.append(nil) }
        result += (rightStart..<end).map { $0 }
        return result
    }

    /// The same page with other items.
    package func replacing<Other: Sendable>(_ items: [Other]) -> Pagination<Other> {
        Pagination<Other>(items: items, page: page, perPage: perPage, total: total)
    }
}

extension Int {
    /// The sum, or the greatest number there is.
    fileprivate func increased(by other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    /// The product of two that are not negative, or the greatest number there is.
    fileprivate func multiplied(by other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
