import DewarCore
import DewarHTTP
public import DewarORM
import DewarText

extension Query {
    /// The page that the request asks for, by `page` and `per_page` of its query.
    ///
    /// ```swift
    /// app.get("/posts") {
    ///     let page = try Post.order { $0.id.descending }.paginate()
    ///     return try render("posts.html", ["page": page])
    /// }
    /// ```
    /// Outside of a request it is the first page.
    ///
    /// - Parameters:
    ///   - perPage: How many rows a page has; nil for what the request asks for, else 20.
    ///   - maxPerPage: The most that `perPage` may be; more is this many, nil for any number.
    ///   - errorOut: Whether a page that there is not, or that is no number, is a 404; otherwise
    ///     the page becomes 1 and the size 20.
    ///   - counts: Whether all rows are counted, with a query of its own.
    ///   - database: The current one unless told.
    /// - Returns: The page.
    /// - Throws: `DatabaseError`, of kind `noPage` for what is a 404.
    /// - SeeAlso: Flask-SQLAlchemy `paginate`.
    public func paginate(
        perPage: Int? = nil, maxPerPage: Int? = 100, errorOut: Bool = true, counts: Bool = true,
        in database: Database? = nil
    ) throws -> Pagination<M> {
        try paginate(
            .requested(perPage: perPage, maxPerPage: maxPerPage, errorOut: errorOut),
            errorOut: errorOut, counts: counts, in: database)
    }
}

extension LoadedQuery {
    /// The page that the request asks for, with what belongs to its rows.
    ///
    /// ```swift
    /// let page = try Post.order { $0.id.descending }.with(Post.author).paginate(perPage: 10)
    /// ```
    ///
    /// - Parameters:
    ///   - perPage: How many rows a page has; nil for what the request asks for, else 20.
    ///   - maxPerPage: The most that `perPage` may be; more is this many, nil for any number.
    ///   - errorOut: Whether a page that there is not, or that is no number, is a 404; otherwise
    ///     the page becomes 1 and the size 20.
    ///   - counts: Whether all rows are counted, with a query of its own.
    ///   - database: The current one unless told.
    /// - Returns: The page.
    /// - Throws: `DatabaseError`, of kind `noPage` for what is a 404.
    /// - SeeAlso: Flask-SQLAlchemy `paginate`.
    public func paginate(
        perPage: Int? = nil, maxPerPage: Int? = 100, errorOut: Bool = true, counts: Bool = true,
        in database: Database? = nil
    ) throws -> Pagination<Loaded<M>> {
        try paginate(
            .requested(perPage: perPage, maxPerPage: maxPerPage, errorOut: errorOut),
            errorOut: errorOut, counts: counts, in: database)
    }
}

extension PageChoice {
    /// What a request asks for.
    static func requested(
        perPage: Int?, maxPerPage: Int?, errorOut: Bool
    ) throws -> PageChoice {
        let args = hasRequestContext ? request.args : [:]
        return try PageChoice(
            page: number(args["page"], otherwise: 1),
            perPage: perPage ?? number(args["per_page"], otherwise: 20),
            maxPerPage: maxPerPage, errorOut: errorOut)
    }

    /// An integer of the query; nil for what is none.
    private static func number(_ text: String?, otherwise: Int) -> Int? {
        guard let text else { return otherwise }
        return PythonInteger.value(of: text)
    }
}

/// Integers as Python's `int` reads them of text, the nearest of 64 bits.
enum PythonInteger {
    /// Reads a number.
    ///
    /// - Parameter text: Digits, perhaps with a sign, spaces around, and `_` between them.
    /// - Returns: nil for what is no number.
    static func value(of text: String) -> Int? {
        // Longer ones are refused by Python as well: `sys.int_info.default_max_str_digits`.
        guard text.utf8.count <= 4300 else { return nil }
        var rest = Array(text.utf8)[...]
        while let first = rest.first, isSpace(first) { rest.removeFirst() }
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        var value = 0
        var isAfterDigit = false
        for byte in rest {
            if byte == UInt8(ascii: "_"), isAfterDigit {
                isAfterDigit = false
                continue
            }
            guard byte >= 48, byte <= 57 else { return nil }
            isAfterDigit = true
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.addingReportingOverflow(Int(byte) - 48)
            value = overflow || overflows ? .max : sum
        }
        guard isAfterDigit else { return nil }
        return isNegative ? -value : value
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
