extension Query {
    /// The rows in an order that somebody names, as in the query of a URL: `?sort=-views,title`.
    ///
    /// ```swift
    /// let sort: String? = "-views,title"
    /// let posts = try Post.query.order(by: sort, among: [\.title, \.views]).all()
    /// ```
    /// Names only choose among the properties given: nothing of the text becomes SQL. `-` before a
    /// name is the greatest first. What is no name of these, or comes twice, is left out.
    ///
    /// - Parameters:
    ///   - text: Names of properties or of their columns, with `,` between them; nil for none.
    ///   - allowed: The properties that may be named.
    /// - Returns: A query with these orders behind those that it has.
    /// - SeeAlso: JSON:API, "Sorting".
    public func order(by text: String?, among allowed: [PartialKeyPath<M>]) -> Query {
        var copy = isBounded ? nested() : self
        guard let text else { return copy }
        let fields = M.schema.mapper.fields
        var rest = fields.filter { field in allowed.contains { $0 == field.path } }
        // More names than properties are repetitions.
        for part in text.split(separator: ",", maxSplits: fields.count).prefix(fields.count) {
            let isDescending = part.first == "-"
            let name = isDescending ? part.dropFirst() : part
            let place =
                rest.firstIndex { $0.property == name } ?? rest.firstIndex { $0.column == name }
            guard let place else { continue }
            let field = rest.remove(at: place)
            copy.statement.orders.append(
                .init(
                    node: .column(table: copy.alias, name: field.column),
                    isDescending: isDescending, isNullable: field.isNullable,
                    type: field.type))
        }
        return copy
    }
}
