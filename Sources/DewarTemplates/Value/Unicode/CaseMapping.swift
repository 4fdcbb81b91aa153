/// Python's case mappings of text: full, code point by code point, without regard to language.
extension Text {
    /// `str.upper`.
    func uppercased() -> Text {
        if isASCII {
            guard hasASCII(0x61...0x7A) else { return self }
            return mapASCII { ASCIICase.upper($0) }
        }
        var output = Output(capacity: byteCount)
        for scalar in scalars { output.append(string: scalar.properties.uppercaseMapping) }
        return output.text
    }

    /// `str.lower`.
    func lowercased() -> Text {
        if isASCII {
            guard hasASCII(0x41...0x5A) else { return self }
            return mapASCII { ASCIICase.lower($0) }
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
            return mapASCII { word in
                defer { isFirst = false }
                let lower = ASCIICase.lower(word)
                return isFirst ? lower & ~0xFF | ASCIICase.upper(word) & 0xFF : lower
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

    /// Maps eight bytes at a time, the first of them lowest; the last ones are followed by zeros.
    @inline(__always)
    private func mapASCII(_ map: (UInt64) -> UInt64) -> Text {
        withBytes { bytes in
            Text(byteCount: bytes.count) { target in
                let source = UnsafeRawBufferPointer(bytes)
                let raw = UnsafeMutableRawBufferPointer(target)
                var index = 0
                while index &+ 8 <= source.count {
                    let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    raw.storeBytes(
                        of: map(UInt64(littleEndian: word)).littleEndian, toByteOffset: index,
                        as: UInt64.self)
                    index &+= 8
                }
                guard index < source.count else { return }
                var word = map(UTF8Scan.lastBytes(of: source, count: source.count &- index))
                while index < source.count {
                    raw[index] = UInt8(truncatingIfNeeded: word)
                    word &>>= 8
                    index &+= 1
                }
            }
        }
    }
}

/// The case of eight ASCII bytes at a time.
enum ASCIICase {
    private static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// The bit 0x20 of every byte from `first` through `last`.
    @inline(__always)
    private static func bits(_ word: UInt64, _ first: UInt8, _ last: UInt8) -> UInt64 {
        // The highest bit of each sum tells whether the byte is beyond a bound.
        let fromFirst = word &+ ones &* UInt64(0x80 &- first)
        let beyondLast = word &+ ones &* UInt64(0x7F &- last)
        return (fromFirst & ~beyondLast & (ones &* 0x80)) &>> 2
    }

    @inline(__always)
    static func upper(_ word: UInt64) -> UInt64 { word ^ bits(word, 0x61, 0x7A) }

    @inline(__always)
    static func lower(_ word: UInt64) -> UInt64 { word ^ bits(word, 0x41, 0x5A) }
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
