/// Statements of one's own: what `{% name … %}` means.
///
/// ```swift
/// struct CacheTag: TemplateTag {
///     let names = ["cache"]
///
///     func parse(_ parser: inout TemplateTagParser) throws -> [TemplateNode] {
///         let key = try parser.expression()
///         let body = try parser.body(until: "endcache")
///         return [
///             .call([key], body: body) { call in
///                 let key = try call.arguments[0].printed()
///                 return try cached(key) { try call.body() }
///             }
///         ]
///     }
/// }
///
/// func cached(_ key: String, _ make: () throws -> TemplateValue) throws -> TemplateValue {
///     try make()
/// }
///
/// let environment = TemplateEnvironment { $0.tags = [CacheTag()] }
/// let page = try environment.fromString("{% cache 'sidebar' %}<ul>…</ul>{% endcache %}")
/// ```
/// Tags of Jinja2 are not replaced: of equal names the language's own counts, then the first tag.
///
/// - SeeAlso: Jinja2 `ext.Extension`.
public protocol TemplateTag: Sendable {
    /// The names that begin the statement: `cache` for `{% cache … %}`; none for a tag that only
    /// changes sources or tokens.
    var names: [String] { get }

    /// Changes a template's source before it is read; gives it back as it is if nothing is said.
    ///
    /// ```swift
    /// func preprocess(_ source: String, name: String?) -> String {
    ///     source.replacing("\t", with: "    ")
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - source: The source, as the loader gave it or the tag before left it.
    ///   - name: The template's name; nil for one made from a string.
    /// - Returns: The source that is read.
    /// - Throws: What is wrong with the source.
    /// - SeeAlso: Jinja2 `Extension.preprocess`.
    func preprocess(_ source: String, name: String?) throws -> String

    /// Changes the tokens of a template before they are parsed; nothing changes if nothing is said.
    ///
    /// ```swift
    /// func filter(_ tokens: [TemplateToken]) -> [TemplateToken] {
    ///     tokens.filter { $0.kind != .data || $0.text != "\n" }
    /// }
    /// ```
    ///
    /// - Parameter tokens: What the source consists of, in order, white space taken care of.
    /// - Returns: The tokens that are parsed.
    /// - Throws: What is wrong with the tokens.
    /// - SeeAlso: Jinja2 `Extension.filter_stream`.
    func filter(_ tokens: [TemplateToken]) throws -> [TemplateToken]

    /// Parses the statement, from the token after its name to the one before `%}`.
    ///
    /// ```swift
    /// func parse(_ parser: inout TemplateTagParser) throws -> [TemplateNode] {
    ///     [.print(try parser.expression()), .text("<br>")]
    /// }
    /// ```
    ///
    /// - Parameter parser: At the token after the name.
    /// - Returns: What is done in the statement's place.
    /// - Throws: ``TemplateError``, for instance ``TemplateTagParser/failure(_:)``.
    /// - SeeAlso: Jinja2 `Extension.parse`.
    func parse(_ parser: inout TemplateTagParser) throws -> [TemplateNode]
}

extension TemplateTag {
    /// The source as it is.
    public func preprocess(_ source: String, name: String?) throws -> String { source }

    /// The tokens as they are.
    public func filter(_ tokens: [TemplateToken]) throws -> [TemplateToken] { tokens }
}

/// A piece of a template's source.
public struct TemplateToken: Sendable, Hashable {
    /// What a piece is.
    public enum Kind: Sendable, Hashable {
        /// Text between tags.
        case data
        /// `{{`, `}}`, `{%` and `%}`, or what stands for them.
        case variableStart, variableEnd, blockStart, blockEnd
        /// A name or keyword.
        case name
        /// A string, without its quotation marks.
        case string
        /// A number as written.
        case integer, float
        /// An operator or bracket: `+`, `(`, `**`.
        case sign(String)
        /// What comes after the last piece.
        case end
    }

    /// What it is.
    public var kind: Kind
    /// A name, text, a number as written or a string's value; else empty.
    public var text: String
    /// The line where it begins, from 1.
    public var line: Int
    /// Where it begins in the source, in bytes; nil if a tag made it.
    var offset: Int?

