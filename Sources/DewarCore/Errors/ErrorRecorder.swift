/// Takes the errors that nobody handled, for who called the application in this process: a test.
package enum ErrorRecorder {
    /// Takes an error; nil when nobody is there to take it.
    @TaskLocal package static var current: (@Sendable (any Error) -> Void)?
}
