import DewarSigning
import DewarText
import Testing

// Expected signatures: itsdangerous 2.2.0.
@Suite struct SignerTests {
    @Test(
        arguments: [
            (.concat, "sha1", "A719JPC_6wVCjyOej0wKDAfj9vU"),
            (.concat, "sha256", "Ka5B3sgTwcv9yTngS3GHZNy2-3NUjrogPrniZim36xw"),
            (.concat, "sha384", "KkYD_ysxzktehRd0i1ofj6j3o9U2L9ePKLfv_DGYj1RCVeeRtL7hnuMvAswMLXOy"),
            (
                .concat, "sha512",
                "oxz2KtdOfNVuvwf9PWGmPZZeaeKj9yYgb-Nrm1zS3MG_IC_IACL2DqXCwA3L"
                    + "dbL3OGfkbXzRc9sh6KxrxF2y5Q"
            ),
            (.concat, "md5", "gIvkufBDCiIKmDC1OrToLw"),
            (.concat, "sha3_256", "ILZfUaBY3u0n-oXoGen2DIAjFKmnC4CDskec6cMcFHA"),
            (
                .concat, "blake2b",
                "HPojTRyOFo_Mi0K51rc3n4DVm8I30oN5hzVVQPFGBr_WYKz8QjnEh-c20fOp"
                    + "LzmNiX0qYqxOI4R2bR-5E3MWdQ"
            ),
            (.concat, "sha512_256", "PvMVu9dFUeY07qGVgwH7PkTxkt9RehJfFIEkBCDLz2s"),
            (.djangoConcat, "sha1", "geAJKrsRVhs176yze8gV1Uj0DLI"),
            (.djangoConcat, "sha256", "omv9SQn5XLBIRNsG_i4QNAYQA1pnotMB2Bt456OJonM"),
            (
                .djangoConcat, "sha384",
                "KyFVUM37fj0Dka73AcDFYAgnYlFoB7eDNneUbd0qYnu9Z81CjcVGZXI2abOB"
                    + "KNzE"
            ),
            (
                .djangoConcat, "sha512",
                "--Z9NIjq3EIfUdRRLFkWQz4L_QmLBIkrYZi-YTTEYxvNysEPtmCXHQBxNOyF"
                    + "uY1AUi27lO2JIbi5xNeyNrm_pA"
            ),
            (.djangoConcat, "md5", "88Y6pbatdZ-JR9FprDHbwQ"),
            (.djangoConcat, "sha3_256", "taugTeWZfQF9q2T9xxSf9YX6dpGzdX9OX5giyM9hKhQ"),
            (
                .djangoConcat, "blake2b",
                "MEtM3MWQuN-mRDZSswlXvS49g5wd7y4IrPKbJnxQoq8qNxc8tQalWe9mgCFx"
                    + "FjFQ8z8fp2xnxb-frAz2rqIJtQ"
            ),
            (.djangoConcat, "sha512_256", "DgfohHFFmPCWhQXHUrlI5xsR9R_Do_ZsrpUKm9KKX14"),
            (.hmac, "sha1", "2QamyHDjMcsUdddUsnMdpA89sTo"),
            (.hmac, "sha256", "B72xnpq8qt0RibuPnf6syr7gRXL6e3A90vxrf4FQurA"),
            (.hmac, "sha384", "yzPPsQAsOw2KLjzPngZ742qqiQNuOig3kSyJBYNIQch07hkOmacGDYLuGEXk2u7Y"),
            (
                .hmac, "sha512",
                "9URrUUL5yfkzWcxAJBp4i0e2N_DFqZFbyjB7HKWLgGsIqc9zZVomQMMGEt9W"
                    + "MK_fgcpYPq4dEWjZ98-cYCJwyQ"
            ),
            (.hmac, "md5", "RXNyIXJPHLk34gMTgSYPKw"),
            (.hmac, "sha3_256", "gZ6PzusbwBdIN5a4dqVzGMxRVFyTzTz32Wrm1dPvfU8"),
            (
                .hmac, "blake2b",
                "6TzzG14Oks8meAh8aOl7Q0SRwYUHOWkkw9SBA-SHDSC6Y21heYo_KDIGLOnk"
                    + "oOtVCs2MP_1ufcFQ4uKCAznW5Q"
            ),
            (.hmac, "sha512_256", "_AsVgVrFHgOcbX15HMILRR4aplFnhhpSjvI2v-mZbE0"),
            (.none, "sha1", "KR0bPVhdBT1d8GpHRrZeO1VF_ew"),
            (.none, "sha256", "3PlbGR1YsrxiVQ7L4uUzWD1R3xS8ky7fH-T7KDk8YHw"),
            (.none, "sha384", "uCLg4aO_lPiMIKlJbcJy5toPmZVKTcH1uqmWtTP1LGyurr7I1YnVxYq24jz3tTq4"),
            (
                .none, "sha512",
                "JVMcxfhPJkJnSIn9sT65GoIl_GBNV75eR8cseuZwoSlpWmtBkSfUNHRSQZKv"
                    + "68QznZkCQKTuqPVnv2Zu5CXUCA"
            ),
            (.none, "md5", "Ws1o866wxMHdVnQPsu3YSQ"),
            (.none, "sha3_256", "hyvvRBc9Es0uIDUhStnjSsftQMkQpAgrECdtLzpc4vs"),
            (
                .none, "blake2b",
                "OJTQ1vQ-obL_8QZN8baC_F6nMx-yNIReMnLRcTjJj_ON-wmtNdIdkE8sitwR"
                    + "u6CdPzKNzyeT2dp1Jn7QjKGM-w"
            ),
            (.none, "sha512_256", "Yw2qCIB6_h98bQHNJU9qQ5TRb03wqfGstSWk8ShpvQk"),
        ] as [(KeyDerivation, String, String)])
    func signsAsItsdangerousDoes(
        derivation: KeyDerivation, digest: String, signature: String
    ) throws {
        let signer = Signer(
            secret: "secret-key", salt: "salt",
            options: SignerOptions(keyDerivation: derivation, digest: Digest(digest)))
        #expect(try signer.sign("value") == "value." + signature)
        #expect(try signer.signature(of: "value") == signature)
        #expect(try signer.unsign("value." + signature) == "value")
    }

