import Glibc

/// Why an application cannot be served while it is developed, in a sentence or two.
package struct DevelopmentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    package enum Kind: Sendable, Hashable {
        /// Others could reach the pages that show the program's inside.
        case exposed
        /// `swift` cannot be started.
        case cannotBuild
        /// There is no package where one should be.
        case noPackage
    }

    /// What is wrong.
    package let kind: Kind
    /// The whole message.
    package let description: String

    /// The pages for developers would be where others can see them.
    package static func exposed(_ place: String) -> Self {
        Self(
            kind: .exposed,
            description: """
                debug refused: \(place), and the pages of debug show source, configuration and \
                sessions to whoever asks. Leave debug out, or say --expose-debug-pages if \
                nobody else can reach it.
                """)
    }

    /// The build cannot be started.
    package static func cannotBuild(code: Int32) -> Self {
        Self(
            kind: .cannotBuild,
            description: """
                cannot build: 'swift' cannot be started (\(String(cString: strerror(code)))). \
                Is the toolchain's bin folder in PATH?
                """)
    }

    /// No `Package.swift` in any folder above.
    package static func noPackage(above folder: String) -> Self {
        Self(
            kind: .noPackage,
            description: """
                no package: there is no Package.swift in '\(folder)' or above it. \
                Go to the folder of your application first.
                """)
    }
}
