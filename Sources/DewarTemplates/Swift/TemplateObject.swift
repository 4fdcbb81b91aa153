/// A Swift value whose members a template sees one by one, and only those that it names.
///
/// ```swift
/// struct User: TemplateObject {
///     let name: String
///
///     func loadPosts() throws -> [String] { [] }
///
///     func templateMember(_ member: String) throws -> TemplateValue? {
///         switch member {
///         case "name": .string(name)
///         case "posts": try TemplateValue(loadPosts())  // loaded when a template names it
///         case "greeting": .function { (word: String) in "\(word), \(name)!" }
///         default: nil
///         }
///     }
/// }
/// ```
/// A template writes `user.name`, `user['name']` or `user.greeting('Hello')`; what the function
/// above answers with nil is undefined.
public protocol TemplateObject: TemplateConvertible, Sendable {
    /// The value of a member, or nil if there is none of this name.
    ///
    /// ```swift
    /// struct Point: TemplateObject {
    ///     func templateMember(_ name: String) -> TemplateValue? { name == "x" ? 1 : nil }
    /// }
    /// ```
    ///
    /// - Throws: What stops the rendering.
    /// - SeeAlso: Jinja2 `Environment.getattr`.
    func templateMember(_ name: String) throws -> TemplateValue?

    /// The names of the members, for suggestions where a template misspells one; none if nothing is
    /// said.
    var templateMemberNames: [String] { get }

    /// What `{{ object }}` prints, before it is escaped; the type's name if nothing is said.
    var templateDescription: String { get throws }

    /// Whether `{% if object %}` takes it for true; it does if nothing is said.
    var isTemplateTrue: Bool { get throws }
}

extension TemplateObject {
    /// None: nothing is suggested.
    public var templateMemberNames: [String] { [] }

    /// The type's name in angle brackets.
    public var templateDescription: String { "<\(Self.self)>" }

    /// True.
    public var isTemplateTrue: Bool { true }

    /// The object, whose members are looked up when a template names them.
    public var templateValue: TemplateValue { TemplateValue(.object(SwiftObject(self))) }
}

/// A Swift value in a template.
class SwiftObject: Object {
    final let base: any TemplateObject

    init(_ base: any TemplateObject) {
        self.base = base
    }

    override var typeName: String { String(describing: type(of: base)) }

    override func isTrue() throws -> Bool { try base.isTemplateTrue }

    override func attribute(_ name: Text) throws -> Value? {
        try base.templateMember(name.string)?.value
    }

    override var attributeNames: [String] { base.templateMemberNames }

    override func appendText(to output: inout Output) throws {
        output.append(string: try base.templateDescription)
    }

    override func appendRepr(to output: inout Output, depth: Int) throws {
        try appendText(to: &output)
    }

    override func isEqual(to other: Value) throws -> Bool? {
        guard case .object(let object) = other, let other = object as? SwiftObject else {
            return false
        }
        if self === other { return true }
        guard let left = base as? any Equatable else { return false }
        return left.isEqual(to: other.base)
    }

    override func isLess(than other: Value) throws -> Bool? {
        guard case .object(let object) = other, let other = object as? SwiftObject,
            let left = base as? any Comparable
        else { return nil }
        return left.isLess(than: other.base)
    }

    override func hash() throws -> Int {
        guard let hashable = base as? any Hashable else { return try super.hash() }
        return hashable.hashValue
    }

    override func plainValue() throws -> Value? {
        guard let encodable = base as? any Encodable else { return nil }
        return try ValueEncoder.encode(encodable)
    }
}

extension Equatable {
    /// Whether a value of whatever type is of this type and equal.
    fileprivate func isEqual(to other: Any) -> Bool { other as? Self == self }
}

extension Comparable {
    /// Whether this comes before a value of whatever type; nil for one of another type.
    fileprivate func isLess(than other: Any) -> Bool? { (other as? Self).map { self < $0 } }
}
