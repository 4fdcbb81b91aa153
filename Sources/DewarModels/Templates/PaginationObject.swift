public import DewarCore
public import DewarORM
public import DewarTemplates

extension Pagination: TemplateConvertible where Item: TemplateConvertible {
    /// The page, with the members that it has in Flask-SQLAlchemy: `{% for post in page %}`,
    /// `page.items`, `page.iter_pages(left_edge=1)`, `page.next_num`.
    public var templateValue: TemplateValue {
        get throws {
            let items = try [Item].templateValue(of: self.items)
            return PaginationObject(page: replacing(items)).templateValue
        }
    }
}

extension Array where Element: TemplateConvertible {
    fileprivate static func templateValue(of elements: [Element]) throws -> [TemplateValue] {
        try Element.templateValues(of: elements) ?? elements.map { try $0.templateValue }
    }
}

/// A page in a template.
private struct PaginationObject: TemplateMapping {
    let page: Pagination<TemplateValue>

    // A loop goes through the items; there is no entry but them.
    var templateKeys: [TemplateValue] { page.items }
    var templateElements: [TemplateValue] { page.items }
    func templateItem(_ key: TemplateValue) -> TemplateValue? { nil }

    var templateDescription: String { "<Pagination \(page.page) of \(page.pages)>" }

    /// As of an object in Python, whatever is in it.
    var isTemplateTrue: Bool { true }

    var templateMemberNames: [String] {
        [
            "items", "page", "per_page", "total", "pages", "has_prev", "has_next", "prev_num",
            "next_num", "first", "last", "iter_pages",
        ]
    }

    func templateMember(_ name: String) throws -> TemplateValue? {
        switch name {
        case "items": .list(page.items)
        case "page": .int(page.page)
        case "per_page": .int(page.perPage)
        case "total": try page.total.templateValue
        case "pages": .int(page.pages)
        case "has_prev": .bool(page.hasPrevious)
        case "has_next": .bool(page.hasNext)
        case "prev_num": try page.previousPage.templateValue
        case "next_num": try page.nextPage.templateValue
        case "first": .int(page.first)
        case "last": .int(page.last)
        case "iter_pages": iterPages
        default: nil
        }
    }

    private var iterPages: TemplateValue {
        .function(
            .optional("left_edge", 2), .optional("left_current", 2),
            .optional("right_current", 4), .optional("right_edge", 2)
        ) { (leftEdge: Int, leftCurrent: Int, rightCurrent: Int, rightEdge: Int) in
            page.iterPages(
                leftEdge: leftEdge, leftCurrent: leftCurrent, rightCurrent: rightCurrent,
                rightEdge: rightEdge)
        }
    }
}

extension Pagination: Encodable where Item: Encodable {
    private enum CodingKeys: String, CodingKey {
        case items, page, perPage = "per_page", pages, total, hasPrevious = "has_prev"
        case hasNext = "has_next", previousPage = "prev_num", nextPage = "next_num"
    }

    /// Encodes the items, and the numbers by Flask-SQLAlchemy's names.
    ///
    /// - Parameter encoder: Takes them.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        try container.encode(page, forKey: .page)
        try container.encode(perPage, forKey: .perPage)
        try container.encode(pages, forKey: .pages)
        try container.encode(total, forKey: .total)
        try container.encode(hasPrevious, forKey: .hasPrevious)
        try container.encode(hasNext, forKey: .hasNext)
        try container.encode(previousPage, forKey: .previousPage)
        try container.encode(nextPage, forKey: .nextPage)
    }
}

extension Pagination: ResponseConvertible where Item: Encodable {}
