import DewarSigning
import Testing

// Expected values: Werkzeug 3.1.8.
@Suite struct PasswordHashTests {
    @Test(arguments: [
        (
            "scrypt$aBc$028dc62609cdf178f4d8d490c10278b2c6a611109e995df5da9d74267444ffb7"
                + "158c36ccea98a629ce68941f6b6590f299b48638332af064fd30d234a7533ef8", "secret"
        ),
        (
            "scrypt:1024:8:1$salt$cda673bde2ee6dc93e500982ff716d0dfb16c4c8d2e976a82238d1d521cfee42"
                + "72618df7f5dcef516ab802ac03ae8cb9f0b9ce366bb9e65e87f25754c1dd67d2", "비밀번호"
        ),
        (
            "scrypt:128:8:2$$1f1deddbcad1ad02f6d63b7ca39d629d20461b9d745879fe3ca26f2d72cc2d77"
                + "eb683d95d81520c344b93b22df4c49a84e4aed787c765336212d0fdd3d17ad94", "x"
        ),
        // Python's `int()` reads the parameters.
        (
            "scrypt: 1_024 :+8:01$a$a493afa26ea6e8e3b33758fc6071010aab29d840cf8a8083f4eadffd5f850e0c"
                + "549c6639b5062fd7d3a2449a540af05c232a4f55186e4cda26c630021bda3314", "b"
        ),
        (
            "pbkdf2:sha256:1000$salt$"
                + "a8df899f3c4f204d967e0ad63c092987c10055ebb017b3d9d28add218d4f7aad", "secret"
        ),
        ("pbkdf2:sha1:1$s$758867927d6c611a3e3340b814c8047512fac4cf", ""),
        (
            "pbkdf2:sha512:3$salt$6a7be24f5b46c5c3769d73a6689b3ad79f9f245a1cdb20e41ee9d5a31bea1444"
                + "5f54a362850dd4dc7d6a22b714d3d05635425c3f127951dfb8f1d9bf88f14353", "pw"
        ),
        (
            "pbkdf2:sha3_256:2$salt$"
                + "7707a0647b20a494f286cd484e35b19e86abd7b79c3dfb23592460ee3ea8512d", "pw"
        ),
        (
            "pbkdf2:SHA256:2$salt$"
                + "061df616343cb988307172e2c3074be63e953b28237ea96184f6a48bec7a8a55", "pw"
        ),
    ])
    func werkzeugsHashesAreVerified(hash: String, password: String) throws {
        #expect(try checkPasswordHash(hash, password))
        #expect(try !checkPasswordHash(hash, password + "x"))
        #expect(try !checkPasswordHash(String(hash.dropLast()), password))
        #expect(try !checkPasswordHash(hash + "0", password))
    }

    @Test(arguments: ["", "$", "a", "a$b", "pbkdf2:sha256:1$$x", "pbkdf2:sha256:1$s$$a$b"])
    func whatIsNoHashIsNoPasswords(hash: String) throws {
        #expect(try !checkPasswordHash(hash, "x"))
    }

    @Test(arguments: [
        "scrypt:15:8:1", "scrypt:0:8:1", "scrypt:1:8:1", "scrypt:-2:8:1", "scrypt:16:0:1",
        "scrypt:16:1:1", "scrypt:65536:1:1", "scrypt:a:8:1", "scrypt:", "scrypt:1:2",
        "scrypt:1:2:3:4", "pbkdf2:sha256:0", "pbkdf2:sha256:-1", "pbkdf2:sha256:",
        "pbkdf2:sha256:1:2", "pbkdf2:sha256:99999999999999999999",
    ])
    func parametersThatMakeNoSenseAreRefused(method: String) {
        guard
            case .invalidHashParameters = kind({ _ = try checkPasswordHash(method + "$s$x", "x") })
        else {
            Issue.record("\(method) was taken")
            return
        }
    }

