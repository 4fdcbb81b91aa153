import Dewar
import DewarTesting
import Testing

/// Flask's keys for the files that are sent.
@Suite struct SendFileConfigTests {
    private func answer(
        _ setUp: @escaping (Config) -> Void, headers: Headers = [:]
    ) async throws -> TestAnswer {
        let app = Application { app in
            setUp(app.config)
            app.route("/") { try sendFile(#filePath) }
        }
        return try await TestClient(app).get("/", headers: headers)
    }

    @Test func cachesAskUnlessTheConfigurationSaysHowLong() async throws {
        #expect(try await answer { _ in }.headers[.cacheControl] == "no-cache")
        let cached = try await answer { $0["SEND_FILE_MAX_AGE_DEFAULT"] = 3600 }
        #expect(cached.headers[.cacheControl] == "public, max-age=3600")
        #expect(cached.headers[.expires] != nil)
    }

    @Test func theWebServerIsToldThePath() async throws {
        let path = try await answer { $0["USE_X_SENDFILE"] = true }
        #expect(path.headers["X-Sendfile"] == #filePath && path.body.isEmpty)
        let nginx = try await answer { $0["USE_X_SENDFILE"] = "/_files" }
        #expect(nginx.headers["X-Accel-Redirect"] == "/_files" + #filePath && nginx.body.isEmpty)
        let tag = path.headers[.eTag] ?? ""
        let same = try await answer({ $0["USE_X_SENDFILE"] = true }, headers: [.ifNoneMatch: tag])
        #expect(same.status == .notModified && same.headers["X-Sendfile"] == nil)
        #expect(try await answer { $0["USE_X_SENDFILE"] = false }.headers["X-Sendfile"] == nil)
    }

    @Test func whatDoesNotFitIsAProblemOfTheSetup() {
        let app = Application { $0.config["USE_X_SENDFILE"] = "files" }
        let error = #expect(throws: SetupError.self) { try app.checkSetup() }
        #expect(
            error?.description == "configuration: USE_X_SENDFILE is \"files\", wanted true, false, "
                + "or a path as '/_files' for nginx.")
    }
}
