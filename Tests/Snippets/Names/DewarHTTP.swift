@_exported public import Synchronization
@_exported public import DewarText
package import DewarHTTP

// What documentation comments use without declaring it. It is only type-checked, never run.

package let title = "Hello"
package var request: Request { preconditionFailure("This is never run.") }

/// Any place that takes bytes.
package let report = Report()

package struct Report: Sendable {
    package func write(_ bytes: [UInt8]) throws {}
}
package nonisolated(unsafe) var response = Response()
package var parameters: RequestParameters { preconditionFailure("This is never run.") }
package let body = RequestBody()
package var source: any RequestBodySource { preconditionFailure("This is never run.") }
package let descriptor: Int32 = 3
