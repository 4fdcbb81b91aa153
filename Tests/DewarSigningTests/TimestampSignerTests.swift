import DewarSigning
import DewarText
import Testing

// Expected values: itsdangerous 2.2.0.
@Suite struct TimestampSignerTests {
    private let signer = TimestampSigner(secret: "secret-key")
    private let signed = "my string.ZVPxAA.jr6oPKNI4x66_7OoEQCvO5o789s"

    @Test func signsAsItsdangerousDoes() throws {
        #expect(try signer.sign("my string", at: now) == signed)
        #expect(try signer.unsign(signed) == "my string")
        let (bytes, date) = try signer.unsignWithDate(Array(signed.utf8))
        #expect(bytes == Array("my string".utf8))
        #expect(date == now)
    }

    @Test(arguments: [(0, 0), (10, 10), (0, 10), (1_000_000, 1_000_000)])
    func whatIsYoungEnoughIsAccepted(seconds: Int, maxAge: Int) throws {
        #expect(
            try signer.unsign(signed, maxAge: .seconds(maxAge), at: now.after(seconds))
                == "my string")
    }

    @Test(arguments: [(1, 0), (11, 10), (-1, 10), (0, -1)])
    func whatIsTooOldOrOfTheFutureHasExpired(seconds: Int, maxAge: Int) {
        let error = #expect(throws: SigningError.self) {
            try signer.unsign(signed, maxAge: .seconds(maxAge), at: now.after(seconds))
        }
        #expect(error?.kind == .signatureExpired(age: seconds, maxAge: maxAge))
        #expect(error?.dateSigned == now)
        #expect(error?.payload == Array("my string".utf8))
    }

    @Test func withoutAGreatestAgeTheFutureIsAccepted() throws {
        #expect(try signer.unsign(signed, at: now.after(-1)) == "my string")
    }

    @Test(
        arguments: [
            ("my string", SigningError.Kind.badSignature(.noSeparator), nil),
            ("my string.jr6oPKNI4x66_7OoEQCvO5o789s", .badSignature(.mismatch), nil),
            (
                "My string.ZVPxAA.jr6oPKNI4x66_7OoEQCvO5o789s", .badTimeSignature(.mismatch),
                1_700_000_000
            ),
            (
                "my string.ZVPxAQ.jr6oPKNI4x66_7OoEQCvO5o789s", .badTimeSignature(.mismatch),
                1_700_000_001
            ),
            ("my string.A.jr6oPKNI4x66_7OoEQCvO5o789s", .badTimeSignature(.mismatch), nil),
            ("x.__________8.y", .badTimeSignature(.malformedTimestamp), nil),
            // Signed, but not by a signer that writes the time.
            ("my string.wh6tMHxLgJqB6oY1uT73iMlyrOA", .badTimeSignature(.noTimestamp), nil),
        ] as [(String, SigningError.Kind, Int?)])
    func errorsTellWhatIsWrong(text: String, wanted: SigningError.Kind, seconds: Int?) {
        let error = #expect(throws: SigningError.self) { try signer.unsign(text) }
        #expect(error?.kind == wanted)
        #expect(error?.dateSigned?.secondsSince1970 == seconds)
    }

    @Test func aSoundTimeBeyondTheYear9999IsNoDate() throws {
        // What `Signer` signs is a time to `TimestampSigner`.
        let text = try Signer(secret: "secret-key").sign("x.__________8")
        #expect(try signer.unsign(text) == "x")
        #expect(
            kind { _ = try signer.unsignWithDate(Array(text.utf8)) } == .timestampOutOfRange)
        #expect(
            kind { _ = try signer.unsign(text, maxAge: .seconds(1), at: now) }
                == .timestampOutOfRange)
        let long = try Signer(secret: "secret-key").sign("x.AAAAAAAAAAAA")
        #expect(kind { _ = try signer.unsign(long) } == .badTimeSignature(.malformedTimestamp))
    }

    @Test func aClockBefore1970IsRefused() {
        #expect(
            kind { _ = try signer.sign("x", at: HTTPDate(secondsSince1970: -1)) }
                == .unwritableValue("the clock stands before 1970"))
    }
}
