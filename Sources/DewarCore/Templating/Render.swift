public import DewarHTTP
public import DewarTemplates

/// Answers with a template.
///
/// ```swift
/// app.get("/posts/<int:id>") { (id: Int) in
///     try render("post.html", ["title": "Post \(id)", "next": request.args["next"]])
/// }
/// ```
/// Templates lie in the folder `templates` of the application, then in those of its blueprints.
/// Besides what they are rendered with they see `request`, `session`, `g`, `config`, `url_for` and
/// `get_flashed_messages`, and what context processors give.
///
/// - Parameters:
///   - name: The template's name: its path in the folder.
///   - block: The block that is rendered, if not all: for answers that replace a part of a page.
///   - context: Names and values of variables; every value that is `TemplateConvertible` will do.
/// - Returns: A page of status 200.
/// - Throws: `TemplateError`: what is wrong with the template, or that there is none of this name.
/// - SeeAlso: Flask `render_template`.
public func render(
    _ name: String, block: String? = nil, _ context: TemplateContext = [:]
) throws -> Response {
    Response(body: .text(try renderText(name, block: block, context)))
}

/// Answers with the first of several templates that exists.
///
/// ```swift
/// try render(["pages/\(post.title).html", "page.html"], ["title": post.title])
/// ```
///
/// - Parameters:
///   - names: The templates' names.
///   - context: Names and values of variables.
/// - Returns: A page of status 200.
/// - Throws: `TemplateError`: what is wrong with the template, or that there is none of them.
/// - SeeAlso: Flask `render_template`.
public func render(_ names: [String], _ context: TemplateContext = [:]) throws -> Response {
    Response(body: .text(try renderText(names, context)))
}

/// Answers with a template whose variables are the members of a value.
///
/// ```swift
/// struct Card: Encodable, TemplateConvertible { var title: String }
///
/// let answer = try render("card.html", Card(title: "News"))
/// ```
///
/// - Parameters:
///   - name: The template's name.
///   - block: The block that is rendered, if not all.
///   - context: What becomes a dictionary: an `Encodable` value, or a dictionary.
/// - Returns: A page of status 200.
/// - Throws: `TemplateError`; what the encoding of an `Encodable` type throws.
@_disfavoredOverload
public func render(
    _ name: String, block: String? = nil, _ context: some TemplateConvertible
) throws -> Response {
    try render(name, block: block, TemplateContext(members: context))
}

/// A page as a value: the variables of a template, and which one.
///
/// ```swift
/// struct PostPage: TemplatePage, Encodable {
///     static let template = "post.html"
///     var title: String
///     var tags: [String] = []
/// }
///
/// app.get("/posts/<title>") { (title: String) in try render(PostPage(title: title)) }
/// ```
/// A variable that the template needs cannot be forgotten.
public protocol TemplatePage: TemplateConvertible {
    /// The template's name.
    static var template: String { get }
}

/// Answers with a page.
///
/// - Parameters:
///   - page: The page.
///   - block: The block of its template that is rendered, if not all.
/// - Returns: A page of status 200.
/// - Throws: `TemplateError`; what the encoding of an `Encodable` type throws.
public func render<Page: TemplatePage>(_ page: Page, block: String? = nil) throws -> Response {
    try render(Page.template, block: block, TemplateContext(members: page))
}

/// Answers with a template that is given as its source.
///
/// ```swift
/// try renderString("Hello {{ name }}!", ["name": request.args["name"]])
/// ```
/// It is compiled each time, and its output is escaped. Never make the source of what a client
/// sent: templates can read the configuration.
///
/// - Parameters:
///   - source: The template's source.
///   - context: Names and values of variables.
/// - Returns: A page of status 200.
/// - Throws: `TemplateError`: what is wrong with the template.
/// - SeeAlso: Flask `render_template_string`.
public func renderString(_ source: String, _ context: TemplateContext = [:]) throws -> Response {
    Response(body: .text(try renderText(source: source, context)))
}

/// Renders a template as text: for a mail, a file, a part of something.
///
/// ```swift
/// let mail = try renderText("mails/welcome.txt", ["name": "Kim"])
/// ```
/// Escaped is what a template's extension says: `.html`, `.htm`, `.xml`, `.xhtml`, `.svg`.
///
/// - Parameters:
///   - name: The template's name.
///   - block: The block that is rendered, if not all.
///   - context: Names and values of variables.
/// - Returns: What the template writes. A view that returns it as it is shows its source: say
///   ``render(_:block:_:)`` for a page.
/// - Throws: `TemplateError`: what is wrong with the template, or that there is none of this name.
/// - SeeAlso: Flask `render_template`.
public func renderText(
    _ name: String, block: String? = nil, _ context: TemplateContext = [:]
) throws -> String {
    let here = Context.require("render")
    return try here.render(here.templates.getTemplate(name), block: block, context)
}

/// Renders the first of several templates that exists, as text.
///
/// - Parameters:
///   - names: The templates' names.
///   - context: Names and values of variables.
/// - Returns: What the template writes.
/// - Throws: `TemplateError`: what is wrong with the template, or that there is none of them.
public func renderText(_ names: [String], _ context: TemplateContext = [:]) throws -> String {
    let here = Context.require("render")
    return try here.render(here.templates.selectTemplate(names), context)
}

/// Renders a template that is given as its source, as text.
///
/// - Parameters:
///   - source: The template's source, never of a client's making.
///   - context: Names and values of variables.
/// - Returns: What the template writes, escaped.
/// - Throws: `TemplateError`: what is wrong with the template.
public func renderText(source: String, _ context: TemplateContext = [:]) throws -> String {
    let here = Context.require("render")
    return try here.render(here.templates.fromString(source), context)
}
