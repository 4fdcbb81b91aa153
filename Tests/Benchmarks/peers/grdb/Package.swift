// swift-tools-version: 6.1
import PackageDescription

// GRDB's side of `deploy/bench models`: a package of its own, which only that command builds.
let package = Package(
    name: "Peer",
    dependencies: [.package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0")],
    targets: [
        .executableTarget(
            name: "Peer", dependencies: [.product(name: "GRDB", package: "GRDB.swift")])
    ]
)
