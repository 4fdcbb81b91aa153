private import DewarORM

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// When a migration is written.
package struct MigrationClock: Sendable {
    /// Seconds since 1970-01-01 00:00 UTC.
    package let seconds: Int64

    /// Makes an instant.
    package init(seconds: Int64) {
        self.seconds = seconds
    }

    /// This instant.
    package static var now: MigrationClock { MigrationClock(seconds: Int64(time(nil))) }

    /// The instant as `2026-11-22 20:10:05`, in UTC.
    package var text: String {
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow, let date = LocalDateTime(microseconds: whole) else {
            return "1970-01-01 00:00:00"
        }
        return String(date.description.prefix { $0 != "." })
    }
}

/// What migrations and their files are called.
enum MigrationName {
    /// Eight hexadecimal digits.
    static func revision(using random: inout some RandomNumberGenerator) -> String {
        let digits = String(UInt32.random(in: 0...UInt32.max, using: &random), radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    /// `20261122-201005_8d1f0c52_posts_have_slugs.migration`.
    static func file(of migration: Migration, _ clock: MigrationClock) -> String {
        let digits = clock.text.filter(\.isNumber)
        let instant = "\(digits.prefix(8))-\(digits.dropFirst(8))"
        let parts = [instant, migration.revision, slug(migration.message)]
        return parts.filter { !$0.isEmpty }.joined(separator: "_") + MigrationFolder.suffix
    }

    /// The first letters and digits of a message.
    private static func slug(_ message: String) -> String {
        let words = message.unicodeScalars.split {
            !$0.properties.isAlphabetic && !MigrationLexer.isDigit($0)
        }
        var slug = ""
        for word in words {
            let next = slug + (slug.isEmpty ? "" : "_") + String(Substring(word)).lowercased()
            // A file's name has at most 255 bytes.
            guard next.utf8.count <= 60 else { break }
            slug = next
        }
        return slug
    }
}