    @Test func keysOfAnyLengthSign() throws {
        let options = SignerOptions(keyDerivation: .none)
        #expect(
            try Signer(secret: String(repeating: "k", count: 65), options: options).sign("x")
                == "x.cgmsp17GgIcXJf0wmqaJdGZ329Q")
        #expect(try Signer(secret: "").sign("") == ".XSFVwucvJvPpGdsGLZGJnNJbwPg")
    }

    @Test func theLastKeySignsAndAllAreAccepted() throws {
        let signer = Signer(secrets: ["old", "new"])
        #expect(try signer.sign("x") == "x._IVuD-Dff1u8veG-yhaOp_5IHVg")
        #expect(try signer.unsign("x.sxNzXWbiY41TNbQdFldFxit8fRE") == "x")
        #expect(!Signer(secret: "new").validate("x.sxNzXWbiY41TNbQdFldFxit8fRE"))
    }

    @Test func separatorsMayHaveSeveralCharacters() throws {
        let signer = Signer(secret: "secret-key", options: SignerOptions(separator: "::"))
        #expect(try signer.sign("a:b") == "a:b::7ox5U9Kay0Y2OwnCMzsnboD73uQ")
        #expect(try signer.unsign("a:b::7ox5U9Kay0Y2OwnCMzsnboD73uQ") == "a:b")
    }

    @Test(arguments: ["", "a", "-", "_", "=", "-_=", "ab", "Z0"])
    func separatorsThatASignatureMayHoldAreRefused(separator: String) {
        let signer = Signer(secret: "k", options: SignerOptions(separator: separator))
        #expect(kind { _ = try signer.sign("x") } == .invalidSeparator(separator))
        #expect(kind { _ = try signer.unsign("x.y") } == .invalidSeparator(separator))
    }

    @Test(arguments: [
        "nope", "shake_128", "", "sha1\u{0}", "a/b", String(repeating: "a", count: 99),
    ])
    func digestsThatDoNotExistAreRefused(name: String) {
        let signer = Signer(secret: "k", options: SignerOptions(digest: Digest(name)))
        #expect(kind { _ = try signer.sign("x") } == .unknownDigest(name))
    }

    @Test func withoutAKeyNothingIsSignedOrAccepted() {
        let signer = Signer(secrets: [])
        #expect(kind { _ = try signer.sign("x") } == .noSecret)
        #expect(kind { _ = try signer.deriveKey() } == .noSecret)
        #expect(kind { _ = try signer.unsign("x.y") } == .badSignature(.mismatch))
    }

    @Test(arguments: [
        ("", SigningError.Flaw.noSeparator), ("my string", .noSeparator), (".", .mismatch),
        ("my string.", .mismatch), ("my string.wh6tMHxLgJqB6oY1uT73iMlyrO", .mismatch),
        ("My string.wh6tMHxLgJqB6oY1uT73iMlyrOA", .mismatch), ("my string.\u{0}", .mismatch),
        ("my string.wh6tMHxLgJqB6oY1uT73iMlyrOAA", .mismatch), ("my string.é", .mismatch),
    ])
    func whatWasNotSignedIsRefused(text: String, flaw: SigningError.Flaw) {
        #expect(
            kind { _ = try Signer(secret: "secret-key").unsign(text) } == .badSignature(flaw))
    }

    @Test func anErrorTellsWhatWasSigned() throws {
        let error = #expect(throws: SigningError.self) {
            try Signer(secret: "other").unsign("my string.wh6tMHxLgJqB6oY1uT73iMlyrOA")
        }
        #expect(error?.payload == Array("my string".utf8))
        #expect(error?.isBadSignature == true)
    }

    @Test func bytesThatAreNoTextAreSigned() throws {
        let signer = Signer(secret: "secret-key")
        let signed = try signer.sign([0x00, 0xFF, 0x2E])
        #expect(try signer.unsign(signed) == [0x00, 0xFF, 0x2E])
    }
}
