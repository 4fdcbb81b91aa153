import Dewar
import DewarTesting
import Glibc
import Testing

/// A real Flask under gunicorn and a Dewar application behind one nginx: below `/flask` and
/// `/old-flask` the one, the other for everything else.
struct FlaskBesideDewar: Sendable {
    static let key = "the key of both, ünlocked"
    static let oldKey = "what the key was before"

    /// Asks both; its cookies are those of one browser.
    let client: TestClient
    let output: OutputLog

    private let gunicorn: ChildProcess
    private let folder: PrivateFolder

    /// What runs for the suite.
    @TaskLocal static var current: FlaskBesideDewar?

    /// A Python that has Flask: `DEWAR_PYTHON`, or the one that `deploy/test` made.
    static let python: String? = {
        if let path = getenv("DEWAR_PYTHON") { return String(cString: path) }
        let products = SpawnedProgram.path(of: "")
        let path = products + "../../python/bin/python3"
        return access(path, X_OK) == 0 ? path : nil
    }()

    init() throws {
        let folder = try PrivateFolder()
        let output = OutputLog()
        let socket = folder.path + "/flask.sock"
        let python = try #require(Self.python)
        let source = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        gunicorn = try ChildProcess(
            [
                python, "-B", "-m", "gunicorn", "--bind", "unix:" + socket, "--chdir", "/" + source,
                "--worker-tmp-dir", folder.path, "--no-control-socket", "neighbour:application",
            ],
            environment: ["KEY": Self.key, "OLD_KEY": Self.oldKey], onLine: output.append)
        let isListening = waitUntil(gunicorn) { access(socket, F_OK) == 0 }
        try #require(isListening, "\(output.text)")
        let location = """
            location ~ ^/(old-)?flask/ {
                proxy_pass http://unix:\(socket);
                proxy_set_header Host $http_host;
            }

            location / {
            """
        let app = Neighbour.make(key: Self.key, fallbacks: [Self.oldKey])
        client = try TestClient(app) { $0.replacing("location / {", with: location) }
        (self.folder, self.output) = (folder, output)
    }

    func stop() {
        gunicorn.terminate()
        folder.remove()
    }
}

/// Runs both around a suite.
struct FlaskBesideDewarTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let both = try FlaskBesideDewar()
        defer { both.stop() }
        try await FlaskBesideDewar.$current.withValue(both, operation: function)
    }
}

extension Trait where Self == FlaskBesideDewarTrait {
    /// One Flask and one nginx for all tests of the suite, in ``FlaskBesideDewar/current``.
    static var flaskBesideDewar: Self { Self() }
}
