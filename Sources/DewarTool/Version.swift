/// What the tool is.
enum Version {
    /// As `--version` prints it.
    static let text = "Dewar 0.1.0 (\(compiler))"

    private static var compiler: String {
        #if compiler(>=6.4)
            "Swift 6.4 or later"
        #else
            "Swift 6.3"
        #endif
    }
}
