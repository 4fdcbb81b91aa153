import Dewar
import DewarTesting
import Glibc
import Testing

/// Where a configuration's values come from, and what they are.
///
/// Expected values are Flask's.
@Suite struct ConfigTests {
    private let config = Application().config

    @Test func flasksKeysHaveItsDefaults() {
        #expect(config.secretKey == nil && config.secretKeyFallbacks.isEmpty)
        #expect(config.sessionCookieName == "session")
        #expect(config.permanentSessionLifetime == .seconds(2_678_400))
        #expect(config.maxFormMemorySize == 500_000)
        #expect(config.maxFormParts == 1000)
        #expect(config.maxCookieSize == 4093)
        #expect(config.applicationRoot == "/")
        #expect(config.keys.isEmpty)
    }

    @Test func propertiesAndNamesAreTheSame() {
        config.secretKey = "a"
        #expect(config["SECRET_KEY"] == "a")
        config["MAX_FORM_PARTS"] = 7
        #expect(config.maxFormParts == 7)
        config.maxFormParts = nil
        #expect(config["MAX_FORM_PARTS"] == .null && config.maxFormParts == nil)
        config["MAX_FORM_PARTS"] = nil
        #expect(config.maxFormParts == 1000)
        config.permanentSessionLifetime = .seconds(90)
        #expect(config["PERMANENT_SESSION_LIFETIME"] == .double(90))
    }

    @Test func onlyNamesInCapitalsAreTakenFromAMapping() {
        config.update(["PAGE_SIZE": 20, "Page": 1, "page": 1, "_": 1, "A1": true])
        #expect(config.keys == ["A1", "PAGE_SIZE"])
    }

    @Test func namesThatBeginAlikeAreAnObject() {
        config.update(["STORE_TYPE": "fs", "STORE_PATH": "/srv", "OTHER": 1])
        #expect(config.namespace("STORE_") == ["path": "/srv", "type": "fs"])
        #expect(
            config.namespace("STORE_", lowercases: false, trims: false)
                == ["STORE_PATH": "/srv", "STORE_TYPE": "fs"])
    }

    @Test func theEnvironmentIsReadAsJSONOrText() {
        config.loadEnvironment(
            prefix: "SHOP",
            from: [
                "SHOP_NUMBER": "7", "SHOP_FLAG": "true", "SHOP_WORD": "plain", "SHOP_LIST": "[1]",
                "SHOP_STORE__PATH": "/srv", "SHOP_STORE__DEEP__ER": "1", "SHOPPING": "no",
                "OTHER_KEY": "no",
            ])
        #expect(config["NUMBER"] == 7 && config["FLAG"] == true && config["WORD"] == "plain")
        #expect(config["LIST"] == [1])
        #expect(config["STORE"] == ["DEEP": ["ER": 1], "PATH": "/srv"])
        #expect(config.keys == ["FLAG", "LIST", "NUMBER", "STORE", "WORD"])
    }

    @Test func aFileIsReadAndAMissingOneIsToldUnlessOptional() throws {
        #expect(throws: ConfigError.self) { try config.load(json: "/nowhere/config.json") }
        try config.load(json: "/nowhere/config.json", isOptional: true)
        #expect(config.keys.isEmpty)
        let error = #expect(throws: ConfigError.self) { try config.load(json: #filePath) }
        let reason = "is no configuration: invalid JSON: "
        #expect(error?.description.contains(reason) == true)
    }

    @Test func aValueThatDoesNotFitIsAProblemOfTheSetup() {
        let app = Application { app in
            app.config.loadEnvironment(prefix: "SHOP", from: ["SHOP_MAX_FORM_PARTS": "many"])
            app.config["SESSION_COOKIE_HTTPONLY"] = "yes"
            app.config["SESSION_COOKIE_SAMESITE"] = "Sometimes"
            app.config["SECRET_KEY"] = 12345
        }
        let error = #expect(throws: SetupError.self) { try app.checkSetup() }
        #expect(
            error?.problems.map(\.description) == [
                "configuration: MAX_FORM_PARTS is \"many\", wanted an integer "
                    + "(from the environment's SHOP_MAX_FORM_PARTS).",
                "configuration: SECRET_KEY is of another kind, wanted text.",
                "configuration: SESSION_COOKIE_HTTPONLY is \"yes\", wanted true or false.",
                "configuration: SESSION_COOKIE_SAMESITE is \"Sometimes\", wanted Lax, Strict or None.",
            ])
    }

    @Test func aTOMLFileIsReadWithItsTables() throws {
        let path = "/tmp/dewar-\(UInt64.random(in: 0...(.max))).toml"
        defer { unlink(path) }
        func load(_ text: String) throws {
            let file = try #require(fopen(path, "w"))
            fputs(text, file)
            fclose(file)
            try config.load(toml: path)
        }
        try load("PAGE_SIZE = 20\nlower = 1\n[STORE]\npath = \"/srv\"\n")
        #expect(config.keys == ["PAGE_SIZE", "STORE"])
        #expect(config["STORE"] == ["path": "/srv"])
        let error = #expect(throws: ConfigError.self) { try load("A = 1\nB = \n") }
        let reason = "'\(path)' is no configuration: invalid TOML: a value was expected (in line 2,"
        #expect(error?.description.contains(reason) == true)
        try config.load(toml: "/nowhere/config.toml", isOptional: true)
    }

    @Test func aDefaultCountsUnlessThereIsAValue() {
        config["A"] = 1
        config.setDefault("A", 2)
        config.setDefault("B", 2)
        #expect(config["A"] == 1 && config["B"] == 2)
    }

    @Test func flasksKeysForErrorsAndFilesHaveItsDefaults() {
        #expect(!config.isDebug && !config.isTesting && !config.propagatesErrors)
        #expect(!config.trapsHTTPErrors && config.trapsBadRequests == nil)
        #expect(config.sendFileMaxAge == nil && config.xSendfile == .off)
        config.isTesting = true
        #expect(config.propagatesErrors)
        config.propagatesErrors = false
        #expect(!config.propagatesErrors)
        config.xSendfile = .nginx(prefix: "/_files")
        #expect(config["USE_X_SENDFILE"] == "/_files")
    }

    @Test func filesOfVariablesComeBeforeTheEnvironment() throws {
        let folder = try TestFolder([
            ".dewarenv": "DEWAR_PAGE_SIZE=10\nDEWAR_COLOR=red\nexport DEWAR_STORE__PATH='/srv'\n",
            ".env": "DEWAR_PAGE_SIZE=20 # ours\nDEWAR_NAME=\"a\\nb\"\nDATABASE_URL=db:${USER}\n",
        ])
        let environment = ["DEWAR_COLOR": "blue", "USER": "kim"]
        let config = Application { _ in }.config
        try config.load(dotenv: "\(folder.path)/.dewarenv", environment: environment)
        let all = try config.load(dotenv: "\(folder.path)/.env", environment: environment)
        config.loadEnvironment(from: environment)
        #expect(config["PAGE_SIZE"] == 20 && config["COLOR"] == "blue")
        #expect(config["STORE"]?["PATH"] == "/srv" && config["NAME"] == "a\nb")
        #expect(config["DATABASE_URL"] == nil && all["DATABASE_URL"] == "db:kim")
        #expect(try config.load(dotenv: "\(folder.path)/none", isOptional: true).isEmpty)
        #expect(throws: ConfigError.self) { try config.load(dotenv: "\(folder.path)/none") }
    }
}
