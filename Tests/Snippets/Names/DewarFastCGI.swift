@_exported public import Logging
package import DewarFastCGI
package import DewarHTTP

// What documentation comments use without declaring it. It is only type-checked, never run.

package let logger = Logger(label: "shop")
package let shop = Shop()

package struct Shop: Responder {
    package func respond(to request: Request) async -> Response { "Hello" }
}
