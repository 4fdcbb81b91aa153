package import DewarTemplates

// What documentation comments use without declaring it. It is only type-checked, never run.

package let environment = TemplateEnvironment()
package let source = ""
package let title = "News"
package var template: Template { preconditionFailure("This is never run.") }
// Never run, so never by two threads.
nonisolated(unsafe) package var options = TemplateOptions()

package struct User: Sendable {
    package var name = "Kim"
}

package func loadPosts() throws -> [String] { [] }
package func money(_ amount: Double, _ currency: String, _ digits: Int) -> String { "" }
package func url(of endpoint: String, _ values: [(name: String, value: TemplateValue)]) -> String {
    ""
}
package var catalog: MessageCatalog { preconditionFailure("This is never run.") }
package var call: TemplateTagCall { preconditionFailure("This is never run.") }
package var parser: TemplateTagParser {
    get { preconditionFailure("This is never run.") }
    set {}
}
