import DewarSigning
import DewarText
import Testing

// Expected values: itsdangerous 2.2.0.
@Suite struct SerializerTests {
    private let value: JSON = ["id": 5, "name": "한글", "x": [1, 1.5, nil, true]]
    private let repeated = JSON(String(repeating: "x", count: 60))

    @Test func jsonInPlainSight() throws {
        let serializer = Serializer(secret: "secret-key")
        let signed =
            #"{"id": 5, "name": "\ud55c\uae00", "x": [1, 1.5, null, true]}"#
            + ".EvsPV2HISAEZ8zKd9hKfWPwnpI4"
        #expect(try serializer.dumps(value) == signed)
        #expect(try serializer.loads(signed) == value)
    }

    @Test func jsonInPlainSightWithTheTime() throws {
        let serializer = TimedSerializer(secret: "secret-key")
        let signed =
            #"{"id": 5, "name": "\ud55c\uae00", "x": [1, 1.5, null, true]}"#
            + ".ZVPxAA.3lq8BnYXovq1QCQg5hBs0a8cDz0"
        #expect(try serializer.dumps(value, at: now) == signed)
        #expect(try serializer.loads(signed) == value)
        #expect(try serializer.loadsWithDate(signed).dateSigned == now)
    }

    @Test func jsonForURLs() throws {
        let serializer = URLSafeSerializer(secret: "secret-key")
        let signed =
            "eyJpZCI6NSwibmFtZSI6Iu2VnOq4gCIsIngiOlsxLDEuNSxudWxsLHRydWVdfQ"
            + ".Ef2IQB-lG7UKKwwEUG7CpWwLN5g"
        #expect(try serializer.dumps(value) == signed)
        #expect(try serializer.loads(signed) == value)
    }

    @Test func jsonForURLsWithTheTime() throws {
        let serializer = URLSafeTimedSerializer(secret: "secret-key")
        let signed =
            "eyJpZCI6NSwibmFtZSI6Iu2VnOq4gCIsIngiOlsxLDEuNSxudWxsLHRydWVdfQ"
            + ".ZVPxAA.J026Pkhiuol9B4XwdN7OjlJADXU"
        #expect(try serializer.dumps(value, at: now) == signed)
        #expect(try serializer.loads(signed, maxAge: .seconds(10), at: now.after(10)) == value)
        #expect(
            kind { _ = try serializer.loads(signed, maxAge: .seconds(10), at: now.after(11)) }
                == .signatureExpired(age: 11, maxAge: 10))
    }

    @Test func longJSONIsPacked() throws {
        let serializer = URLSafeTimedSerializer(secret: "secret-key", salt: "activate")
        let signed = ".eJxTqqAAKAEAfrkcZQ.ZVPxAA.E1mXgEpQoFRfgglsJ22iqBR-5AI"
        #expect(try serializer.dumps(repeated, at: now) == signed)
        #expect(try serializer.loads(signed) == repeated)
    }

    @Test func aSaltOfACallIsTakenForTheSerializersOwn() throws {
        let general = URLSafeSerializer(secret: "secret-key")
        let signed = ".eJxTqqAAKAEAfrkcZQ.Ydg5aOuLqlw9QfgZ6fVztwVCd7Y"
        #expect(try general.dumps(repeated, salt: "activate") == signed)
        #expect(try general.loads(signed, salt: "activate") == repeated)
        #expect(kind { _ = try general.loads(signed) } == .badSignature(.mismatch))
    }

    @Test func swiftValuesAreWritten() throws {
        let serializer = URLSafeSerializer(secret: "k")
        let address = "kim@example.com"
        #expect(try serializer.loads(serializer.dumps(address)) == "kim@example.com")
        #expect(try serializer.loads(serializer.dumps([1, 2])) == [1, 2])
    }

    @Test func fallbacksAreAcceptedWithEachKey() throws {
        let old = URLSafeTimedSerializer(secret: "old")
        let new = URLSafeTimedSerializer(
            secrets: ["old", "new"], options: SignerOptions(digest: .sha512),
            fallbacks: [SignerOptions()])
        let signed = try old.dumps(value, at: now)
        #expect(try new.loads(signed) == value)
        #expect(kind { _ = try old.loads(new.dumps(value)) } == .badTimeSignature(.mismatch))
        // Too old by one of them is too old.
        #expect(
            kind { _ = try new.loads(signed, maxAge: .seconds(1), at: now.after(2)) }
                == .signatureExpired(age: 2, maxAge: 1))
    }

    @Test func readingUnsafelyTellsWhetherTheSignatureIsSound() throws {
        let serializer = URLSafeTimedSerializer(secret: "secret-key")
        let signed = try serializer.dumps(value, at: now)
        let sound = try serializer.loadsUnsafe(signed)
        #expect(sound.isValid && sound.value == value)
        let changed = try serializer.loadsUnsafe(signed + "x")
        #expect(!changed.isValid && changed.value == value)
        let old = try serializer.loadsUnsafe(signed, maxAge: .seconds(1), at: now.after(2))
        #expect(!old.isValid && old.value == value)
        for text in ["", "a", "a.b", "a.b.c", "!!!.b.c", ".eJ.b.c"] {
            let (isValid, value) = try serializer.loadsUnsafe(text)
            #expect(!isValid && value == nil)
        }
    }

    @Test(arguments: [
        ("a", SigningError.PayloadFlaw.encoding),
        (".eJxTqqAAKAEAfrkc", .compression), (".", .compression), (".bm90IHpsaWI", .compression),
        ("__4", .text), ("ew", .json("a key in double quotes was expected")),
        ("MSAy", .json("extra data")),
    ])
    func soundSignaturesOfNoJSONAreBadPayloads(
        payload: String, flaw: SigningError.PayloadFlaw
    ) throws {
        let signed = try Signer(secret: "k", salt: "itsdangerous").sign(payload)
        let error = #expect(throws: SigningError.self) {
            try URLSafeSerializer(secret: "k").loads(signed)
        }
        #expect(error?.kind == .badPayload(flaw))
        #expect(error?.isBadSignature == false)
    }
}

