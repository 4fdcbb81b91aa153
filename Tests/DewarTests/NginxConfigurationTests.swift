import Dewar
import Glibc
import Testing

@Suite struct NginxConfigurationTests {
    @Test func theFileInTheRepositoryIsTheProductionDefault() throws {
        #expect(try Self.repositoryFile("nginx.conf") == NginxConfiguration().text)
    }

    @Test(
        arguments: [
            (.unixSocket("/run/shop.sock"), "server unix:/run/shop.sock;"),
            (.unixSocket("/run/my shop"), "server \"unix:/run/my shop\";"),
            (.host("127.0.0.1", port: 9000), "server 127.0.0.1:9000;"),
            (.host("::1", port: 9000), "server [::1]:9000;"),
        ] as [(NginxConfiguration.Upstream, String)])
    func theUpstreamIsNamed(upstream: NginxConfiguration.Upstream, line: String) {
        var nginx = NginxConfiguration()
        nginx.upstream = upstream
        #expect(nginx.lines.contains(line))
    }

    @Test func everyAddressGetsThePort() {
        var nginx = NginxConfiguration()
        nginx.addresses = ["127.0.0.1", "::1"]
        nginx.port = 8080
        #expect(
            nginx.lines.filter { $0.hasPrefix("listen ") } == [
                "listen 127.0.0.1:8080 default_server;", "listen [::1]:8080 default_server;",
            ])
    }

    @Test(
        arguments: [
            (0, "client_max_body_size 0;"),
            (1000, "client_max_body_size 1000;"),
            (5 * 1024 * 1024, "client_max_body_size 5m;"),
        ])
    func theBodyLimitIsWritten(limit: Int, line: String) {
        var nginx = NginxConfiguration()
        nginx.bodyLimit = limit
        #expect(nginx.lines.contains(line))
    }

    @Test(
        arguments: [
            (.seconds(60), "fastcgi_read_timeout 60s;"),
            (.milliseconds(1500), "fastcgi_read_timeout 1s 500ms;"),
            (.milliseconds(250), "fastcgi_read_timeout 250ms;"),
            (.nanoseconds(1), "fastcgi_read_timeout 1ms;"),
        ] as [(Duration, String)])
    func timesAreWritten(time: Duration, line: String) {
        var nginx = NginxConfiguration()
        nginx.timeouts.answer = time
        #expect(nginx.lines.contains { $0 == line })
    }

    @Test func withoutStaticFilesEverythingIsTheApplications() {
        var nginx = NginxConfiguration()
        nginx.staticFolder = nil
        #expect(!nginx.lines.contains { $0.hasPrefix("alias") || $0.hasPrefix("try_files") })
        #expect(nginx.lines.contains("location / {"))
    }

    @Test func staticFilesMayLieAtTheRoot() {
        var nginx = NginxConfiguration()
        nginx.staticFolder = NginxConfiguration.StaticFolder(path: "/srv/shop", prefix: "")
        #expect(nginx.lines.filter { $0 == "location / {" }.count == 1)
        #expect(nginx.lines.contains("alias /srv/shop/;"))
    }

    @Test func aPathCannotBecomeADirective() {
        var nginx = NginxConfiguration()
        nginx.staticFolder = NginxConfiguration.StaticFolder(
            path: "/srv/a\"; deny all; $b\\", prefix: "/files")
        #expect(nginx.lines.contains(#"alias "/srv/a\"; deny all; ${dollar}b\\/";"#))
        #expect(nginx.lines.contains("geo $dollar { default \"$\"; }"))
    }

    @Test func oneOfOurOwnKeepsItsFilesInItsFolder() {
        var nginx = NginxConfiguration()
        nginx.installation = .folder("/tmp/dewar-1")
        nginx.staticFolder = nil
        #expect(nginx.lines.contains("daemon off;"))
        #expect(nginx.lines.contains("pid /tmp/dewar-1/nginx.pid;"))
        #expect(nginx.lines.contains("client_body_temp_path /tmp/dewar-1/client_body;"))
        #expect(!nginx.text.contains("/var/"))
        #expect(!nginx.text.contains("/etc/"))
        #expect(!nginx.text.contains("Change:"))
    }

    private static func repositoryFile(_ name: String) throws -> String {
        // Tests/DewarTests/<this file>: three up is the repository.
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let stream = try #require(fopen("/" + root + "/" + name, "r"))
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension NginxConfiguration {
    /// The lines of the file without their indentation.
    fileprivate var lines: [String] {
        text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
    }
}
