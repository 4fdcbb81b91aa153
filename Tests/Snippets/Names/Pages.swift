@_exported public import Testing
package import Dewar

// What the pages use without declaring it. It is only type-checked, never run.

package let app = Application()
