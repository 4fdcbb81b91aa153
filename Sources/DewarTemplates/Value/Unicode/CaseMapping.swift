/// Python's case mappings of text: full, code point by code point, without regard to language.
extension Text {
    /// `str.upper`.
    func uppercased() -> Text {
        if isASCII {
            guard hasASCII(0x61...0x7A) else { return self }
            return mapASCII { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }
        }
        var output = Output(capacity: byteCount)
        for scalar in scalars { output.append(string: scalar.properties.uppercaseMapping) }
        return output.text
    }

    /// `str.lower`.
    func lowercased() -> Text {
        if isASCII {
            guard hasASCII(0x41...0x5A) else { return self }
            return mapASCII { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        }
        var output = Output(capacity: byteCount)
        let scalars = scalars
        for index in scalars.indices { output.appendLowercase(of: scalars, at: index) }
        return output.text
    }

    /// `str.capitalize`.
    func capitalized() -> Text {
        if isASCII {
            var isFirst = true
            return mapASCII { byte in
                defer { isFirst = false }
                let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
                return isLetter ? (isFirst ? byte & 0xDF : byte | 0x20) : byte
            }
        }
        var output = Output(capacity: byteCount)
        let scalars = scalars
        for index in scalars.indices {
            if index == 0 {
                output.append(string: scalars[0].properties.titlecaseMapping)
            } else {
                output.appendLowercase(of: scalars, at: index)
            }
        }
        return output.text
    }

    /// `str.title`.
    func titlecased() -> Text {
        var output = Output(capacity: byteCount)
        let scalars = scalars
        var isInWord = false
        for (index, scalar) in scalars.enumerated() {
            if isInWord {
                output.appendLowercase(of: scalars, at: index)
            } else {
                output.append(string: scalar.properties.titlecaseMapping)
            }
            isInWord = scalar.isCased
        }
        return output.text
    }

    /// `str.swapcase`.
    func swappingCase() -> Text {
        var output = Output(capacity: byteCount)
        let scalars = scalars
        for (index, scalar) in scalars.enumerated() {
            if scalar.isPythonUppercase {
                output.appendLowercase(of: scalars, at: index)
            } else if scalar.isPythonLowercase {
                output.append(string: scalar.properties.uppercaseMapping)
            } else {
                output.append(scalar)
            }
        }
        return output.text
    }

    /// `str.casefold`.
    func casefolded() -> Text {
        if isASCII { return lowercased() }
        var output = Output(capacity: byteCount)
        for scalar in scalars {
            if let folded = CaseFolding.exception(for: scalar) {
                output.append(string: folded)
            } else {
                output.append(string: scalar.properties.lowercaseMapping)
            }
        }
        return output.text
    }

    private func hasASCII(_ range: ClosedRange<UInt8>) -> Bool {
        withBytes { bytes in
            for byte in bytes where byte >= range.lowerBound && byte <= range.upperBound {
                return true
            }
            return false
        }
    }

    private func mapASCII(_ map: (UInt8) -> UInt8) -> Text {
        withBytes { bytes in
            Text(byteCount: bytes.count) { target in
                for index in bytes.indices {
                    target.initializeElement(at: index, to: map(bytes[index]))
                }
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether a word goes on after it, for `str.title`.
    var isCased: Bool {
        value < 0x80
            ? isPythonUppercase || isPythonLowercase
            : isPythonUppercase || isPythonLowercase || isPythonTitlecase
    }
}

extension Output {
    /// Appends the lower case of a code point; a sigma that ends a word has another.
    fileprivate mutating func appendLowercase(of scalars: [Unicode.Scalar], at index: Int) {
        let scalar = scalars[index]
        if scalar.value == 0x3A3 {
            append(Self.isFinalSigma(scalars, index) ? "\u{3C2}" as Unicode.Scalar : "\u{3C3}")
        } else if scalar.value < 0x80 {
            append(ascii: UInt8(scalar.value) | (scalar.isPythonUppercase ? 0x20 : 0))
        } else {
            append(string: scalar.properties.lowercaseMapping)
        }
    }

    /// - SeeAlso: CPython `handle_capital_sigma`; The Unicode Standard, table 3-17.
    private static func isFinalSigma(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
        let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
        guard before?.properties.isCased == true else { return false }
        let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        return after?.properties.isCased != true
    }
}
