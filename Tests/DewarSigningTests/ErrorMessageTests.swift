import DewarSigning
import DewarText
import Testing

@Suite struct ErrorMessageTests {
    private func message(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return "\(error)" }
        return nil
    }

    @Test func signatures() throws {
        let signer = TimestampSigner(secret: "k")
        let signed = try signer.sign("x", at: now)
        #expect(
            message { _ = try signer.unsign("x") }
                == "bad signature: there is no separator in the text.")
        #expect(message { _ = try signer.unsign("x.y") } == "bad signature: it does not match.")
        #expect(
            message { _ = try signer.unsign(signed, maxAge: .seconds(60), at: now.after(61)) }
                == "signature expired: it is 61 seconds old, and may be 60.")
        #expect(
            message { _ = try signer.unsign(signed, maxAge: .seconds(60), at: now.after(-5)) }
                == "signature expired: it was made 5 seconds in the future.")
        let plain = Signer(secret: "k")
        #expect(
            message { _ = try signer.unsign(plain.sign("x")) }
                == "bad signature: there is no timestamp.")
        #expect(
            message { _ = try signer.unsign(plain.sign("x.A")) }
                == "bad signature: the timestamp is malformed.")
        #expect(
            message { _ = try signer.unsignWithDate(plain.sign(Array("x.__________8".utf8))) }
                == "bad timestamp: it lies beyond the year 9999.")
    }

    @Test func payloads() throws {
        let serializer = URLSafeSerializer(secret: "k", payloadLimit: 64)
        let signer = Signer(secret: "k", salt: "itsdangerous")
        for (payload, sentence) in [
            ("a", "bad payload: it is not base64."), (".YQ", "bad payload: it cannot be unpacked."),
            ("__4", "bad payload: it is not UTF-8."),
            ("ew", "bad payload: a key in double quotes was expected."),
        ] {
            #expect(message { _ = try serializer.loads(signer.sign(payload)) } == sentence)
        }
        let long = try serializer.dumps(JSON(String(repeating: "x", count: 100)))
        #expect(
            message { _ = try serializer.loads(long) }
                == "bad payload: unpacked it is longer than 64 bytes.")
    }

    @Test func setUp() {
        #expect(
            message { _ = try Signer(secrets: []).sign("x") }
                == "cannot sign: there is no secret key.")
        let options = SignerOptions(separator: "a")
        #expect(
            message { _ = try Signer(secret: "k", options: options).sign("x") }
                == "invalid separator: 'a' could be part of a signature; wanted something else "
                + "than letters, digits, '-', '_' and '='.")
        #expect(message { _ = try Digest("md9").bytes(of: []) } == "unknown digest: 'md9'.")
    }

    @Test func passwords() {
        #expect(
            message { _ = try checkPasswordHash("md5$s$x", "x") }
                == "unknown password hash: 'md5', wanted 'scrypt' or 'pbkdf2'.")
        #expect(
            message { _ = try checkPasswordHash("scrypt:1:2$s$x", "x") }
                == "invalid password hash: 'scrypt' takes three numbers.")
        #expect(
            message { _ = try checkPasswordHash("scrypt:3:8:1$s$x", "x") }
                == "invalid password hash: 'scrypt:3:8:1': the first number is a power of two, "
                + "the others above zero.")
        #expect(
            message { _ = try checkPasswordHash("pbkdf2:sha256:10000001$s$x", "x") }
                == "password hash refused: 'pbkdf2:sha256:10000001' has more iterations than the "
                + "limit, 10000000.")
    }
}
