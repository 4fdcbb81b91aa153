/// Makes links of the addresses in text that is escaped already.
///
/// - SeeAlso: `jinja2.utils.urlize`.
struct Linker {
    /// The most code points of an address that are shown; looked at when there is an address.
    let limit: Value?
    /// The attributes of links to web addresses, with a space before each.
    let attributes: String
    /// Further beginnings of addresses.
    let schemes: [Text]

    func link(_ text: Text) throws -> Text {
        var output = Output(capacity: text.byteCount)
        let scalars = text.scalars
        var index = 0
        while index < scalars.count {
            let start = index
            let isSpace = scalars[start].isPythonSpace
            while index < scalars.count, scalars[index].isPythonSpace == isSpace { index += 1 }
            let word = Text(scalars[start..<index])
            if isSpace { output.append(word) } else { try link(word: word, to: &output) }
            try Value.checkSize(output.count)
        }
        return output.text
    }

    private func link(word: Text, to output: inout Output) throws {
        var (head, middle, tail) = Self.parts(of: word)
        for (open, close) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] as [(Text, Text)] {
            try Self.balance(&middle, &tail, open, close)
        }
        output.append(head)
        output.append(try linked(middle))
        output.append(tail)
        head = .empty
    }

    /// Opening brackets before the address, the address, and closing ones and punctuation after.
    private static func parts(of word: Text) -> (head: Text, middle: Text, tail: Text) {
        word.withBytes { bytes in
            var start = 0
            while start < bytes.count {
                if bytes[start] == UInt8(ascii: "(") || bytes[start] == UInt8(ascii: "<") {
                    start += 1
                } else if bytes[start...].starts(with: "&lt;".utf8) {
                    start += 4
                } else {
                    break
                }
            }
            var end = bytes.count
            while end > start {
                switch bytes[end - 1] {
                case UInt8(ascii: ")"), UInt8(ascii: ">"), UInt8(ascii: "."), UInt8(ascii: ","):
                    end -= 1
                    continue
                default: break
                }
                guard end - start >= 4, bytes[(end - 4)..<end].elementsEqual("&gt;".utf8) else {
                    break
                }
                end -= 4
            }
            return (word.bytes(0..<start), word.bytes(start..<end), word.bytes(end..<bytes.count))
        }
    }

    /// Moves closing brackets from the tail to an address that opened them.
    private static func balance(
        _ middle: inout Text, _ tail: inout Text, _ open: Text, _ close: Text
    ) throws {
        let opened = middle.occurrences(of: open, in: 0..<middle.count)
        guard opened > middle.occurrences(of: close, in: 0..<middle.count) else { return }
        let moved = min(opened, tail.occurrences(of: close, in: 0..<tail.count))
        var (count, end) = (0, 0)
        tail.forEachOffset(of: close, in: 0..<tail.byteCount) { offset in
            guard count < moved else { return false }
            count += 1
            end = offset + close.byteCount
            return true
        }
        middle = try middle.appending(tail.bytes(0..<end))
        tail = tail.bytes(end..<tail.byteCount)
    }

    private func linked(_ address: Text) throws -> Text {
        let scalars = address.scalars
        if WebAddress.matches(scalars) {
            let isWhole = address.hasPrefix("https://") || address.hasPrefix("http://")
            return anchor(isWhole ? "" : "https://", address, attributes, try shown(address))
        }
        if address.hasPrefix("mailto:"), MailAddress.matches(scalars[7...]) {
            return anchor("", address, "", address.part(7..<address.count))
        }
        if scalars.contains("@"), !address.hasPrefix("www."), !address.hasPrefix("@"),
            !scalars.contains(":"), MailAddress.matches(scalars[...])
        {
            return anchor("mailto:", address, "", address)
        }
        var result = address
        for scheme in schemes where result != scheme && result.hasPrefix(scheme) {
            result = anchor("", result, attributes, result)
        }
        return result
    }

    private func shown(_ address: Text) throws -> Text {
        guard let limit, try Value.compare(.int(address.count), .greater, limit) else {
            return address
        }
        return Text("\(try address.sliced(Slice(stop: limit)))...")
    }

    private func anchor(
        _ prefix: String, _ address: Text, _ attributes: String, _ shown: Text
    ) -> Text {
        Text("<a href=\"\(prefix)\(address)\"\(attributes)>\(shown)</a>")
    }
}

/// Addresses of the web, as `urlize` knows them.
enum WebAddress {
    private static let domains: Set<String> = [
        "com", "net", "int", "edu", "gov", "org", "info", "mil",
    ]

