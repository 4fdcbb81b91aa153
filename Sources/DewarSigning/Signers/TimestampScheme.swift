import DewarText

/// What a signer does that writes the time beside the text.
struct TimestampScheme: Sendable {
    let scheme: SignatureScheme

    /// What a sound signature says.
    struct Signed {
        /// The number of bytes of the text.
        let count: Int
        /// Seconds since 1970.
        let seconds: UInt64

        /// The time as a date; nil beyond the year 9999.
        var date: HTTPDate? {
            Int(exactly: seconds).flatMap { HTTPDate.exactly($0) }
        }

        /// The time as a date.
        func requiredDate() throws(SigningError) -> HTTPDate {
            guard let date else { throw SigningError(.timestampOutOfRange) }
            return date
        }
    }

    /// Appends the time and the signature.
    func sign(_ text: inout [UInt8], at date: HTTPDate) throws(SigningError) {
        guard let seconds = UInt64(exactly: date.secondsSince1970) else {
            throw SigningError(.unwritableValue("the clock stands before 1970"))
        }
        text += scheme.separator
        let leading = seconds.leadingZeroBitCount / 8
        withUnsafeBytes(of: seconds.bigEndian) { bytes in
            URLSafeBase64.append(UnsafeRawBufferPointer(rebasing: bytes[leading...]), to: &text)
        }
        try scheme.sign(&text)
    }

    /// Checks signature and time.
    ///
    /// - Parameters:
    ///   - signed: Text, time and signature.
    ///   - maxAge: The greatest age; nil for any, and for times in the future.
    ///   - date: The present moment.
    /// - Returns: What is signed, and when.
    /// - Throws: ``SigningError``, in all cases and with all data of itsdangerous.
    func unsign(
        _ signed: UnsafeRawBufferPointer, maxAge: Duration?, at date: HTTPDate
    ) throws(SigningError) -> Signed {
        guard let (outer, isSound) = try scheme.verify(signed) else {
            throw SigningError(.badSignature(.noSeparator))
        }
        let stamped = UnsafeRawBufferPointer(rebasing: signed[..<outer])
        guard let count = scheme.lastSeparator(in: stamped) else {
            let kind: SigningError.Kind =
                isSound ? .badTimeSignature(.noTimestamp) : .badSignature(.mismatch)
            throw SigningError(kind, payload: Array(stamped))
        }
        let encoded = stamped[(count + scheme.separator.count)...]
        let seconds = Self.seconds(UnsafeRawBufferPointer(rebasing: encoded))
        let payload = stamped[..<count]
        guard isSound else { throw Self.mismatch(Array(payload), seconds) }
        guard let seconds else {
            throw SigningError(.badTimeSignature(.malformedTimestamp), payload: Array(payload))
        }
        let result = Signed(count: count, seconds: seconds)
        if let maxAge { try Self.check(result, maxAge, date, payload) }
        return result
    }

    private static func mismatch(_ payload: [UInt8], _ seconds: UInt64?) -> SigningError {
        guard let seconds else {
            return SigningError(.badTimeSignature(.mismatch), payload: payload)
        }
        guard let date = Signed(count: 0, seconds: seconds).date else {
            return SigningError(.badTimeSignature(.malformedTimestamp), payload: payload)
        }
        return SigningError(.badTimeSignature(.mismatch), payload: payload, dateSigned: date)
    }

    private static func check(
        _ signed: Signed, _ maxAge: Duration, _ date: HTTPDate,
        _ payload: Slice<UnsafeRawBufferPointer>
    ) throws(SigningError) {
        let limit = Int(clamping: maxAge.components.seconds)
        // A time beyond 63 bits is in the future, whatever the clock says.
        let seconds = Int(clamping: signed.seconds)
        let (difference, overflow) = date.secondsSince1970.subtractingReportingOverflow(seconds)
        let age = overflow ? .min + 1 : difference
        guard age > limit || age < 0 else { return }
        throw SigningError(
            .signatureExpired(age: age, maxAge: limit), payload: Array(payload),
            dateSigned: try signed.requiredDate())
    }

    /// Reads a time: base64 of at most eight bytes, of which the first may be left out when zero.
    private static func seconds(_ encoded: UnsafeRawBufferPointer) -> UInt64? {
        URLSafeBase64.withDecoded(encoded) { bytes in
            guard let bytes, bytes.count <= 8 else { return nil }
            return bytes.reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}

extension HTTPDate {
    /// A date of seconds that lie within the years 1 to 9999.
    static func exactly(_ seconds: Int) -> HTTPDate? {
        writable.contains(seconds) ? HTTPDate(secondsSince1970: seconds) : nil
    }
}
