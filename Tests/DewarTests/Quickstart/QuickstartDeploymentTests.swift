import Dewar
import DewarTesting
import Synchronization
import Testing

/// Flask's quickstart page, "Using Flask Extensions" and "Deploying to a Web Server", and what its
/// first pages say of servers that others reach.
@Suite(.serialized) struct QuickstartDeploymentTests {
    /// An extension as others publish them: a value with settings, which declares what it needs.
    private struct Visits: Extension {
        var header = "X-Visits"
        let count = Counter()

        func setUp(_ app: Application) throws {
            app.config.setDefault("VISITS_FROM", 100)
            app.beforeRequest { count.increase() }
            app.afterRequest { response in
                let first = currentApp.config["VISITS_FROM"]?.int ?? 0
                response.headers[Headers.Name(header)] = "\(first + count.value)"
            }
            app.templateGlobal("visits") { () in count.value }
            app.register(
                Blueprint("visits", prefix: "/visits") { visits in
                    visits.get("/") { "\(currentApp.extensions[Visits.self]?.count.value ?? -1)" }
                })
        }

        final class Counter: Sendable {
            private let number = Mutex(0)
            var value: Int { number.withLock { $0 } }
            func increase() { number.withLock { $0 += 1 } }
        }
    }

    @Test(arguments: TestTransport.allCases)
    func usingExtensions(over transport: TestTransport) async throws {
        let app = Application { app in
            app.config["VISITS_FROM"] = 40
            app.install(Visits(header: "X-Guests"))
            app.get("/") { try renderString("{{ visits() }}") }
        }
        let client = try TestClient(app, over: transport)
        let first = try await client.get("/")
        #expect(first.text == "1" && first.headers["X-Guests"] == "41")
        #expect(try await client.get("/visits/").text == "2")
        #expect(app.extensions[Visits.self]?.count.value == 2)
        // Another application has its own.
        #expect(Application { _ in }.extensions[Visits.self] == nil)
    }

    /// What a server of a machine is told, made of the application's own settings.
    @Test func deploying() throws {
        var nginx = NginxConfiguration()
        nginx.upstream = .unixSocket("/run/dewar/shop.sock")
        nginx.staticFolder = .init(path: "/srv/shop/static", prefix: "/static/")
        nginx.bodyLimit = 5_000_000
        for line in [
            "listen 0.0.0.0:5000", "server unix:/run/dewar/shop.sock;", "fastcgi_keep_conn on;",
            "/srv/shop/static", "client_max_body_size 5000000;",
        ] {
            #expect(nginx.text.contains(line), "\(line)")
        }
        let units = try SystemdUnits(name: "shop", program: "/opt/shop/ShopServer")
        #expect(units.service.contains("ExecStart=/opt/shop/ShopServer"))
        #expect(units.socket.contains("ListenStream=/run/dewar/shop.sock"))
    }

    /// An application below a path of a site, and behind another proxy, still builds its own URLs.
    @Test(arguments: TestTransport.allCases)
    func behindOtherServers(over transport: TestTransport) async throws {
        let shop = Application { shop in
            shop.get("/", name: "index") { try urlFor("item", 7) }
            shop.get("/<int:id>", name: "item") { (id: Int) in
                "\(try urlFor("item", ["id": .int(id)], isExternal: true))"
            }
        }
        let site = Application { site in site.mount(shop, at: "/shop") }
        let client = try TestClient(site, over: transport)
        #expect(try await client.get("/shop/").text == "/shop/7")
        #expect(try await client.get("/shop/7").text == "http://localhost/shop/7")
    }
}
