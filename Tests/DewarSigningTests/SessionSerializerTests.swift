import DewarSigning
import DewarText
import FoundationEssentials
import Testing

// Expected cookies: Flask 3.1.3.
@Suite struct SessionSerializerTests {
    private let lifetime = Duration.seconds(31 * 86_400)
    private let serializer = SessionSerializer(secret: "development key")

    @Test func writesAndReadsFlasksCookie() throws {
        let cookie = "eyJhIjoxfQ.ZVPxAA.Fq0HIPIOzhpoXL0L2_L9xpAXGhc"
        #expect(try serializer.dumps(["a": 1], at: now) == cookie)
        #expect(try serializer.loads(cookie, lifetime: lifetime, at: now) == ["a": 1])
    }

    @Test func everyTypeOfAFlaskSessionIsRead() throws {
        let cookie =
            ".eJw1jDEPgjAQhf9KvbkDPVpSiJo4OWkc2IQQSouaSEiodSH8d68Ql-9dXr53MzT9u_VP56G4z8A-FDA4"
            + "79uHAw5V6JTUVTBCqSpYpejuRBqZ5RLqhf83bprGaVtkKGmRK70joeZgoCCLCKebPsDCwa4NEcrgOBOS"
            + "XccvwwRThliItMCEnS9lVF-bG8hFo0ySC9HbrpfWYo7CoG47p7U1uk2iPqw2EfbmGIvg3dTEJxKXH7Fs"
            + "QkE.ZVPxAA.dROjKtF56yRhXZlmZm9A6d-r4jE"
        let uuid = try #require(UUID(uuidString: "2b5b0911-fdcf-4dd2-921b-28ace88db8a0"))
        let session: SessionDictionary = [
            "_flashes": [.tuple(["message", "안녕하세요"]), .tuple(["error", "오류!"])],
            "user_id": 42, "id": .uuid(uuid), "b": .bytes([0, 255]), "m": .markup("<b>"),
            "d": .datetime(now),
        ]
        #expect(try serializer.loads(cookie, lifetime: lifetime, at: now) == session)
        let written = try serializer.dumps(session, at: now)
        #expect(try serializer.loads(written, lifetime: lifetime, at: now) == session)
    }

    @Test func theNewestKeySignsAndOlderOnesAreAccepted() throws {
        let rotated = SessionSerializer(secret: "new", fallbacks: ["old"])
        let session: SessionDictionary = ["user_id": 42, "name": "한글"]
        let content = "eyJuYW1lIjoiXHVkNTVjXHVhZTAwIiwidXNlcl9pZCI6NDJ9.ZVPxAA."
        let (old, new) = (
            content + "OItheSEGAkxFlTNBnlITk16tVOQ", content + "O1yltvqA9yFHqODLlWSzqIoiqDQ"
        )
        #expect(try rotated.dumps(session, at: now) == new)
        #expect(try rotated.loads(old, lifetime: lifetime, at: now) == session)
        #expect(
            kind {
                _ = try SessionSerializer(secret: "new").loads(old, lifetime: lifetime, at: now)
            }
                == .badTimeSignature(.mismatch))
    }

    @Test func aCookieLivesForItsLifetime() throws {
        let cookie = try serializer.dumps(["a": 1], at: now)
        let end = now.after(31 * 86_400)
        #expect(try serializer.loads(cookie, lifetime: lifetime, at: end) == ["a": 1])
        #expect(
            kind { _ = try serializer.loads(cookie, lifetime: lifetime, at: end.after(1)) }
                == .signatureExpired(age: 31 * 86_400 + 1, maxAge: 31 * 86_400))
        #expect(
            kind { _ = try serializer.loads(cookie, lifetime: lifetime, at: now.after(-1)) }
                == .signatureExpired(age: -1, maxAge: 31 * 86_400))
    }

    /// Signs JSON with the key of the cookies, as somebody does who has it.
    private func signed(_ payload: String) throws -> String {
        try TimestampSigner(
            secret: "development key", salt: SessionSerializer.salt,
            options: SessionSerializer.options
        ).sign(payload, at: now)
    }

    @Test(
        arguments: [
            ("bnVsbA", [:]), ("W10", [:]), ("IiI", [:]), ("W1siYSIsMV1d", ["a": 1]),
            ("WyJhYiJd", ["a": "b"]), ("W1siYSIsMV0sWyJhIiwyXV0", ["a": 2]),
        ] as [(String, SessionDictionary)])
    func whatPythonsDictTakesIsASession(payload: String, session: SessionDictionary) throws {
        #expect(
            try serializer.loads(signed(payload), lifetime: lifetime, at: now) == session)
    }

    // 1, "x", [1], [["a"]], [[[],1]], true.
    @Test(arguments: ["MQ", "Ingi", "WzFd", "W1siYSJdXQ", "W1tbXSwxXV0", "dHJ1ZQ"])
    func whatPythonsDictDoesNotTakeIsABadPayload(payload: String) throws {
        let cookie = try signed(payload)
        guard
            case .badPayload = kind({
                _ = try serializer.loads(cookie, lifetime: lifetime, at: now)
            })
        else {
            Issue.record("\(payload) was read")
            return
        }
    }
}