@Suite struct PayloadLimitTests {
    @Test func unpackingStopsAtTheLimit() throws {
        let serializer = URLSafeSerializer(secret: "k", payloadLimit: 1000)
        // With its quotes the text is as long as the limit allows, and one byte longer.
        let longest = try serializer.dumps(JSON(String(repeating: "x", count: 998)))
        #expect(try serializer.loads(longest).string?.utf8.count == 998)
        let longer = try serializer.dumps(JSON(String(repeating: "x", count: 999)))
        #expect(
            kind { _ = try serializer.loads(longer) } == .badPayload(.tooLarge(limit: 1000)))
        #expect(try URLSafeSerializer(secret: "k").loads(longer).string?.utf8.count == 999)
    }

    @Test func anUnsignedBombIsNotUnpackedBeyondTheLimit() throws {
        let size = SigningLimits.payload + 1
        let bomb = try URLSafeSerializer(secret: "attacker")
            .dumps(JSON(String(repeating: "x", count: size)))
        #expect(bomb.utf8.count < 2000)
        let serializer = URLSafeSerializer(secret: "k")
        #expect(kind { _ = try serializer.loads(bomb) } == .badSignature(.mismatch))
        let (isValid, value) = try serializer.loadsUnsafe(bomb)
        #expect(!isValid && value == nil)
    }
}

@Suite struct PackingTests {
    /// Text is packed exactly when zlib makes it shorter by two bytes, however that is found out.
    ///
    /// Expected values: Python, `len(zlib.compress(text)) < len(text) - 1`.
    @Test(arguments: [
        (#"{"user_id":42}"#, false), (#"{"_permanent":true,"user_id":42}"#, false),
        (#"{"a":"xxxxxxxxxxxxxxxx"}"#, true), (#"{"a":"xxxxxxxxxx"}"#, false),
        (#"{"a":[0,0,0,0,0,0,0,0]}"#, true), (#"{"a":"01010110100101101001"}"#, true),
        (#"{"ab":"abcdefghijklmnopqrstuvwxyz01234"}"#, false), (#"{"id":7,"n":1,"x":null}"#, false),
    ])
    func textIsPackedWhenThatMakesItShorter(json: String, isPacked: Bool) throws {
        let serializer = URLSafeSerializer(secret: "k")
        let signed = try serializer.dumps(JSONReader.read(json))
        #expect(signed.hasPrefix(".") == isPacked)
        #expect(try JSONWriter(sortsKeys: false).text(of: serializer.loads(signed)) == json)
    }
}
