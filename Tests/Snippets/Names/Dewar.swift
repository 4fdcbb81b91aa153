package import Dewar

// What the module's examples use without declaring it. It is only type-checked, never run.

package let app = Application()
