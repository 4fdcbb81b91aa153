// swift-tools-version: 6.3
import PackageDescription

/// What every target of the package is held to; see "Modules" in the design documentation.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "dewar",
    products: [
        .library(name: "Dewar", targets: ["Dewar"]),
        .library(name: "DewarTemplates", targets: ["DewarTemplates"]),
        .library(name: "DewarORM", targets: ["DewarORM"]),
        .library(name: "DewarSQLite", targets: ["DewarSQLite"]),
        .library(name: "DewarModels", targets: ["DewarModels"]),
        .library(name: "DewarPostgreSQL", targets: ["DewarPostgreSQL"]),
        .library(name: "DewarMigrations", targets: ["DewarMigrations"]),
        .library(name: "DewarMigrationCommands", targets: ["DewarMigrationCommands"]),
        .library(name: "DewarTesting", targets: ["DewarTesting"]),
        .executable(name: "dewar", targets: ["DewarTool"]),
    ],
    dependencies: [
        // `traits: []` leaves Foundation out: 6 MB of a static binary.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CFastCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(name: "CLinux"),

        .systemLibrary(
            name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        .target(name: "DewarText", swiftSettings: strict),
        .target(name: "DewarHTTP", dependencies: ["DewarText", httpTypes], swiftSettings: strict),
        .target(name: "DewarRouting", dependencies: ["DewarText"], swiftSettings: strict),
        .target(name: "DewarTemplates", dependencies: ["DewarText"], swiftSettings: strict),
        .target(
            name: "DewarSigning", dependencies: ["CCrypto", "CZlib", "DewarText"],
            swiftSettings: strict),
        .target(name: "DewarORM", dependencies: ["DewarText"], swiftSettings: strict),
        .target(
            name: "DewarSQLite", dependencies: ["CSQLite", "DewarORM"], swiftSettings: strict),
        .target(
            name: "DewarPostgreSQL", dependencies: ["CPostgreSQL", "DewarORM", "DewarText"],
            swiftSettings: strict),
        .target(
            name: "DewarMigrations", dependencies: ["DewarORM", "DewarText"],
            swiftSettings: strict),
        .target(
            name: "DewarCore",
            dependencies: [
                "DewarText", "DewarHTTP", "DewarRouting", "DewarSigning", "DewarTemplates",
                httpTypes,
                logging,
            ],
            swiftSettings: strict),
        .target(
            name: "DewarModels",
            dependencies: [
                "DewarText", "DewarHTTP", "DewarORM", "DewarSigning", "DewarTemplates",
                "DewarCore", httpTypes, logging,
            ],
            swiftSettings: strict),
        .target(
            name: "DewarFastCGI",
            dependencies: ["CFastCGI", "DewarText", "DewarHTTP", httpTypes, logging],
            swiftSettings: strict),
        .target(
            name: "DewarProcesses", dependencies: ["CLinux", "DewarText"], swiftSettings: strict),
        .target(
            name: "Dewar",
            dependencies: [
                "DewarText", "DewarHTTP", "DewarRouting", "DewarSigning", "DewarTemplates",
                "DewarCore", "DewarFastCGI", "DewarProcesses", "CLinux", httpTypes, logging,
                argumentParser,
            ],
            swiftSettings: strict),
        .target(
            name: "DewarMigrationCommands",
            dependencies: ["Dewar", "DewarMigrations", "DewarORM", "DewarText", argumentParser],
            swiftSettings: strict),
        .target(
            name: "DewarTesting",
            dependencies: [
                "Dewar", "DewarText", "DewarHTTP", "DewarCore", "DewarFastCGI", httpTypes, logging,
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "DewarTool",
            dependencies: ["Dewar", "DewarText", "DewarTemplates", argumentParser],
            swiftSettings: strict),

        .target(name: "Hello", dependencies: ["Dewar"], swiftSettings: strict),
        .executableTarget(
            name: "HelloServer", dependencies: ["Dewar", "Hello"], swiftSettings: strict),

        .executableTarget(
            name: "conformance",
            dependencies: [
                "Dewar", "DewarText", "DewarHTTP", "DewarRouting", "DewarTemplates",
                "DewarSigning", "DewarCore",
                httpTypes,
            ],
            path: "Tests/Conformance", exclude: ["floor.txt"], swiftSettings: strict),

        .executableTarget(
            name: "AppServer", dependencies: ["Dewar"], path: "Tests/Benchmarks/AppServer",
            swiftSettings: strict),
        .executableTarget(
            name: "DewarBenchmark", dependencies: ["DewarText", "DewarHTTP", "DewarRouting"],
            path: "Tests/Benchmarks/DewarBenchmark", swiftSettings: strict),
        .executableTarget(
            name: "ModelBenchmark", dependencies: ["DewarORM", "DewarPostgreSQL", "DewarSQLite"],
            path: "Tests/Benchmarks/ModelBenchmark", swiftSettings: strict),

        .testTarget(
            name: "DewarTextTests", dependencies: ["DewarText"],
            exclude: ["unicode_tables.py"], swiftSettings: strict),
        .testTarget(
            name: "DewarHTTPTests", dependencies: ["DewarHTTP", "DewarText", httpTypes],
            exclude: ["differential.py", "form_differential.py"], swiftSettings: strict),
        .testTarget(
            name: "DewarRoutingTests", dependencies: ["DewarRouting", "DewarText"],
            exclude: ["differential.py"], swiftSettings: strict),
        .executableTarget(
            name: "TemplateMutantRun", dependencies: ["DewarTemplates"],
            path: "Tests/Fixtures/TemplateMutantRun", swiftSettings: strict),
        .testTarget(
            name: "DewarTemplatesTests", dependencies: ["DewarTemplates", "DewarText"],
            exclude: ["differential.py", "grammar.py", "value_differential.py"],
            swiftSettings: strict),
        .testTarget(
            name: "DewarSigningTests", dependencies: ["DewarSigning", "DewarText"],
            exclude: ["crosscheck.py"], swiftSettings: strict),
        .executableTarget(
            name: "TransactionRunner",
            dependencies: ["DewarORM", "DewarPostgreSQL", "DewarSQLite"],
            path: "Tests/Fixtures/TransactionRunner", swiftSettings: strict),
        .target(
            name: "SystemFixture", path: "Tests/Fixtures/SystemFixture", swiftSettings: strict),
        .target(
            name: "PostgreSQLFixture", path: "Tests/Fixtures/PostgreSQLFixture",
            exclude: ["server"], swiftSettings: strict),
        .testTarget(
            name: "DewarORMTests",
            dependencies: [
                "DewarORM", "DewarPostgreSQL", "DewarSQLite", "PostgreSQLFixture",
                "SystemFixture", "TransactionRunner",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "MigrationRun",
            dependencies: ["DewarMigrations", "DewarORM", "DewarPostgreSQL", "DewarSQLite"],
            path: "Tests/Fixtures/MigrationRun", swiftSettings: strict),
        .executableTarget(
            name: "BoardCommands",
            dependencies: ["Dewar", "DewarMigrationCommands", "DewarModels", "DewarSQLite"],
            path: "Tests/Fixtures/BoardCommands", swiftSettings: strict),
        .testTarget(
            name: "DewarMigrationsTests",
            dependencies: [
                "BoardCommands", "MigrationRun",
                "DewarMigrations", "DewarORM", "DewarPostgreSQL", "DewarSQLite",
                "PostgreSQLFixture", "SystemFixture",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DewarModelsTests",
            dependencies: [
                "Dewar", "DewarModels", "DewarPostgreSQL", "DewarSQLite", "DewarTesting",
                "PostgreSQLFixture", "SystemFixture", logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DewarCoreTests",
            dependencies: ["Dewar", "DewarFastCGI", "DewarTesting", logging],
            exclude: ["Templating/flask_templates.py"], swiftSettings: strict),
        .target(
            name: "TransportCases",
            dependencies: [
                "Dewar", "DewarFastCGI", "DewarHTTP", "DewarTesting", "Hello", httpTypes, logging,
            ],
            path: "Tests/Fixtures/TransportCases", swiftSettings: strict),
        .executableTarget(
            name: "CaseServer", dependencies: ["TransportCases", "DewarFastCGI"],
            path: "Tests/Fixtures/CaseServer", swiftSettings: strict),
        .executableTarget(
            name: "MutantRun",
            dependencies: ["DewarFastCGI", "DewarTesting", "TransportCases", logging],
            path: "Tests/Fixtures/MutantRun", swiftSettings: strict),
        .testTarget(
            name: "DewarFastCGITests",
            dependencies: [
                "CaseServer", "DewarFastCGI", "DewarHTTP", "DewarTesting",
                "HelloServer", "MutantRun", "TransportCases", httpTypes, logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DewarProcessesTests", dependencies: ["DewarProcesses"], swiftSettings: strict),
        .target(name: "SeedAnswers", path: "Tests/SeedAnswers", swiftSettings: strict),
        .testTarget(
            name: "DewarTests",
            dependencies: [
                "Dewar", "DewarHTTP", "DewarProcesses", "DewarTesting", "SystemFixture", httpTypes,
                logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DewarTestingTests",
            dependencies: ["Dewar", "DewarTesting", logging], swiftSettings: strict),
        .testTarget(
            name: "HelloTests",
            dependencies: ["Hello", "HelloServer", "Dewar", "DewarTesting", "SeedAnswers"],
            swiftSettings: strict),
        .executableTarget(
            name: "ScriptServer", dependencies: ["Dewar"], path: "Tests/Fixtures/ScriptServer",
            swiftSettings: strict),
        .executableTarget(
            name: "ProcessServer", dependencies: ["Dewar", argumentParser],
            path: "Tests/Fixtures/ProcessServer", swiftSettings: strict),
        .executableTarget(
            name: "FigureServer", dependencies: ["Dewar", "DewarFastCGI", logging],
            path: "Tests/Fixtures/FigureServer", swiftSettings: strict),
        .executableTarget(
            name: "BoardServer", dependencies: ["Dewar", "DewarModels", "DewarPostgreSQL"],
            path: "Tests/Fixtures/BoardServer", swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "BoardServer", "CaseServer", "Dewar", "DewarFastCGI", "DewarTesting", "DewarText",
                "DewarTool", "FigureServer", "HelloServer", "PostgreSQLFixture", "ProcessServer",
                "ScriptServer", "SeedAnswers",
            ],
            exclude: ["SideBySide/neighbour.py"], swiftSettings: strict),
    ]
)
