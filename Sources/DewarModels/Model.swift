public import DewarCore
public import DewarORM
public import DewarTemplates
public import DewarText

/// A value that is kept as a row of a table, and that views return and templates show.
///
/// ```swift
/// struct Article: Model {
///     var id: Int?
///     var title: String
///     var authorID: Int
///
///     static let schema = Schema<Article>("article") { t in
///         t.key(\.id)
///         t.column(\.title, .length(200))
///         t.column(\.authorID, .references(Author.self), .index)
///     }
///     static let author = BelongsTo<Article, Author>(\.authorID)
///     static let relations: Relations<Article> = ["author": author]
/// }
/// ```
/// In a template `{{ article.title }}` is a column, by the name of the property or of the column,
/// and `{{ article.author.name }}` follows a relation, which is loaded when it is named: for all
/// rows of a list at once. `return article` is JSON, as its `Codable` says. What a column hides
/// (``DewarORM/ColumnOption/hidden``) is in neither.
///
/// It is `DewarORM.Model` with more to it: import this module instead of `DewarORM`.
///
/// - SeeAlso: Flask-SQLAlchemy `db.Model`.
public protocol Model: DewarORM.Model, TemplateConvertible, ResponseConvertible, MemberHiding {
    /// The relations that templates may follow, by name; none unless told.
    static var relations: Relations<Self> { get }
}

extension Model {
    /// None.
    public static var relations: Relations<Self> { [:] }

    /// The value, whose columns and relations are looked up when a template names them.
    public var templateValue: TemplateValue {
        RowObject(Loaded.rows(of: [self])[0]).templateValue
    }

    /// The values, whose relations are loaded for all of them at once.
    public static func templateValues(of values: [Self]) -> [TemplateValue]? {
        Loaded.rows(of: values).map { RowObject($0).templateValue }
    }

    /// The members that are hidden columns.
    public static func hiddenMembers(among names: [String]) throws -> Set<String> {
        try schema.hiddenMembers(among: names)
    }
}

/// Relations of a model by the names that templates give them.
///
/// ```swift
/// let relations: Relations<Post> = ["author": Post.author, "comments": Post.comments]
/// ```
/// Of two of a name the last counts.
public struct Relations<M: DewarORM.Model>: Sendable, ExpressibleByDictionaryLiteral {
    private let named: [(name: String, relation: any Relation<M>)]

    /// Names relations.
    public init(dictionaryLiteral elements: (String, any Relation<M>)...) {
        named = elements.map { (name: $0.0, relation: $0.1) }
    }

    /// The names, in order.
    public var names: [String] { named.map(\.name) }

    /// The relation of a name; nil if there is none.
    ///
    /// ```swift
    /// let relations: Relations<Post> = ["author": Post.author]
    /// print(relations["author"] != nil)  // true
    /// ```
    ///
    /// - SeeAlso: SQLAlchemy `Mapper.relationships`.
    public subscript(name: String) -> (any Relation<M>)? {
        named.last { $0.name == name }?.relation
    }
}
