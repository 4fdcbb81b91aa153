import DewarSigning
import DewarText

/// What the cookie of a session holds: 256 bits that nobody can guess.
struct SessionToken: Hashable {
    let text: String

    /// How many characters it has.
    static let length = 43

    /// Makes a new one.
    init() {
        text = SecretToken.urlSafe(32)
    }

    /// Reads a cookie; nil for what was never one of ours.
    init?(cookie: String?) {
        guard let cookie, cookie.utf8.count == Self.length,
            cookie.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        text = cookie
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// What the database has of it.
    var digest: String {
        get throws { try Digest.sha256.hexadecimal(of: Array(text.utf8)) }
    }
}
