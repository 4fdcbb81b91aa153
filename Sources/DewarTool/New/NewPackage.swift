import Dewar

/// The files of a new package.
struct NewPackage {
    /// The package's name: `photo-album`.
    let name: String
    /// Where it has Dewar from.
    let dewar: DewarPlace

    /// The library, which tests import: `PhotoAlbum`.
    var library: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The program: `PhotoAlbumServer`.
    var server: String { library + "Server" }

    /// Whether a package can be called so.
    static func isName(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isPlain && name.utf8.count <= 64 && name.first?.isLetter == true
            && !name.hasSuffix("-") && !name.contains("--")
    }

    /// Whether a package of a name would be taken for another: its library is a module, and is
    /// imported beside those of Swift, Dewar and what Dewar depends on.
    static func isTaken(_ name: String) -> Bool {
        let words = [
            "any", "argument-parser", "cxx", "dewar", "dispatch", "distributed", "foundation",
            "glibc", "logging", "musl", "observation", "protocol", "regex-builder", "runtime",
            "self", "swift", "synchronization", "test", "testing", "tests", "type",
        ]
        return words.contains(name) || name.hasPrefix("dewar-")
    }

    /// All files, in the order in which a reader opens them.
    var files: [NewFile] {
        [
            NewFile("README.md", readme), NewFile("Package.swift", manifest),
            NewFile("Sources/\(library)/App.swift", application),
            NewFile("Sources/\(server)/main.swift", main),
            NewFile("templates/layout.html", layout), NewFile("templates/index.html", index),
            NewFile("static/site.css", style),
            NewFile("Tests/\(library)Tests/AppTests.swift", tests),
            NewFile("deploy/serve", serve, isProgram: true),
            NewFile("deploy/test", test, isProgram: true),
            NewFile("nginx.conf", nginx), NewFile(".gitignore", ".build/\n"),
            NewFile(".swift-format", format),
        ]
    }

    /// In front of the application in production.
    private var nginx: String {
        var nginx = NginxConfiguration()
        nginx.upstream = .unixSocket("/run/dewar/\(name).sock")
        nginx.staticFolder = .init(path: "/srv/\(name)/static", prefix: "/static/")
        return nginx.text
    }
}
