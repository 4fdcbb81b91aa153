import DewarORM

/// A migration, as its file says it.
package struct Migration: Sendable {
    /// A step, and where it stands.
    package struct Step: Sendable {
        /// What is done.
        package var operation: Operation
        /// The line in the file, from 1.
        package var line: Int

        /// Makes a step.
        package init(_ operation: Operation, line: Int = 1) {
            self.operation = operation
            self.line = line
        }
    }

    /// What it is called by others and by the database: letters, digits, `_` and `-`.
    package var revision: String
    /// The migration that it follows; nil for the first.
    package var parent: String?
    /// What it is for.
    package var message: String
    /// When it was written: `2026-11-22 20:10:05`, in UTC.
    package var created: String
    /// Whether it happens whole or not at all.
    package var isTransactional = true
    /// What it does.
    package var up: [Step]
    /// What takes it back.
    package var down: [Step]
    /// The file's path.
    package var path = ""

    /// Makes a migration.
    package init(
        revision: String, parent: String?, message: String, created: String, up: [Operation],
        down: [Operation]
    ) {
        self.revision = revision
        self.parent = parent
        self.message = message
        self.created = created
        self.up = up.map { Step($0) }
        self.down = down.map { Step($0) }
    }

    /// The most bytes of a file: 4 MiB.
    package static let largestFile = 4 << 20
    /// The longest revision, in bytes.
    static let longestRevision = 64

    /// Whether a text can be a revision.
    static func isRevision(_ text: String) -> Bool {
        (1...longestRevision).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || isLetterOrDigit($0)
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
