package import DewarRouting
package import DewarText

// What documentation comments use without declaring it. It is only type-checked, never run.

package let letters = ASCIISet("abc")
package let rules: [Rule] = []
package var arguments: ConverterArguments { preconditionFailure("This is never run.") }
package var urls: URLAdapter { preconditionFailure("This is never run.") }
