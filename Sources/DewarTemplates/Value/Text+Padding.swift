/// Padding and tabs.
extension Text {
    /// `str.ljust`: filled at the end.
    func padded(endTo width: Int, with fill: Unicode.Scalar = " ") throws -> Text {
        width > count ? try padded(left: 0, right: width - count, fill) : self
    }

    /// `str.rjust`: filled at the start.
    func padded(startTo width: Int, with fill: Unicode.Scalar = " ") throws -> Text {
        width > count ? try padded(left: width - count, right: 0, fill) : self
    }

    /// `str.center`.
    func centered(in width: Int, with fill: Unicode.Scalar = " ") throws -> Text {
        guard width > count else { return self }
        let margin = width - count
        // An odd place goes to the left when the width is odd.
        let left = margin / 2 + (margin & width & 1)
        return try padded(left: left, right: margin - left, fill)
    }

    func padded(left: Int, right: Int, _ fill: Unicode.Scalar) throws -> Text {
        guard left > 0 || right > 0 else { return self }
        try Value.checkSize(max(left, 0))
        try Value.checkSize(max(right, 0))
        var output = Output(capacity: byteCount + max(left, 0) + max(right, 0))
        output.append(fill, count: left)
        output.append(self)
        output.append(fill, count: right)
        return output.text
    }

    /// `str.zfill`: zeros after a sign.
    func zeroFilled(to width: Int) throws -> Text {
        guard width > count else { return self }
        let missing = width - count
        try Value.checkSize(missing)
        var output = Output(capacity: byteCount + missing)
        let hasSign = hasPrefix("+") || hasPrefix("-")
        if hasSign { output.append(part(0..<1)) }
        output.append(UInt8(ascii: "0"), count: missing)
        output.append(hasSign ? part(1..<count) : self)
        return output.text
    }

    /// `str.expandtabs`.
    func expandingTabs(to size: Int) throws -> Text {
        var output = Output(capacity: byteCount)
        var column = 0
        for scalar in scalars {
            switch scalar {
            case "\t":
                guard size > 0 else { continue }
                let spaces = size - column % size
                try Value.checkSize(output.count + spaces)
                output.append(UInt8(ascii: " "), count: spaces)
                column += spaces
            case "\n", "\r":
                output.append(scalar)
                column = 0
            default:
                output.append(scalar)
                column += 1
            }
        }
        return output.text
    }

    /// Bytes that are UTF-8 and a text in one.
    static func joining(_ head: UnsafeBufferPointer<UInt8>, _ tail: Text) throws -> Text {
        let size = head.count + tail.byteCount
        try Value.checkSize(size)
        return Text(
            byteCount: size,
            appending: { pieces in
                pieces.append(head)
                pieces.append(tail)
            })
    }

    /// `str.join` of values that are all text.
    static func joined(_ values: [Value], separator: Text) throws -> Text {
        var size = separator.byteCount * max(values.count - 1, 0)
        for index in values.indices {
            size += values[index].unretainedText?.withBytes { $0.count } ?? 0
        }
        try Value.checkSize(size)
        return Text(
            byteCount: size,
            appending: { pieces in
                for index in values.indices {
                    if index > 0 { pieces.append(separator) }
                    values[index].unretainedText?.withBytes { pieces.append($0) }
                }
            })
    }

    /// `str.join` of texts.
    static func joined(_ parts: [Text], separator: Text) throws -> Text {
        if parts.count == 1 { return parts[0] }
        var size = separator.byteCount * max(parts.count - 1, 0)
        for part in parts { size += part.byteCount }
        try Value.checkSize(size)
        var output = Output(capacity: size)
        for (index, part) in parts.enumerated() {
            if index > 0 { output.append(separator) }
            output.append(part)
        }
        return output.text
    }
}
