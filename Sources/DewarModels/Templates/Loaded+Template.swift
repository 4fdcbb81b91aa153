public import DewarCore
public import DewarORM
public import DewarTemplates
public import DewarText

extension Loaded: TemplateConvertible {
    /// The row, whose columns and relations are looked up when a template names them.
    public var templateValue: TemplateValue { RowObject(self).templateValue }
}

extension Loaded: Encodable, MemberHiding {
    /// Encodes the row, without what its relations lead to.
    ///
    /// - Parameter encoder: Takes the row.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    /// The members that are hidden columns.
    public static func hiddenMembers(among names: [String]) throws -> Set<String> {
        try M.schema.hiddenMembers(among: names)
    }
}

extension Loaded: ResponseConvertible {}
