@_exported public import DewarCore
@_exported public import DewarHTTP
@_exported public import Testing

// What documentation comments use without declaring it. It is only type-checked, never run.

package let app = Application()
package let mailbox = ["order 7"]
