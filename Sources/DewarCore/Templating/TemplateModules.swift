public import DewarHTTP
public import DewarTemplates
import DewarText

/// What a template exports: its macros, and the variables of its top level.
///
/// ```swift
/// app.get("/hello") { try templateModule("macros.html").call("hello", "World") }
/// let hello = try templateModule("macros.html")["hello"]
/// ```
/// As in a template that is imported without context, there are `request`, `session` and the other
/// globals, but nothing of context processors.
///
/// - Parameter name: The template's name.
/// - Returns: The module, made anew at each call.
/// - Throws: `TemplateError`: what is wrong with the template, or that there is none of this name.
/// - SeeAlso: Flask `get_template_attribute`.
public func templateModule(_ name: String) throws -> TemplateModule {
    try Context.require("templateModule").templates.getTemplate(name).makeModule()
}

extension TemplateValue: ResponseConvertible {
    /// What a template prints of the value: HTML as it stands, text escaped.
    public func makeResponse() throws -> Response {
        let text = try printed()
        return isMarkup ? Markup(html: text).makeResponse() : text.makeResponse()
    }
}
