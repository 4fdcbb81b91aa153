@_exported public import Testing
package import DewarCore

// What documentation comments use without declaring it. It is only type-checked, never run.

package let app = Application()
package let mailbox = ["order 7"]