    static func matches(_ scalars: [Unicode.Scalar]) -> Bool {
        if let start = schemeEnd(scalars) {
            if hasHost(scalars[start...], isHost) { return true }
            if hasHost(scalars[start...], isIPv4) { return true }
            if hasIPv6(scalars[start...]) { return true }
        }
        if starts(scalars, with: "www."), hasHost(scalars[4...], isHost) { return true }
        return hasHost(scalars[...], isKnownDomain)
    }

    private static func schemeEnd(_ scalars: [Unicode.Scalar]) -> Int? {
        starts(scalars, with: "http://") ? 7 : starts(scalars, with: "https://") ? 8 : nil
    }

    private static func starts(_ scalars: [Unicode.Scalar], with prefix: String) -> Bool {
        scalars.count >= prefix.utf8.count
            && zip(scalars, prefix.unicodeScalars).allSatisfy { scalar, wanted in
                scalar == wanted
                    || wanted.isPythonLowercase && scalar.isASCII
                        && scalar.value | 0x20 == wanted.value
            }
    }

    /// Whether a host of this form stands in front, and a port, path or query at most after it.
    private static func hasHost(
        _ scalars: ArraySlice<Unicode.Scalar>, _ isHost: ([ArraySlice<Unicode.Scalar>]) -> Bool
    ) -> Bool {
        let host = scalars.prefix { isLabelCharacter($0) || $0 == "." }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return isHost(labels) && isRest(scalars[host.endIndex...])
    }

    private static func isLabelCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isWordCharacter || scalar == "%" || scalar == "-"
    }

    /// `:port` and `/path`, `?query` or `#fragment`, or nothing.
    private static func isRest(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        var rest = scalars
        if rest.first == ":" {
            let digits = rest.dropFirst().prefix { $0.isPythonDecimal }
            guard (1...5).contains(digits.count) else { return false }
            rest = rest[digits.endIndex...]
        }
        guard let first = rest.first else { return true }
        return first == "/" || first == "?" || first == "#"
    }

    private static func isHost(_ labels: [ArraySlice<Unicode.Scalar>]) -> Bool {
        guard let last = labels.last, !labels.contains(where: \.isEmpty) else { return false }
        if (2...63).contains(last.count), last.allSatisfy(isLetter) { return true }
        let rest = last.dropFirst(4)
        return starts(Array(last), with: "xn--") && (2...59).contains(rest.count)
            && rest.allSatisfy { $0.isWordCharacter || $0 == "%" }
    }

    /// `[a-z]` without regard to case, in Python's sense.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0x130, 0x131, 0x17F, 0x212A: true
        default: false
        }
    }

    private static func isKnownDomain(_ labels: [ArraySlice<Unicode.Scalar>]) -> Bool {
        guard labels.count > 1, let last = labels.last else { return false }
        return labels.dropLast().allSatisfy { (2...63).contains($0.count) }
            && domains.contains(Text(last).lowercased().string)
    }

    private static func isIPv4(_ labels: [ArraySlice<Unicode.Scalar>]) -> Bool {
        labels.count == 4
            && labels.allSatisfy {
                (1...3).contains($0.count) && $0.allSatisfy { $0.isPythonDecimal }
            }
    }

    private static func hasIPv6(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard scalars.first == "[", let end = scalars.firstIndex(of: "]") else { return false }
        var rest = scalars[..<end].dropFirst()
        for group in 0..<8 {
            let digits = rest.prefix { $0.isPythonDecimal || isHexadecimalLetter($0) }.prefix(4)
            rest = rest[digits.endIndex...]
            if rest.first == ":" {
                rest.removeFirst()
            } else if group < 2 {
                return false
            }
        }
        return rest.isEmpty && isRest(scalars[(end + 1)...])
    }

    private static func isHexadecimalLetter(_ scalar: Unicode.Scalar) -> Bool {
        (0x61...0x66).contains(scalar.value | 0x20)
    }
}

/// Addresses of mail, as `urlize` knows them.
enum MailAddress {
    /// Something, `@`, and a domain with a dot.
    static func matches(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let at = scalars.lastIndex(of: "@"), at > scalars.startIndex else { return false }
        let domain = scalars[(at + 1)...]
        guard let first = domain.first, first.isWordCharacter,
            domain.allSatisfy({ $0.isWordCharacter || $0 == "." || $0 == "-" }),
            let dot = domain.lastIndex(of: "."), dot > domain.startIndex
        else { return false }
        let last = domain[(dot + 1)...]
        return !last.isEmpty && last.allSatisfy { $0.isWordCharacter }
    }
}
