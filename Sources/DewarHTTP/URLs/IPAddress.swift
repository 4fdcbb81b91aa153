import DewarText

/// Addresses in brackets, as URLs have them.
///
/// - SeeAlso: RFC 3986, section 3.2.2; Python `ipaddress.IPv6Address`.
enum IPAddress {
    /// Tells whether text is an address of version 6 or later.
    ///
    /// - Parameter host: What stands between the brackets.
    /// - Returns: Whether it is one.
    static func isBracketedHost(_ host: TextBytes) -> Bool {
        guard host.first == UInt8(ascii: "v") else { return isVersion6(host) }
        let (version, rest) = host.dropFirst().cut(at: UInt8(ascii: "."))
        guard let rest, !rest.isEmpty, !rest.contains(UInt8(ascii: "\n")) else { return false }
        return !version.isEmpty
            && version.allSatisfy { PercentCoding.hexadecimalValue($0) != nil }
    }

    private static func isVersion6(_ host: TextBytes) -> Bool {
        let (address, zone) = host.cut(at: UInt8(ascii: "%"))
        if let zone, zone.isEmpty || zone.contains(UInt8(ascii: "%")) { return false }
        guard !address.contains(UInt8(ascii: "/")) else { return false }
        var groups = address.pieces(between: UInt8(ascii: ":"))
        guard groups.count >= 3 else { return false }
        if let last = groups.last, last.contains(UInt8(ascii: ".")) {
            guard isVersion4(last) else { return false }
            groups.replaceSubrange((groups.count - 1)..., with: ["0", "0"].map { TextBytes($0) })
        }
        guard groups.count <= 9 else { return false }
        let inner = groups.dropFirst().dropLast()
        let gaps = inner.filter(\.isEmpty).count
        let (startsEmpty, endsEmpty) = (groups.first?.isEmpty ?? true, groups.last?.isEmpty ?? true)
        guard gaps <= 1 else { return false }
        if gaps == 0 {
            guard groups.count == 8, !startsEmpty, !endsEmpty else { return false }
        } else {
            // A colon at an end is one of two.
            if startsEmpty && !groups[1].isEmpty { return false }
            if endsEmpty && !groups[groups.count - 2].isEmpty { return false }
            guard groups.filter({ !$0.isEmpty }).count < 8 else { return false }
        }
        return groups.allSatisfy { group in
            group.count <= 4
                && group.allSatisfy { PercentCoding.hexadecimalValue($0) != nil }
        }
    }

    private static func isVersion4(_ address: TextBytes) -> Bool {
        let parts = address.pieces(between: UInt8(ascii: "."))
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy(\.isASCIIDigit),
                    part.count == 1 || part.first != UInt8(ascii: "0")
                else { return false }
                return part.reduce(0) { $0 * 10 + Int($1 - 48) } <= 255
            }
    }
}