@Suite struct MutantTests {
    private let serializer = SessionSerializer(secret: "development key", fallbacks: ["old key"])
    private let lifetime = Duration.seconds(31 * 86_400)

    private var cookies: [String] {
        get throws {
            [
                try serializer.dumps(["user_id": 42, "_fresh": true], at: now),
                try serializer.dumps(
                    ["text": .string(String(repeating: "ab", count: 200))], at: now),
                try SessionSerializer(secret: "old key").dumps(["a": .tuple([1, "x"])], at: now),
            ]
        }
    }

    /// The bytes of what is signed, and of the signature, that a cookie stands for.
    private func content(_ cookie: [UInt8]) -> [[UInt8]?] {
        guard let point = cookie.lastIndex(of: UInt8(ascii: ".")) else { return [cookie, nil] }
        let signature = String(decoding: cookie[(point + 1)...], as: UTF8.self)
        return [Array(cookie[..<point]), URLSafeBase64.decode(signature)]
    }

    @Test func noMutantOfACookieIsASession() throws {
        var generator = Generator(seed: 7)
        var count = 0
        for cookie in try cookies {
            let original = Array(cookie.utf8)
            while count % 4000 != 3999 {
                count += 1
                let mutant = Self.mutant(of: original, &generator)
                // A signature has several spellings; all of them are the same signature.
                guard content(mutant) != content(original) else { continue }
                let text = String(decoding: mutant, as: UTF8.self)
                let error = #expect(throws: SigningError.self) {
                    try serializer.loads(text, lifetime: lifetime, at: now)
                }
                #expect(error?.isBadSignature == true, "\(text)")
            }
            count += 1
        }
        #expect(count == 12_000)
    }

    private static func mutant(of cookie: [UInt8], _ generator: inout Generator) -> [UInt8] {
        var bytes = cookie
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<max(bytes.count, 1), using: &generator)
            guard place < bytes.count else { return bytes }
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8.random(in: 32..<127, using: &generator), at: place)
            case 4: bytes.removeSubrange(place...)
            case 5: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
            case 6: bytes.insert(UInt8(ascii: "."), at: place)
            default: bytes += bytes[place...]
            }
        }
        return bytes
    }

    @Test func everyTruncationIsRefused() throws {
        for cookie in try cookies {
            for length in 0..<cookie.utf8.count {
                #expect(
                    throws: SigningError.self, "\(length)",
                    performing: {
                        try serializer.loads(
                            String(cookie.prefix(length)), lifetime: lifetime, at: now)
                    })
            }
        }
    }

    @Test func recompressedAndOversizedCookiesAreRefused() throws {
        let packed = try cookies[1]
        let parts = packed.split(separator: ".")
        // The same text, not packed: another text to the signature.
        let text = try TaggedJSONSerializer.dumps(
            ["text": .string(String(repeating: "ab", count: 200))])
        let plain = URLSafeBase64.encode(Array(text.utf8))
        let huge = String(repeating: "A", count: 1 << 20)
        for cookie in [
            "\(plain).\(parts[1]).\(parts[2])", ".\(plain).\(parts[1]).\(parts[2])",
            "\(parts[0]).\(parts[1]).\(parts[2])", ".\(huge).\(parts[1]).\(parts[2])",
            "\(packed).\(huge)", huge, String(repeating: ".", count: 1 << 20),
        ] {
            let error = #expect(throws: SigningError.self) {
                try serializer.loads(cookie, lifetime: lifetime, at: now)
            }
            #expect(error?.isBadSignature == true)
        }
    }

    @Test func cookiesOfOtherUsesAreRefused() throws {
        // The same key with another salt, derivation or hash function.
        for (salt, options) in [
            ("itsdangerous", SessionSerializer.options),
            (SessionSerializer.salt, SignerOptions()),
            (SessionSerializer.salt, SignerOptions(keyDerivation: .hmac, digest: .sha256)),
        ] as [(KeyMaterial, SignerOptions)] {
            let other = SessionSerializer(
                secret: "development key", fallbacks: [], salt: salt, options: options)
            let cookie = try other.dumps(["user_id": 1], at: now)
            #expect(
                kind { _ = try serializer.loads(cookie, lifetime: lifetime, at: now) }
                    == .badTimeSignature(.mismatch))
        }
    }

    @Test func aSignedBombIsRefused() throws {
        let bomb = try serializer.dumps(
            ["x": .string(String(repeating: "x", count: SigningLimits.payload))], at: now)
        #expect(bomb.utf8.count < 2000)
        #expect(
            kind { _ = try serializer.loads(bomb, lifetime: lifetime, at: now) }
                == .badPayload(.tooLarge(limit: SigningLimits.payload)))
    }
}
