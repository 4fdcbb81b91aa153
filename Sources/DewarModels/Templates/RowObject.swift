import DewarORM
import DewarTemplates
import DewarText
import FoundationEssentials

/// A row in a template: its columns, and what its relations lead to.
struct RowObject<M: DewarORM.Model>: TemplateObject {
    private let row: Loaded<M>

    init(_ row: Loaded<M>) {
        self.row = row
    }

    func templateMember(_ name: String) throws -> TemplateValue? {
        if let index = M.schema.memberIndex(name) {
            return try ColumnTemplates.value(of: M.schema.value(of: index, in: row.value))
        }
        guard let model = M.self as? any Model.Type else { return nil }
        return try Self.follow(name, of: model, from: row)
    }

    /// Columns by the names that they have in the database, as SQLAlchemy's models call them.
    var templateMemberNames: [String] { M.schema.memberNames + relationNames }

    /// `<Post 7>`, as Flask-SQLAlchemy writes it.
    var templateDescription: String {
        let key = M.schema.key(of: row.value)
        let texts = key.map { value in
            switch value {
            case .integer(let number): String(number)
            case .text(let text): text
            case .uuid(let id): id.uuidString.lowercased()
            default: "…"
            }
        }
        let isTransient = key.contains { $0.isNull }
        return "<\(M.self) \(isTransient ? "(transient)" : texts.joined(separator: ", "))>"
    }

    private var relationNames: [String] {
        func names<Named: Model>(_ model: Named.Type) -> [String] { Named.relations.names }
        return (M.self as? any Model.Type).map { names($0) } ?? []
    }

    private static func follow<Named: Model>(
        _ name: String, of model: Named.Type, from row: Loaded<M>
    ) throws -> TemplateValue? {
        guard let relation = Named.relations[name], let row = row as? Loaded<Named> else {
            return nil
        }
        return try related(relation, row)
    }

    private static func related<R: Relation>(
        _ relation: R, _ row: Loaded<R.From>
    ) throws -> TemplateValue {
        let rows = try row.rows(of: relation, place: "a template")
        guard relation.leadsToOne else {
            return .list(rows.map { RowObject<R.Target>($0).templateValue })
        }
        return rows.first.map { RowObject<R.Target>($0).templateValue } ?? .none
    }
}

extension RowObject: Equatable {
    /// Whether two are the same row; a row without a key is the same as none.
    static func == (left: RowObject, right: RowObject) -> Bool {
        let key = M.schema.key(of: left.row.value)
        return !key.contains { $0.isNull } && key == M.schema.key(of: right.row.value)
    }
}

extension RowObject: Hashable {
    func hash(into hasher: inout Hasher) {
        hasher.combine(M.schema.key(of: row.value))
    }
}

// For the filter `tojson`.
extension RowObject: Encodable, MemberHiding {
    func encode(to encoder: any Encoder) throws { try row.value.encode(to: encoder) }

    static func hiddenMembers(among names: [String]) throws -> Set<String> {
        try M.schema.hiddenMembers(among: names)
    }
}
