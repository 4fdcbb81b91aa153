import DewarORM
import DewarText

// What an application reports of its database.
extension DatabaseError {
    static func noURL(_ key: String) -> DatabaseError {
        .invalidConfiguration(
            """
            the configuration has no '\(key)': set it to a URL as 'sqlite:///board.db', or give one \
            to Models(…).
            """)
    }

    static func noExtension() -> DatabaseError {
        .invalidConfiguration(
            "the application has no database: add one with app.install(Models(…)).")
    }

    static func invalidSetting(_ key: String, _ value: String, least: Double) -> DatabaseError {
        .invalidConfiguration(
            """
            '\(key)' of the configuration is \(LogText.escaped(value)): a number from \
            \(least == 0 ? "0" : "1") to 31536000 was wanted.
            """)
    }
}
