/// International host names in ASCII.
public enum HostName {
    /// The longest label, in bytes.
    private static let longestLabel = 63

    /// Writes a host name in ASCII: `한글.kr` becomes `xn--bj0bj06e.kr`.
    ///
    /// Letters beyond ASCII are folded to lower case, `ß` to `ss`, compatibility characters to
    /// what they stand for; characters that join or separate invisibly are left out.
    /// ```swift
    /// HostName.ascii("한글.kr")     // "xn--bj0bj06e.kr"
    /// HostName.ascii("Straße.de")  // "strasse.de"
    /// HostName.ascii("a..b")       // nil
    /// ```
    ///
    /// - Parameter name: A host name without a port, perhaps with a point at its end.
    /// - Returns: ASCII text; nil when a label is empty or longer than 63 bytes, or holds a
    ///   character that host names cannot have.
    /// - SeeAlso: RFC 3490, section 4.1 (ToASCII); Python's codec `idna`.
    public static func ascii(_ name: String) -> String? {
        if name.utf8.allSatisfy({ $0 < 0x80 }) { return hasWholeLabels(name) ? name : nil }
        var labels = name.unicodeScalars.split(omittingEmptySubsequences: false) {
            $0 == "." || $0 == "\u{3002}" || $0 == "\u{FF0E}" || $0 == "\u{FF61}"
        }.map(String.init)
        let endsWithPoint = labels.last == ""
        if endsWithPoint { labels.removeLast() }
        var encoded: [String] = []
        for label in labels {
            guard let label = asciiLabel(label) else { return nil }
            encoded.append(label)
        }
        return encoded.joined(separator: ".") + (endsWithPoint ? "." : "")
    }

    /// Whether no label of ASCII text is too long or empty, but for one behind the last point.
    private static func hasWholeLabels(_ name: String) -> Bool {
        var length = 0
        for byte in name.utf8 {
            if byte == UInt8(ascii: ".") {
                guard length > 0 else { return false }
                length = 0
            } else {
                guard length < longestLabel else { return false }
                length += 1
            }
        }
        return true
    }

    private static func asciiLabel(_ label: String) -> String? {
        var result = label
        if !label.utf8.allSatisfy({ $0 < 0x80 }) {
            guard let prepared = StringPrep.prepared(label) else { return nil }
            result = prepared
            if !prepared.utf8.allSatisfy({ $0 < 0x80 }) {
                // Every character takes a byte at least; encoding a long text takes its time.
                guard prepared.unicodeScalars.count <= longestLabel, !prepared.hasPrefix("xn--"),
                    let code = Punycode.encode(prepared)
                else { return nil }
                result = "xn--" + code
            }
        }
        return (1...longestLabel).contains(result.utf8.count) ? result : nil
    }

    /// The host without the port that its scheme has anyway: 80 of `http` and `ws`, 443 of `https`
    /// and `wss`.
    ///
    /// - Parameters:
    ///   - host: A host, perhaps with a port.
    ///   - scheme: The scheme.
    /// - Returns: The host; with any other port as it is.
    /// - SeeAlso: Werkzeug `get_host`.
    package static func withoutUsualPort(_ host: String, scheme: String) -> String {
        let port =
            switch scheme {
            case "http", "ws": ":80"
            case "https", "wss": ":443"
            default: ""
            }
        guard !port.isEmpty, host.utf8.suffix(port.utf8.count).elementsEqual(port.utf8) else {
            return host
        }
        return String(decoding: host.utf8.dropLast(port.utf8.count), as: UTF8.self)
    }

    /// Writes a host name for people: `xn--bj0bj06e.kr` becomes `한글.kr`.
    ///
    /// ```swift
    /// HostName.unicode("xn--bj0bj06e.kr")  // "한글.kr"
    /// HostName.unicode("xn--zzzzzz.kr")    // nil
    /// ```
    ///
    /// - Parameter name: A host name; one that is not ASCII stays as it is.
    /// - Returns: nil when a label is no name that ``ascii(_:)`` could have made.
    /// - SeeAlso: RFC 3490, section 4.2 (ToUnicode); Python's codec `idna`.
    public static func unicode(_ name: String) -> String? {
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else { return name }
        let labels = TextBytes(name).pieces(between: UInt8(ascii: "."))
        guard labels.contains(where: { $0.starts(with: "xn--".utf8) }) else { return name }
        var decoded: [String] = []
        for label in labels {
            guard label.starts(with: "xn--".utf8) else {
                decoded.append(label.text)
                continue
            }
            guard let text = Punycode.decode(label.dropFirst(4)), let ascii = asciiLabel(text),
                ascii.equalsIgnoringCase(label.text)
            else { return nil }
            decoded.append(text)
        }
        return decoded.joined(separator: ".")
    }
}
