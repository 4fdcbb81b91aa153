import CFastCGI
import Glibc

/// An address, or all addresses that begin like it: `10.0.0.7`, `10.0.0.0/8`, `::1`, `fd00::/8`.
///
/// An IPv4 address that comes over an IPv6 socket (`::ffff:10.0.0.7`) is the IPv4 address.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    /// As it was written.
    public let description: String

    /// An IPv6 address; of IPv4 ones the form that IPv6 has for them.
    private let bytes: [UInt8]
    /// How many bits count.
    private let length: Int

    /// Reads a range.
    ///
    /// - Parameter text: A numeric address without brackets, and behind a `/` how many of its bits
    ///   count; all unless told otherwise. Nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let bytes = Self.bytes(of: String(parts[0])) else {
            return nil
        }
        let isIPv4 = !parts[0].contains(":")
        let size = isIPv4 ? 32 : 128
        var length = size
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(parts[1]), number <= size
            else { return nil }
            length = number
        }
        description = text
        self.bytes = bytes
        self.length = isIPv4 ? 96 + length : length
    }

    /// The addresses of this machine's own programs: 127.0.0.0/8 and ::1.
    public static let loopback = ["127.0.0.0/8", "::1"].compactMap(AddressRange.init)

    /// Tells whether an address is one of these.
    ///
    /// - Parameter address: A numeric address.
    /// - Returns: False for other addresses, and for anything that is none.
    public func contains(_ address: String) -> Bool {
        Self.bytes(of: address).map(contains) ?? false
    }

    /// Tells whether 16 bytes of an IPv6 address are one of these.
    func contains(_ address: [UInt8]) -> Bool {
        guard address.count == bytes.count else { return false }
        let (whole, rest) = length.quotientAndRemainder(dividingBy: 8)
        guard address[..<whole] == bytes[..<whole] else { return false }
        return rest == 0 || (address[whole] ^ bytes[whole]) >> UInt8(8 - rest) == 0
    }

    private static func bytes(of text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, text, &bytes) == 1 { return bytes }
        return inet_pton(AF_INET, text, &bytes) == 1 ? mapped(Array(bytes[..<4])) : nil
    }

    /// An IPv4 address as IPv6 has it.
    private static func mapped(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](repeating: 0, count: 10) + [0xff, 0xff] + bytes
    }

    /// The address of who is at the other end of a connection.
    ///
    /// - Parameter descriptor: The connection.
    /// - Returns: 16 bytes of an IPv6 address, or of the form that it has for IPv4; nil when there
    ///   is no such address, as with Unix sockets.
    static func peer(of descriptor: Int32) -> [UInt8]? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &storage) {
            // `sockaddr_storage` has room for, and begins as, every other address: socket(7).
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getpeername(descriptor, $0, &size)
            }
        }
        guard code == 0 else { return nil }
        return withUnsafeBytes(of: storage) { bytes in
            // Behind family and port, and IPv6's flow information: ip(7), ipv6(7).
            switch Int32(storage.ss_family) {
            case AF_INET: mapped(Array(bytes[4..<8]))
            case AF_INET6: Array(bytes[8..<24])
            default: nil
            }
        }
    }

    /// Such an address in its usual form: `10.0.0.7`, `fd00::7`.
    static func text(of bytes: [UInt8]) -> String {
        let isIPv4 = bytes.starts(with: [UInt8](repeating: 0, count: 10) + [0xff, 0xff])
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let address = isIPv4 ? Array(bytes.suffix(4)) : bytes
        inet_ntop(
            isIPv4 ? AF_INET : AF_INET6, address, &buffer, socklen_t(INET6_ADDRSTRLEN))
        return String(
            decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
