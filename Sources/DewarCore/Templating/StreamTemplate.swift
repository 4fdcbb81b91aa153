public import DewarHTTP
public import DewarTemplates

/// Answers with a template that is rendered while it is sent.
///
/// ```swift
/// app.get("/report") { try streamTemplate("report.html", ["rows": loadRows()]) }
/// ```
/// The browser has the head of the page while the rest is made. `request`, `session` and `g` are
/// there until the end; what the session is given meanwhile comes too late for its cookie. What
/// goes wrong after the first piece cuts the answer off.
///
/// - Parameters:
///   - name: The template's name.
///   - context: Names and values of variables.
/// - Returns: A page of status 200, of unknown length.
/// - Throws: `TemplateError` if there is no such template, or something is wrong with its source.
/// - SeeAlso: Flask `stream_template`.
public func streamTemplate(
    _ name: String, _ context: TemplateContext = [:]
) throws -> Response {
    let here = Context.require("streamTemplate")
    return try here.stream(here.templates.getTemplate(name), context)
}

/// Answers with the first of several templates that exists, rendered while it is sent.
///
/// - Parameters:
///   - names: The templates' names.
///   - context: Names and values of variables.
/// - Returns: A page of status 200, of unknown length.
/// - Throws: `TemplateError` if there is none of them, or something is wrong with its source.
/// - SeeAlso: Flask `stream_template`.
public func streamTemplate(
    _ names: [String], _ context: TemplateContext = [:]
) throws -> Response {
    let here = Context.require("streamTemplate")
    return try here.stream(here.templates.selectTemplate(names), context)
}

/// Answers with a template that is given as its source, rendered while it is sent.
///
/// ```swift
/// try streamTemplateString("{% for row in rows %}{{ row }}{% endfor %}", ["rows": loadRows()])
/// ```
///
/// - Parameters:
///   - source: The template's source, never of a client's making.
///   - context: Names and values of variables.
/// - Returns: A page of status 200, of unknown length.
/// - Throws: `TemplateError` if something is wrong with the source.
/// - SeeAlso: Flask `stream_template_string`.
public func streamTemplateString(
    _ source: String, _ context: TemplateContext = [:]
) throws -> Response {
    let here = Context.require("streamTemplateString")
    return try here.stream(here.templates.fromString(source), context)
}
