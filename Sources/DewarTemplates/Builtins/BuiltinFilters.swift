/// All filters of Jinja2, by name.
///
/// A filter is one function in the file of its subject and one line of that file's list.
///
/// - SeeAlso: `jinja2.filters`.
enum BuiltinFilters {
    static let table: [Text: Filter] = {
        let lists = [
            caseFilters, escapeFilters, textFilters, layoutFilters, numberFilters,
            sequenceFilters, orderFilters, groupFilters, selectionFilters, valueFilters,
            urlFilters, jsonFilters,
        ]
        var table: [Text: Filter] = [:]
        for filter in lists.joined() { table[filter.name] = filter }
        return table
    }()
}
