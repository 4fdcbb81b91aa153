extension Text {
    /// Texts of one ASCII character each.
    private static let ascii: [Text] = (UInt8(0)..<128).map { Text(utf8: [$0]) }

    init(_ scalar: Unicode.Scalar) {
        if scalar.value < 0x80 {
            self = Text.ascii[Int(scalar.value)]
        } else {
            self.init(utf8: Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter))
        }
    }

    /// The code point at a byte offset, with the number of its bytes; nil at the end.
    func character(atByte offset: Int) -> (text: Text, width: Int)? {
        withBytes { bytes in
            guard offset < bytes.count else { return nil }
            let (scalar, width) = UTF8Scan.scalar(in: bytes, at: offset)
            return (Text(scalar), width)
        }
    }

    /// The offset of the byte where a code point begins; `count` gives the end.
    func byteOffset(of index: Int) -> Int {
        if isASCII { return index }
        if index == count { return byteCount }
        return withBytes { bytes in
            var offset = 0
            for _ in 0..<index { offset += UTF8Scan.width(startingWith: bytes[offset]) }
            return offset
        }
    }

    /// The index of the code point that begins at a byte offset.
    func index(ofByte offset: Int) -> Int {
        if isASCII { return offset }
        return withBytes { bytes in
            offset
                - UTF8Scan.continuationBytes(
                    in: UnsafeBufferPointer(rebasing: bytes[..<offset]))
        }
    }

    /// The code point at an index, which must be less than `count`.
    func character(at index: Int) -> Text {
        character(atByte: byteOffset(of: index))?.text ?? .empty
    }

    /// The bytes of a range, which must begin and end with code points.
    func bytes(_ range: Range<Int>) -> Text {
        if range.isEmpty { return .empty }
        if range.lowerBound == 0, range.upperBound == byteCount { return self }
        return withBytes { Text(utf8: UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// The code points of a range, which must be within `count`.
    func part(_ range: Range<Int>) -> Text {
        bytes(byteOffset(of: range.lowerBound)..<byteOffset(of: range.upperBound))
    }

    func sliced(_ slice: Slice) throws -> Text {
        let (start, step, number) = try slice.resolve(count: count)
        if number == 0 { return .empty }
        if step == 1 { return part(start..<start + number) }
        if isASCII {
            return withBytes { bytes in
                Text(byteCount: number) { target in
                    for index in 0..<number {
                        target.initializeElement(at: index, to: bytes[start &+ index &* step])
                    }
                }
            }
        }
        let all = scalars
        var output = Output(capacity: number * 3)
        for index in 0..<number { output.append(all[start &+ index &* step]) }
        return output.text
    }

    /// The code points.
    var scalars: [Unicode.Scalar] {
        withBytes { bytes in
            var scalars: [Unicode.Scalar] = []
            scalars.reserveCapacity(count)
            var offset = 0
            while offset < bytes.count {
                let (scalar, width) = UTF8Scan.scalar(in: bytes, at: offset)
                scalars.append(scalar)
                offset += width
            }
            return scalars
        }
    }

    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var output = Output()
        for scalar in scalars { output.append(scalar) }
        self = output.text
    }

    func contains(_ part: Text) -> Bool {
        withBytes { bytes in
            part.withBytes { UTF8Scan.firstOffset(of: $0, in: bytes, from: 0) != nil }
        }
    }

    func hasPrefix(_ prefix: Text) -> Bool {
        byteCount >= prefix.byteCount && bytesEqual(prefix, at: 0)
    }

    func hasSuffix(_ suffix: Text) -> Bool {
        byteCount >= suffix.byteCount && bytesEqual(suffix, at: byteCount - suffix.byteCount)
    }

    /// Whether the bytes of `part` stand at an offset, from which there are enough.
    private func bytesEqual(_ part: Text, at offset: Int) -> Bool {
        withBytes { bytes in
            part.withBytes { part in
                UTF8Scan.areEqual(
                    UnsafeBufferPointer(rebasing: bytes[offset..<offset + part.count]), part)
            }
        }
    }

    func appending(_ other: Text) throws -> Text {
        if isEmpty { return other }
        if other.isEmpty { return self }
        try Value.checkSize(byteCount + other.byteCount)
        return Text(
            byteCount: byteCount + other.byteCount,
            appending: { pieces in
                pieces.append(self)
                pieces.append(other)
            })
    }

    func repeated(_ count: Int) throws -> Text {
        let (size, overflow) = byteCount.multipliedReportingOverflow(by: count)
        try Value.checkSize(overflow ? .max : size)
        return withBytes { bytes in
            Text(byteCount: size) { target in
                for index in 0..<(bytes.isEmpty ? 0 : count) {
                    let start = index * bytes.count
                    _ = target[start..<start + bytes.count].initialize(fromContentsOf: bytes)
                }
            }
        }
    }
}