    /// Makes a token.
    ///
    /// ```swift
    /// let token = TemplateToken(.name, "user", line: 3)
    /// ```
    ///
    /// - Parameters:
    ///   - kind: What it is.
    ///   - text: A name, text, a number as written or a string's value; else empty.
    ///   - line: The line of the template, from 1, for errors.
    /// - SeeAlso: Jinja2 `lexer.Token`.
    public init(_ kind: Kind, _ text: String = "", line: Int) {
        self.kind = kind
        self.text = text
        self.line = line
    }
}

/// An expression of a template, as a tag parses or makes it.
public struct TemplateNodeExpression: Sendable {
    let expression: Expression
    /// The line of the template, from 1.
    public var line: Int { expression.line }
    /// The value, if it is spelled out: `'a'`, `3`, `true`; else nil.
    public var constant: TemplateValue? {
        if case .constant(let value) = expression.kind { TemplateValue(value) } else { nil }
    }
    /// The name, if it is one alone: `user`; else nil.
    public var name: String? {
        if case .name(let name) = expression.kind { name } else { nil }
    }

    init(_ expression: Expression) {
        self.expression = expression
    }

    /// A value that is the same in every rendering.
    ///
    /// ```swift
    /// let answer = TemplateNodeExpression.constant(42, line: 1)
    /// ```
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - line: The line of the template, from 1, for errors.
    /// - Returns: An expression that is the value.
    /// - SeeAlso: Jinja2 `nodes.Const`.
    public static func constant(_ value: TemplateValue, line: Int) -> TemplateNodeExpression {
        TemplateNodeExpression(Expression(.constant(value.value), line: line, offset: 0))
    }

    /// A variable.
    ///
    /// ```swift
    /// let user = TemplateNodeExpression.variable("user", line: 1)
    /// ```
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - line: The line of the template, from 1, for errors.
    /// - Returns: An expression that looks the name up.
    /// - SeeAlso: Jinja2 `nodes.Name`.
    public static func variable(_ name: String, line: Int) -> TemplateNodeExpression {
        TemplateNodeExpression(Expression(.name(name), line: line, offset: 0))
    }
}

/// The statements between a tag and its end.
public struct TemplateNodeBody: Sendable {
    let statements: [Statement]

    /// No statements.
    public static let empty = TemplateNodeBody(statements: [])
}

/// What is done in the place of a tag.
///
/// - SeeAlso: Jinja2 `nodes.Output`, `nodes.If`, `nodes.CallBlock`, `nodes.Assign`.
public struct TemplateNode: Sendable {
    /// The statements, once it is known where they stand.
    let make: @Sendable (_ line: Int, _ offset: Int) -> [Statement]

    private init(_ make: @escaping @Sendable (Int, Int) -> Statement.Kind) {
        self.make = { [Statement(make($0, $1), line: $0, offset: $1)] }
    }

    private init(statements: [Statement]) {
        make = { _, _ in statements }
    }

    /// Prints a value, as `{{ value }}` does.
    ///
    /// ```swift
    /// let node = TemplateNode.print(.variable("user", line: 1))
    /// ```
    ///
    /// - SeeAlso: Jinja2 `nodes.Output`.
    public static func print(_ value: TemplateNodeExpression) -> TemplateNode {
        TemplateNode { _, _ in .output([.expression(value.expression)]) }
    }

    /// Prints text as it is, not escaped.
    ///
    /// ```swift
    /// let node = TemplateNode.text("<br>")
    /// ```
    ///
    /// - SeeAlso: Jinja2 `nodes.TemplateData`.
    public static func text(_ text: String) -> TemplateNode {
        TemplateNode { line, _ in .output([.data(text, line: line)]) }
    }

    /// Evaluates an expression for what it does.
    ///
    /// ```swift
    /// let node = TemplateNode.evaluate(try parser.expression())
    /// ```
    ///
    /// - SeeAlso: Jinja2 `nodes.ExprStmt`.
    public static func evaluate(_ value: TemplateNodeExpression) -> TemplateNode {
        TemplateNode { _, _ in .evaluate(value.expression) }
    }

    /// Sets a variable, as `{% set name = value %}` does.
    ///
    /// ```swift
    /// let node = TemplateNode.set("now", .constant("today", line: 1))
    /// ```
    ///
    /// - SeeAlso: Jinja2 `nodes.Assign`.
    public static func set(_ name: String, _ value: TemplateNodeExpression) -> TemplateNode {
        TemplateNode { line, _ in .set(.name(name, line: line), value.expression) }
    }

