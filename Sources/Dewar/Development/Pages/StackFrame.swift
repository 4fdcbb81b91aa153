/// A step of the way to a failure.
package struct StackFrame: Sendable, Hashable {
    /// The function, as the source calls it.
    package var function: String
    /// The file, an absolute path; nil for what has no source here.
    package var file: String?
    /// The line, from 1.
    package var line: Int?
    /// The column, from 1.
    package var column: Int?

    /// Makes a step.
    package init(function: String, file: String? = nil, line: Int? = nil, column: Int? = nil) {
        self.function = function
        self.file = file
        self.line = line
        self.column = column
    }

    /// Whether the file is the application's, and not of what it is built of.
    ///
    /// - Parameter root: The package's folder.
    /// - Returns: Whether its lines are to be shown.
    package func isOwn(in root: String) -> Bool {
        guard let file, file.hasPrefix(root + "/") else { return false }
        return !file.hasPrefix(root + "/.build/") && !file.hasPrefix(Self.dewar)
    }

    /// What the paths of Dewar's own sources begin with; its examples are applications.
    private static let dewar: String = {
        let own = "/Sources/Dewar"
        let file = #filePath
        return file.ranges(of: own).last.map { String(file[..<$0.upperBound]) } ?? file
    }()
}

extension FailurePage.Place {
    /// Shows a step, with its lines if it is the application's.
    ///
    /// - Parameters:
    ///   - frame: The step.
    ///   - root: The package's folder.
    init(_ frame: StackFrame, root: String) {
        function = frame.function.replacing("variable initialization expression of ", with: "")
        file = frame.file.map { FailurePage.short($0, root) }
        line = frame.line
        column = frame.column
        isOwn = frame.isOwn(in: root)
        if isOwn, let file = frame.file, let line {
            excerpt = SourceExcerpt(file: file, line: line, column: column)
        }
    }
}
