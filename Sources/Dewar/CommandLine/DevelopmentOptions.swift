import ArgumentParser

/// Options for an application that is being written.
struct DevelopmentOptions: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: """
            Build anew and reload when a file changes, and show errors as pages; only on this \
            machine (default: as the program says).
            """)
    var debug: Bool?

    @Option(
        name: .customLong("watch"),
        help: ArgumentHelp(
            "Watch this file, folder or pattern as well. May be repeated.", valueName: "path"))
    var watched: [String] = []

    @Option(
        name: .customLong("ignore"),
        help: ArgumentHelp(
            "Do not watch files or folders of this name or path. May be repeated.",
            valueName: "pattern"))
    var ignored: [String] = []

    @Flag(
        name: .customLong("expose-debug-pages"),
        help: """
            Allow --debug where others may see its pages, with source, configuration and sessions.
            """)
    var exposes = false

    /// What the command line and the program say together.
    ///
    /// - Parameter debug: What the program says; the command line counts first.
    /// - Returns: nil when the application is not being developed.
    /// - Throws: `ValidationError` for options that nothing makes use of.
    func options(debug: Bool) throws -> Development? {
        guard self.debug ?? debug else {
            guard watched.isEmpty, ignored.isEmpty, !exposes else {
                throw ValidationError("--watch, --ignore and --expose-debug-pages go with --debug.")
            }
            return nil
        }
        return Development(watched: watched, ignored: ignored, exposes: exposes)
    }
}

/// How an application is developed.
struct Development {
    /// Files besides those of the package.
    var watched: [String] = []
    /// Files to leave alone.
    var ignored: [String] = []
    /// Whether the pages may be where others see them.
    var exposes = false
}
