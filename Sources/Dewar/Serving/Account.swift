import Glibc

/// Users and groups of this machine, by name or number.
enum Account {
    /// A user's number; nil when there is none of that name.
    static func user(_ text: String) -> UInt32? {
        number(text) ?? getpwnam(text)?.pointee.pw_uid
    }

    /// A group's number; nil when there is none of that name.
    static func group(_ text: String) -> UInt32? {
        number(text) ?? getgrnam(text)?.pointee.gr_gid
    }

    /// The largest number stands for "none": chown(2).
    private static func number(_ text: String) -> UInt32? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            ? UInt32(text).flatMap { $0 == .max ? nil : $0 } : nil
    }
}
