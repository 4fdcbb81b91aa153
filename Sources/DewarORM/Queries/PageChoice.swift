/// Which page is wanted: the numbers, checked as Flask-SQLAlchemy checks them.
package struct PageChoice: Sendable, Hashable {
    /// The page's number, from 1.
    package let page: Int
    /// How many rows it has at most, from 1.
    package let perPage: Int

    /// Checks numbers.
    ///
    /// - Parameters:
    ///   - page: Any number; nil for one that cannot be read.
    ///   - perPage: Any number; nil for one that cannot be read.
    ///   - maxPerPage: The most that `perPage` may be; more is this many.
    ///   - errorOut: Whether what is less than 1, or cannot be read, is an error; otherwise the
    ///     number becomes 1 and the size 20.
    /// - Throws: ``DatabaseError`` of kind `noPage`.
    /// - SeeAlso: Flask-SQLAlchemy `Pagination._prepare_page_args`.
    package init(page: Int?, perPage: Int?, maxPerPage: Int?, errorOut: Bool) throws {
        if errorOut, page == nil || perPage == nil { throw DatabaseError.noPage(page) }
        var size = perPage ?? 20
        if let maxPerPage { size = min(size, maxPerPage) }
        if errorOut, (page ?? 1) < 1 || size < 1 { throw DatabaseError.noPage(page) }
        self.page = max(1, page ?? 1)
        self.perPage = size < 1 ? 20 : size
    }

    /// How many rows come before it; nil for more than there can be.
    var offset: Int? {
        let (offset, overflow) = (page - 1).multipliedReportingOverflow(by: perPage)
        return overflow ? nil : offset
    }

    /// The page of these numbers.
    ///
    /// - Parameters:
    ///   - errorOut: Whether an empty page but the first is an error.
    ///   - counts: Whether all rows are counted.
    ///   - rows: Gives the rows from an offset on, at most so many.
    ///   - count: Counts all rows.
    /// - Returns: The page.
    /// - Throws: ``DatabaseError``, of kind `noPage` for a page that there is not.
    package func page<Item: Sendable>(
        errorOut: Bool, counts: Bool, rows: (_ offset: Int, _ limit: Int) throws -> [Item],
        count: () throws -> Int
    ) throws -> Pagination<Item> {
        let items = try offset.map { try rows($0, perPage) } ?? []
        if items.isEmpty, page != 1, errorOut { throw DatabaseError.noPage(page) }
        return Pagination(
            items: items, page: page, perPage: perPage, total: counts ? try count() : nil)
    }
}

extension DatabaseError {
    static func noPage(_ page: Int?) -> DatabaseError {
        DatabaseError(
            .noPage, page.map { "there is no page \($0)." } ?? "this is no page's number.")
    }
}
