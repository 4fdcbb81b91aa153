// What templates and JSON see of a model.
extension Schema {
    /// The place of the column that templates call by a name.
    ///
    /// - Parameter name: A property's or a column's name; of two of a name it is the property's.
    /// - Returns: nil if there is none, and for one that is hidden.
    package func memberIndex(_ name: String) -> Int? {
        let columns = table.columns
        let index =
            columns.firstIndex { $0.property == name } ?? columns.firstIndex { $0.name == name }
        return index.flatMap { columns[$0].isHidden ? nil : $0 }
    }

    /// The names by which templates call columns, in order.
    package var memberNames: [String] {
        table.columns.filter { !$0.isHidden }.map(\.name)
    }

    /// The value of a column.
    ///
    /// - Parameters:
    ///   - index: The column's place.
    ///   - model: A value.
    /// - Returns: The property's value.
    package func value(of index: Int, in model: M) -> any ColumnValue {
        mapper.fields[index].read(model)
    }

    /// The value's primary key, in its order.
    package func key(of model: M) -> [DatabaseValue] {
        table.key.compactMap { name in
            table.columns.firstIndex { $0.name == name }.map { mapper.value(of: $0, in: model) }
        }
    }

    /// Which members of an encoded value are hidden columns.
    ///
    /// A member is called as the property, or as `CodingKeys` say: as the column, in any way of
    /// writing it.
    ///
    /// - Parameter names: The members' names.
    /// - Returns: The names to leave out.
    /// - Throws: ``DatabaseError`` of kind `invalidSchema` when a member could be a hidden column
    ///   under another name.
    package func hiddenMembers(among names: [String]) throws -> Set<String> {
        let hidden = table.columns.filter(\.isHidden)
        guard !hidden.isEmpty else { return [] }
        func isCalled(_ column: ColumnDefinition, _ name: String) -> Bool {
            let simple = Self.simplified(name)
            return simple == Self.simplified(column.property)
                || simple == Self.simplified(column.name)
        }
        var found: Set<String> = []
        var isMissing = false
        for column in hidden {
            let called = names.filter { isCalled(column, $0) }
            if called.isEmpty { isMissing = true }
            found.formUnion(called)
        }
        let strangers = names.filter { name in
            !table.columns.contains { isCalled($0, name) }
        }
        guard isMissing, let stranger = strangers.first else { return found }
        throw DatabaseError.invalidSchema(
            "\(M.self)",
            "'\(stranger)' of its CodingKeys may be a hidden column: call it as the column")
    }

    /// A name without regard to the way of writing it: `passwordHash`, `password_hash`.
    private static func simplified(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" }
    }
}