    @Test(arguments: [
        ("$$", SigningError.Kind.unknownHashMethod("")), ("md5$s$x", .unknownHashMethod("md5")),
        ("plain$$secret", .unknownHashMethod("plain")),
        ("pbkdf2:nope:1$s$x", .unknownDigest("nope")),
        ("pbkdf2:shake_128:1$s$x", .unknownDigest("shake_128")),
        ("pbkdf2:sha256:1$s$é", .invalidHashParameters("the hash is not ASCII")),
    ])
    func whatIsNotKnownIsRefused(hash: String, wanted: SigningError.Kind) {
        #expect(kind { _ = try checkPasswordHash(hash, "x") } == wanted)
    }

    @Test(arguments: [
        "scrypt:16777216:8:1", "scrypt:1024:8:4096", "scrypt:2:4194304:1",
        "scrypt:4611686018427387904:8:1", "scrypt:2:9223372036854775807:1",
        "scrypt:2:1:9223372036854775807", "pbkdf2:sha256:10000001",
        "pbkdf2:sha256:9223372036854775807",
    ])
    func costlyParametersAreRefusedAtOnce(method: String) {
        guard case .hashTooCostly = kind({ _ = try checkPasswordHash(method + "$s$x", "x") }) else {
            Issue.record("\(method) was taken")
            return
        }
    }

    @Test func limitsAreTheCallersToSet() throws {
        var limits = PasswordHashLimits()
        limits.pbkdf2Iterations = 10
        #expect(try !checkPasswordHash("pbkdf2:sha256:10$s$x", "x", limits: limits))
        #expect(
            kind { _ = try checkPasswordHash("pbkdf2:sha256:11$s$x", "x", limits: limits) }
                == .hashTooCostly("'pbkdf2:sha256:11' has more iterations than the limit, 10"))
        limits.scryptWork = 1024 * 8
        #expect(try !checkPasswordHash("scrypt:1024:8:1$s$x", "x", limits: limits))
        #expect(
            kind { _ = try checkPasswordHash("scrypt:2048:8:1$s$x", "x", limits: limits) }
                == .hashTooCostly("'scrypt:2048:8:1' is more work than the limit, 8192"))
        limits.scryptMemory = 1 << 20
        #expect(
            kind { _ = try checkPasswordHash("scrypt:1024:8:1$s$x", "x", limits: limits) }
                == .hashTooCostly("'scrypt:1024:8:1' takes more than 1048576 bytes of memory"))
    }

    @Test func theUsualHashIsScryptWithASaltOf16() throws {
        let hash = try generatePasswordHash("correct horse")
        let parts = hash.split(separator: "$")
        #expect(parts[0] == "scrypt:32768:8:1")
        #expect(parts[1].count == 16)
        #expect(
            parts[1].utf8.allSatisfy {
                $0 < 0x80 && ("a"..."z" ~= $0 || "A"..."Z" ~= $0 || "0"..."9" ~= $0)
            })
        #expect(parts[2].count == 128)
        #expect(try checkPasswordHash(hash, "correct horse"))
        #expect(try !checkPasswordHash(hash, "Correct horse"))
    }

    @Test func otherMethodsAreWritten() throws {
        let hash = try generatePasswordHash(
            "pw", method: .pbkdf2(digest: .sha512, iterations: 2), saltLength: 3)
        #expect(hash.hasPrefix("pbkdf2:sha512:2$"))
        #expect(try checkPasswordHash(hash, "pw"))
        #expect(try PasswordMethod(parsing: "pbkdf2").description == "pbkdf2:sha256:1000000")
        #expect(try PasswordMethod(parsing: "pbkdf2:sha1").description == "pbkdf2:sha1:1000000")
        #expect(
            kind { _ = try generatePasswordHash("x", saltLength: 0) }
                == .invalidHashParameters("the salt has no character"))
    }

    @Test func twoHashesOfOnePasswordDiffer() throws {
        let method = PasswordMethod.pbkdf2(iterations: 1)
        let hashes = try (0..<100).map { _ in try generatePasswordHash("x", method: method) }
        #expect(Set(hashes).count == 100)
    }
}

private func ~= (range: ClosedRange<Unicode.Scalar>, byte: UInt8) -> Bool {
    range.contains(Unicode.Scalar(byte))
}