    /// The statements of a body.
    ///
    /// ```swift
    /// let node = TemplateNode.body(try parser.body(until: "endbox"))
    /// ```
    ///
    /// - SeeAlso: Jinja2 `nodes.Scope`.
    public static func body(_ body: TemplateNodeBody) -> TemplateNode {
        TemplateNode(statements: body.statements)
    }

    /// One of two bodies, as `{% if test %}` … `{% else %}` chooses.
    ///
    /// ```swift
    /// let test = try parser.expression()
    /// let node = TemplateNode.condition(test, then: try parser.body(until: "endwhen"))
    /// ```
    ///
    /// - SeeAlso: Jinja2 `nodes.If`.
    public static func condition(
        _ test: TemplateNodeExpression, then: TemplateNodeBody, otherwise: TemplateNodeBody? = nil
    ) -> TemplateNode {
        TemplateNode { line, _ in
            .condition(
                [Statement.Branch(test: test.expression, body: then.statements, line: line)],
                otherwise: otherwise?.statements ?? [])
        }
    }

    /// Calls a Swift function and prints what it returns, escaped like any value: what it makes of
    /// the body is HTML already where the template's output is escaped.
    ///
    /// ```swift
    /// let node = TemplateNode.call([try parser.expression()]) { call in
    ///     .string("<\(try call.arguments[0].printed())>")
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - arguments: What the function is given, evaluated when the statement is reached.
    ///   - body: What ``TemplateTagCall/body(_:)`` renders, once for each call; nil: nothing.
    ///   - parameters: The names under which the body finds what it is given.
    ///   - function: The function.
    /// - Returns: The call, in the place of the tag.
    /// - SeeAlso: Jinja2 `Extension.call_method`, `nodes.CallBlock`.
    public static func call(
        _ arguments: [TemplateNodeExpression] = [], body: TemplateNodeBody? = nil,
        parameters: [String] = [],
        _ function: @escaping @Sendable (TemplateTagCall) throws -> TemplateValue
    ) -> TemplateNode {
        TemplateNode { line, offset in
            let callee = ContextFunction("tag") { arguments, state in
                let result = try function(TemplateTagCall(arguments, state)).value
                return state.autoescape
                    ? .markup(try result.escaped()) : .string(try result.printed())
            }
            func make(_ kind: Expression.Kind) -> Expression {
                Expression(kind, line: line, offset: offset)
            }
            let call = make(
                .call(
                    make(.constant(.object(callee))),
                    CallArguments(positional: arguments.map(\.expression))))
            guard let body else { return .output([.expression(call)]) }
            return .callBlock(
                call: call,
                Statement.MacroDefinition(parameters: parameters, body: body.statements))
        }
    }
}

/// A call of a tag's function, while a template is rendered.
public struct TemplateTagCall {
    /// The values of the arguments.
    public let arguments: [TemplateValue]
    private let caller: Value?
    private let state: RenderState

    init(_ arguments: Arguments, _ state: RenderState) {
        self.arguments = arguments.positional.map { TemplateValue($0) }
        caller = arguments["caller"]
        self.state = state
    }

    /// Renders the statements between the tag and its end.
    ///
    /// ```swift
    /// let html = try call.body("first").printed()
    /// ```
    ///
    /// - Parameter arguments: What the body finds under the names of its parameters.
    /// - Returns: HTML where the template's output is escaped, else text; empty without a body.
    /// - Throws: ``TemplateError``.
    /// - SeeAlso: Jinja2 `caller`.
    public func body(_ arguments: TemplateValue...) throws -> TemplateValue {
        guard let caller else { return "" }
        return TemplateValue(try state.call(caller, Arguments(arguments.map(\.value))))
    }

    /// The value of a variable of the template's top level, or nil.
    ///
    /// ```swift
    /// let user = call["user"]?.string ?? "nobody"
    /// ```
    ///
    /// - SeeAlso: Jinja2 `nodes.ContextReference`.
    public subscript(name: String) -> TemplateValue? {
        state.context?.resolve(ConstantKey(Text(name))).map { TemplateValue($0) }
    }
}
